import { gaussian, type CostDistribution } from '#domain/impact';
import { type QuoteScore } from '../quote-score/index.js';
import { quoteCost } from './quote-cost.js';

const { hypot, min } = Math;

/** A request filled by several quotes. */
export interface Split {
  readonly dealers: readonly string[];
  /** Of the request, in the order of `dealers`. */
  readonly shares: readonly number[];
  readonly cost: CostDistribution;
}

/**
 * Fills the request from the partial quotes, the cheapest unit first, where they fill it together; undefined where one quote does it
 * alone or all together do not. Each share costs what its quote costs on what it fills, so nothing is left to work.
 */
export const splitOver = (scores: readonly QuoteScore[]): Split | undefined => {
  const byUnit = [...scores].sort(
    (a, b) => filledCostBps(a) - filledCostBps(b) || (a.quote.dealer < b.quote.dealer ? -1 : 1),
  );
  const dealers: string[] = [];
  const shares: number[] = [];
  let [left, meanBps, sdBps] = [1, 0, 0];
  for (const score of byUnit) {
    const share = min(left, score.filledShare);
    dealers.push(score.quote.dealer);
    shares.push(share);
    meanBps += share * filledCostBps(score);
    const withoutRest = { ...score, terms: score.terms.filter(({ name }) => name !== 'residual') };
    sdBps = hypot(sdBps, share * quoteCost(withoutRest).sdBps);
    left -= share;
    if (left <= 0) break;
  }
  return left > SHARE_ROUNDING || dealers.length < 2 ? undefined : { dealers, shares, cost: gaussian(meanBps, sdBps) };
};

const SHARE_ROUNDING = 1e-12;

/** All-in cost of what the quote fills, per unit of it. */
const filledCostBps = ({ terms }: QuoteScore): number =>
  terms.reduce((sum, { name, bps }) => (name === 'residual' ? sum : sum + bps), 0);
