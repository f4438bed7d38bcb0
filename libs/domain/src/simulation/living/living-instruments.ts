import { wordOf } from '#domain/core';
import { DEFAULT_ORDER_BOOK_MARKET, randomDealers, referenceAuctions, type BuyerPolicy } from '../auction/index.js';
import { DEFAULT_STRATEGIC, referenceDealer, type DealerParameters } from '../dealers/index.js';
import { LIQUID_STOCK } from '../market/index.js';
import { type LivingMarketParameters } from './living-market.js';

/** An invented instrument of the market that plays where no recording is given. */
export interface LivingInstrument {
  readonly instrumentId: string;
  readonly parameters: LivingMarketParameters;
  /** Units a day, and the Parkinson volatility of a session as a fraction: measured over the sessions of seeds 1 to 60. */
  readonly averageDailyVolume: number;
  readonly dailyVolatility: number;
}

/** Dealers whom a client asks. */
const PANEL = 5;

/** Most of the panel answers, so that there is something to compare; the strategic dealers know it. */
const ANSWERS = { responseProbability: 0.8 };
const STRATEGIC = { ...DEFAULT_STRATEGIC, competitorResponseProbability: ANSWERS.responseProbability };
const LAST_LOOK = { holdSeconds: 0.5, thresholdBps: 0.5 };

const DEALERS: readonly DealerParameters[] = [
  ...['D1', 'D2', 'D3', 'D4'].map((name) => referenceDealer(name, ANSWERS)),
  ...['D5', 'D6'].map((name) => referenceDealer(name, { ...ANSWERS, lastLook: LAST_LOOK })),
  ...['D7', 'D8'].map((name) => referenceDealer(name, { ...ANSWERS, quoting: STRATEGIC })),
];

const REFERENCE = referenceAuctions(0);

/**
 * The stock of `LIQUID_STOCK` with ticks of half a cent, in which blocks of 3,000 units are asked for once a minute; a tenth of the
 * hedge funds' requests know something. Markouts are short, so that an auction is known soon after its end.
 */
const LIVING_STOCK: LivingMarketParameters = {
  // A start waits for the flow before the open; by then five of six orders that rest in the end are there.
  market: { ...LIQUID_STOCK, tickSize: 0.005, warmUpSeconds: 1_800 },
  auctions: {
    instrument: { ...REFERENCE.instrument, standardQuantity: 3_000 },
    rules: { ...REFERENCE.rules, markoutSeconds: [1, 10] },
    clients: {
      ...REFERENCE.clients,
      tiers: [
        { name: 'ASSET_MANAGER', share: 0.7, reservation: { mean: 1.7, sd: 1 }, informedProbability: 0 },
        { name: 'HEDGE_FUND', share: 0.3, reservation: { mean: 1, sd: 0.5 }, informedProbability: 0.1 },
      ],
      medianQuantity: 3_000,
      quantityLogSd: 0.8,
    },
    dealers: DEALERS,
  },
  orders: DEFAULT_ORDER_BOOK_MARKET,
  requestsPerSecond: 1 / 60,
};

/** Independent of each other; the ticks of the second are coarser. */
export const LIVING_INSTRUMENTS: readonly LivingInstrument[] = [
  { instrumentId: 'SIM-ALPHA', parameters: LIVING_STOCK, averageDailyVolume: 5_450_000, dailyVolatility: 0.0104 },
  {
    instrumentId: 'SIM-BETA',
    parameters: { ...LIVING_STOCK, market: { ...LIVING_STOCK.market, initialMidTicks: 12_000 } },
    averageDailyVolume: 5_480_000,
    dailyVolatility: 0.016,
  },
];

/** The market of an instrument has a seed of its own; `seed` is that of them all, an integer in [0, 2^32). */
export const livingSeed = ({ instrumentId }: LivingInstrument, seed: number): number =>
  wordOf(`${seed} ${instrumentId}`) >>> 0;

/** Each client asks a panel of dealers by lot, and takes the best price. */
export const livingClients = (seed: number): BuyerPolicy => randomDealers(seed, PANEL);
