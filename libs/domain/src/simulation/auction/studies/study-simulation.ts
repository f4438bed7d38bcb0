import { type AuctionListener } from '../auction-events.js';
import { referenceAuctions, type AuctionParameters } from '../auction-parameters.js';
import { type AuctionView } from '../auction.js';
import { type BuyerPolicy } from '../buyer-policy.js';
import { DEFAULT_DIFFUSIVE_MARKET, type DiffusiveMarketParameters } from '../diffusive-market.js';
import { simulateAuctions } from '../simulate-auctions.js';

/** Requests of every study come so rarely that what one leaves behind is over before the next. */
const REQUESTS_PER_SECOND = 1 / 600;

/**
 * The reference's auctions with quotes on so fine a grid (0.001 bps) that rounding is far below every Monte Carlo error, and without
 * hedges: what a study is not about has no effect.
 */
export const studyAuctions = (seed: number, change: Partial<AuctionParameters>): AuctionParameters => {
  const reference = referenceAuctions(seed);
  return {
    ...reference,
    instrument: { ...reference.instrument, tickSize: 1e-5 },
    rules: { ...reference.rules, markoutSeconds: [] },
    ...change,
  };
};

export const NO_HEDGE = { share: 0, overSeconds: 0 } as const;
export const NO_LEAKAGE = { driftBps: 0, overSeconds: 0, preHedgedShare: 0 } as const;
/** Everybody has answered when the window ends. */
export const AT_ONCE = { medianSeconds: 1, logSd: 0 } as const;
export const STILL_MARKET: DiffusiveMarketParameters = { ...DEFAULT_DIFFUSIVE_MARKET, volatilityBpsPerSqrtSecond: 0 };

/** Runs auctions and shows each when it is settled. Throws when a study states impossible parameters. */
export const observeAuctions = (
  auctions: AuctionParameters,
  market: DiffusiveMarketParameters,
  requests: number,
  policy: BuyerPolicy,
  settled: (auction: AuctionView) => void,
): void => {
  const listener: AuctionListener = { event: () => undefined, settled };
  const simulation = { auctions, market, requests, requestsPerSecond: REQUESTS_PER_SECOND };
  const result = simulateAuctions(simulation, policy, [listener]);
  if (!result.ok) throw new RangeError(result.error.message);
};
