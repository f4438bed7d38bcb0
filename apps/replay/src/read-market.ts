import { readFile } from 'node:fs/promises';
import { parseMarket, type MarketParameters } from '#domain/simulation';
import { CommandFailure } from './command-failure.js';

/** The market in a parameter file; CommandFailure, by the path of the parameter, where it is none. */
export const readMarket = async (file: string): Promise<MarketParameters> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandFailure(`--parameters ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  });
  const market = parseMarket(text);
  if (!market.ok) throw new CommandFailure(`--parameters ${file}: ${market.error.message}`);
  return market.value;
};
