import { type KnownTerms } from '#domain/market-data';

/** One synthetic instrument and the flow around its book. Rates are per second of session time, of both sides together. */
export interface SyntheticParameters {
  /** Integer in [0, 2^32). */
  readonly seed: number;
  readonly instrumentId: string;
  readonly currency: string;
  /** Fair value at the open, and what it slowly reverts to; currency per unit. */
  readonly initialPrice: number;
  /** Currency per unit. */
  readonly tickSize: number;
  /** Every order's size is a multiple of this. */
  readonly roundLotUnits: number;
  readonly sessionSeconds: number;
  /** Standard deviation of the fair value's log return over one session, as a fraction, before mean reversion. */
  readonly dailyVolatility: number;
  readonly sharesOutstanding: number;
  readonly jumpsPerSecond: number;
  /** Time in which half of a deviation from the initial price is gone. */
  readonly reversionHalfLifeSeconds: number;
  readonly limitOrdersPerSecond: number;
  readonly marketOrdersPerSecond: number;
  /** Cancellation hazard of one resting order. */
  readonly cancelsPerOrderPerSecond: number;
  /** Hazard with which a level that the fair value has passed is withdrawn. */
  readonly withdrawalsPerStaleLevelPerSecond: number;
  readonly meanOrderSizeUnits: number;
  /** Limit orders arrive at this many ticks from the fair value, the rate falling as 1/distance. */
  readonly placementTicks: number;
}

const EQUITY = {
  currency: 'USD',
  initialPrice: 100,
  tickSize: 0.01,
  roundLotUnits: 100,
  sessionSeconds: 23_400,
  dailyVolatility: 0.018,
  sharesOutstanding: 900_000_000,
  jumpsPerSecond: 0.5,
  reversionHalfLifeSeconds: 7_200,
  limitOrdersPerSecond: 5,
  marketOrdersPerSecond: 0.8,
  cancelsPerOrderPerSecond: 0.08,
  withdrawalsPerStaleLevelPerSecond: 4,
  meanOrderSizeUnits: 200,
  placementTicks: 15,
} as const;

/** Two invented instruments, independent of each other; the bench of market data scales their flow up into a dense feed of levels. */
export const syntheticInstruments = (seed: number): readonly SyntheticParameters[] => [
  { ...EQUITY, seed, instrumentId: 'SIM-ALPHA' },
  {
    ...EQUITY,
    seed,
    instrumentId: 'SIM-BETA',
    initialPrice: 60,
    dailyVolatility: 0.016,
    sharesOutstanding: 400_000_000,
    marketOrdersPerSecond: 0.5,
  },
];

/** The generator knows its own market, so no term is estimated: the volume is the market orders' rate times their mean size. */
export const syntheticTerms = (
  parameters: SyntheticParameters,
): Required<Omit<KnownTerms, 'isInverse' | 'expiresAt' | 'legs' | 'tradingHours'>> => ({
  kind: 'EQUITY',
  currency: parameters.currency,
  tickSize: parameters.tickSize,
  lotSize: 1,
  contractMultiplier: 1,
  sessionSeconds: parameters.sessionSeconds,
  averageDailyVolume: parameters.marketOrdersPerSecond * parameters.meanOrderSizeUnits * parameters.sessionSeconds,
  dailyVolatility: parameters.dailyVolatility,
  sharesOutstanding: parameters.sharesOutstanding,
  feesAndSettlementBps: 0,
});

/** Standard deviation of one fair-value jump, as a log return: the jumps of a session add up to the daily volatility. */
export const jumpLogSd = (parameters: SyntheticParameters): number =>
  parameters.dailyVolatility / Math.sqrt(parameters.jumpsPerSecond * parameters.sessionSeconds);

/** Throws RangeError naming the parameter that makes the market impossible. */
export const assertPossible = (parameters: SyntheticParameters): void => {
  const refuse = (name: keyof SyntheticParameters, allowed: string): never => {
    throw new RangeError(`synthetic session: ${name} must be ${allowed}, got ${String(parameters[name])}`);
  };
  if (!Number.isInteger(parameters.seed) || parameters.seed < 0 || parameters.seed >= 2 ** 32) {
    refuse('seed', 'an integer in [0, 2^32)');
  }
  if (parameters.instrumentId === '') refuse('instrumentId', 'a name');
  for (const name of POSITIVE) if (!(parameters[name] > 0 && parameters[name] < Infinity)) refuse(name, 'positive');
  for (const name of WHOLE) if (!Number.isInteger(parameters[name])) refuse(name, 'a whole number');
  if (parameters.initialPrice < MIN_PRICE_TICKS * parameters.tickSize) {
    refuse('initialPrice', `at least ${MIN_PRICE_TICKS} ticks`);
  }
  if (parameters.meanOrderSizeUnits <= parameters.roundLotUnits) refuse('meanOrderSizeUnits', 'above one lot');
  if (parameters.placementTicks > MAX_PLACEMENT_TICKS) refuse('placementTicks', `at most ${MAX_PLACEMENT_TICKS}`);
  if (parameters.limitOrdersPerSecond <= parameters.marketOrdersPerSecond) {
    refuse('limitOrdersPerSecond', 'above marketOrdersPerSecond, or the book runs dry');
  }
  const jumpTicks = (jumpLogSd(parameters) * parameters.initialPrice) / parameters.tickSize;
  if (jumpTicks > parameters.placementTicks / 2) {
    refuse('dailyVolatility', `lower (or jumpsPerSecond higher): a typical jump would pass half of the book`);
  }
};

const MIN_PRICE_TICKS = 100;
const MAX_PLACEMENT_TICKS = 200;
const WHOLE = ['roundLotUnits', 'placementTicks'] as const;
const POSITIVE = [
  'initialPrice',
  'tickSize',
  'roundLotUnits',
  'sessionSeconds',
  'dailyVolatility',
  'sharesOutstanding',
  'jumpsPerSecond',
  'reversionHalfLifeSeconds',
  'limitOrdersPerSecond',
  'marketOrdersPerSecond',
  'cancelsPerOrderPerSecond',
  'withdrawalsPerStaleLevelPerSecond',
  'meanOrderSizeUnits',
  'placementTicks',
] as const;
