import { type Ask } from './api-client.js';

/** What the examples are priced from. Prices in currency per unit. */
export interface ExampleMarket {
  readonly instrumentId: string;
  readonly mid: number;
  readonly tickSize: number;
  readonly lotSize: number;
  /** Units per day. */
  readonly averageDailyVolume: number;
  /** Where the session comes from: recorded, synthetic or simulated. */
  readonly source: { readonly kind: string };
}

type Instrument = Pick<ExampleMarket, 'instrumentId' | 'tickSize' | 'lotSize'>;
type Market = Pick<ExampleMarket, 'mid' | 'averageDailyVolume' | 'source'>;

const INSTRUMENTS = '{ instruments { instrumentId tickSize lotSize } }';
const MARKET = `query ($id: ID!) {
  market(instrumentId: $id) {
    ... on Market { mid averageDailyVolume source { kind } }
    ... on ExpectedError { message }
  }
}`;

/**
 * The current market of the instrument wanted; of the first that can be traded when none is wanted.
 * Rejects, saying why, while there is none.
 */
export const readExampleMarket = async (ask: Ask, wanted?: string): Promise<ExampleMarket> => {
  const { instruments } = await ask<{ instruments: readonly Instrument[] }>(INSTRUMENTS);
  const candidates = instruments.filter(({ instrumentId }) => wanted === undefined || wanted === instrumentId);
  const obstacles: string[] = [];
  for (const instrument of candidates) {
    const { market } = await ask<{ market: Market | { readonly message: string } }>(MARKET, {
      id: instrument.instrumentId,
    });
    if ('mid' in market) return { ...instrument, ...market };
    obstacles.push(market.message);
  }
  throw new Error(obstacles.join('; ') || `the session has no instrument ${wanted ?? 'yet'}`);
};
