import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { type OrderForecast, TOLD_PROBABILITIES } from '#application/forecast-orders';
import { type ImpactLabel } from '#domain/impact';
import { csvText } from '#adapters/csv';
import { CommandFailure } from './command-failure.js';

/** How the list names what is forecast. */
const LABEL_NAMES: Readonly<Record<ImpactLabel, string>> = {
  slippage: 'slip',
  peak: 'peak',
  perm1: 'perm1',
  perm5: 'perm5',
  perm15: 'perm15',
};

const COLUMNS = ['id', 'label', ...TOLD_PROBABILITIES.map((p) => `q${String(Math.round(100 * p)).padStart(2, '0')}`)];

/** A ten-thousandth of a bp is far below what any price step can tell. */
const DECIMALS = 4;

/**
 * Forecasts as a CSV file, one row per order and label, written as they come. A file at its place gives way when all are
 * there; what is no file (a pipe, a device) is written to at once.
 */
export class ForecastCsv {
  private constructor(
    private readonly path: string,
    private readonly written: string,
    private readonly file: FileHandle,
  ) {}

  /** Throws CommandFailure when `path`, given as `--out`, cannot be written. */
  static async open(path: string): Promise<ForecastCsv> {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() === true) throw new CommandFailure(`--out ${path} is a folder; expected a file`);
    const written = found === undefined || found.isFile() ? `${path}.unfinished` : path;
    const file = await open(written, 'w').catch((error: unknown) => {
      throw new CommandFailure(`--out ${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? ''})`);
    });
    await file.write(`${COLUMNS.join(',')}\n`);
    return new ForecastCsv(path, written, file);
  }

  async write(forecasts: readonly OrderForecast[]): Promise<void> {
    if (forecasts.length > 0) await this.file.write(forecasts.map(rowsOf).join(''));
  }

  async finish(): Promise<void> {
    await this.file.close();
    if (this.written !== this.path) await rename(this.written, this.path);
  }

  /** Forgets what was written; harmless after `finish`. */
  async discard(): Promise<void> {
    await this.file.close();
    if (this.written !== this.path) await rm(this.written, { force: true });
  }
}

const rowsOf = ({ id, labels }: OrderForecast): string => {
  const first = csvText(id);
  return labels
    .map(({ label, quantilesBps }) => `${[first, LABEL_NAMES[label], ...quantilesBps.map(figure)].join(',')}\n`)
    .join('');
};

/** Adding zero turns -0 into 0. */
const figure = (bps: number): string => String(Number(bps.toFixed(DECIMALS)) + 0);
