import { type Rng } from '#domain/core';
import { type Estimate } from '#domain/microstructure';

/** A small randomised change of quotes, so that what a price causes can be told from what goes with it. */
export interface Exploration {
  /** How far a quote is moved, bps of the mid. */
  readonly stepBps: number;
  /** Probability of each direction, within (0, 1/2]; the rest stays where it was. */
  readonly probability: number;
}

/** What was done to a quote, to be logged with it. */
export interface Perturbation {
  /** In the client's sign: positive is worse for the client. */
  readonly shiftBps: number;
  /** The probability with which just this was drawn. */
  readonly propensity: number;
}

/** null: exploration is off, which it is unless a desk turns it on. */
export const drawPerturbation = (exploration: Exploration | null, rng: Rng): Perturbation => {
  if (exploration === null) return { shiftBps: 0, propensity: 1 };
  const { stepBps, probability } = exploration;
  const u = rng.uniform();
  if (u < probability) return { shiftBps: -stepBps, propensity: probability };
  if (u < 2 * probability) return { shiftBps: stepBps, propensity: probability };
  return { shiftBps: 0, propensity: 1 - 2 * probability };
};

/** A quote that was perturbed, or not, and whether it was done. */
export interface ExploredQuote extends Perturbation {
  readonly isDone: boolean;
}

/** What raising a price by the step does to P(done), against lowering it by as much. */
export interface PriceEffect {
  readonly changeOfHits: Estimate;
  /** Quotes of each direction, and the least propensity: without overlap there is nothing to compare. */
  readonly overlap: { readonly raised: number; readonly lowered: number; readonly leastPropensity: number };
}

/** Quotes of each direction below which no effect is given. */
export const EXPLORED_MIN = 30;

/**
 * The causal effect of price on P(done): weighted means of both directions by the inverse of the logged propensity (Hajek), so what
 * the price went with otherwise (client, size, market) cancels, and the 95 % interval of their difference. Undefined with fewer than
 * `EXPLORED_MIN` quotes of a direction.
 */
export const priceEffect = (quotes: readonly ExploredQuote[]): PriceEffect | undefined => {
  const raised = quotes.filter(({ shiftBps }) => shiftBps > 0);
  const lowered = quotes.filter(({ shiftBps }) => shiftBps < 0);
  if (raised.length < EXPLORED_MIN || lowered.length < EXPLORED_MIN) return undefined;
  const [above, below] = [weightedShare(raised), weightedShare(lowered)];
  const value = above.share - below.share;
  const reach = NORMAL_95 * Math.sqrt(above.variance + below.variance);
  const leastPropensity = [...raised, ...lowered].reduce((least, { propensity }) => Math.min(least, propensity), 1);
  return {
    changeOfHits: { value, low: value - reach, high: value + reach },
    overlap: { raised: raised.length, lowered: lowered.length, leastPropensity },
  };
};

const NORMAL_95 = 1.959_963_984_540_054;

const weightedShare = (quotes: readonly ExploredQuote[]): { readonly share: number; readonly variance: number } => {
  let total = 0;
  let done = 0;
  for (const { propensity, isDone } of quotes) {
    total += 1 / propensity;
    if (isDone) done += 1 / propensity;
  }
  const share = done / total;
  let squares = 0;
  for (const { propensity, isDone } of quotes) squares += (((isDone ? 1 : 0) - share) / propensity) ** 2;
  return { share, variance: squares / total ** 2 };
};
