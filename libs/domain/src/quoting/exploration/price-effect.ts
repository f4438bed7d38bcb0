import { err, ok, type Failure, type Result } from '#domain/core';
import { type Estimate } from '#domain/microstructure';
import { type Perturbation } from './perturbation.js';

/** A quote that was perturbed, or not, and what became of it. */
export interface ExploredQuote extends Perturbation {
  /** How far the shown price lies from the one without the shift, guardrails and tick included; bps of the mid. */
  readonly movedBps: number;
  readonly isDone: boolean;
}

/** What raising a price by the step does to P(done), against lowering it by as much. */
export interface PriceEffect {
  /** Between the raised and the lowered, with the central 95 %. */
  readonly changeOfHits: Estimate;
  /** Between the same: what the shift came to behind guardrails and tick; bps of the mid. */
  readonly changeOfPriceBps: number;
  readonly overlap: Overlap;
}

/** What is compared: without quotes of either direction, and with a propensity of next to nothing, there is no overlap. */
export interface Overlap {
  readonly raised: number;
  readonly lowered: number;
  /** As many quotes of one weight would say as much (Kish). */
  readonly raisedEffective: number;
  readonly loweredEffective: number;
  readonly leastPropensity: number;
  /** Of both, those whose price stayed where it was: a guardrail or the tick held it. */
  readonly held: number;
}

/** Quotes of each direction below which no effect is given. */
export const EXPLORED_MIN = 30;

/**
 * The causal effect of price on P(done), by the direction that was drawn: weighted means of both by the inverse of the logged propensity
 * (Hajek), so what the price went with otherwise (client, size, market) cancels. A quote that a guardrail held counts with the direction
 * it was drawn for, as the draw is what is random. The interval is Newcombe's (1998, method 10: Wilson's of each share, squared and
 * added) at the effective number of quotes, which does not shrink to nothing where nobody or everybody deals.
 */
export const priceEffect = (quotes: readonly ExploredQuote[]): Result<PriceEffect, Failure<'TOO_FEW_EXPLORED'>> => {
  const raised = quotes.filter(({ shiftBps }) => shiftBps > 0);
  const lowered = quotes.filter(({ shiftBps }) => shiftBps < 0);
  if (raised.length < EXPLORED_MIN || lowered.length < EXPLORED_MIN) return err(tooFew(raised.length, lowered.length));
  const [above, below] = [armOf(raised), armOf(lowered)];
  const value = above.share - below.share;
  const [highest, lowest] = [wilson(above), wilson(below)];
  const both = [...raised, ...lowered];
  return ok({
    changeOfHits: {
      value,
      low: value - Math.hypot(above.share - highest.low, lowest.high - below.share),
      high: value + Math.hypot(highest.high - above.share, below.share - lowest.low),
    },
    changeOfPriceBps: above.movedBps - below.movedBps,
    overlap: {
      raised: raised.length,
      lowered: lowered.length,
      raisedEffective: above.effective,
      loweredEffective: below.effective,
      leastPropensity: both.reduce((least, { propensity }) => Math.min(least, propensity), 1),
      held: both.filter(({ movedBps }) => movedBps === 0).length,
    },
  });
};

const NORMAL_95 = 1.959_963_984_540_054;

/** The quotes of one direction. */
interface Arm {
  readonly share: number;
  readonly movedBps: number;
  readonly effective: number;
}

const armOf = (quotes: readonly ExploredQuote[]): Arm => {
  let total = 0;
  let done = 0;
  let moved = 0;
  let squares = 0;
  for (const { propensity, isDone, movedBps } of quotes) {
    const weight = 1 / propensity;
    total += weight;
    if (isDone) done += weight;
    moved += weight * movedBps;
    squares += weight ** 2;
  }
  const share = done / total;
  const effective = Math.min(total ** 2 / squares, ofVariance(quotes, share, total));
  return { share, movedBps: moved / total, effective };
};

/** Where those of much weight deal otherwise than the rest, the share is less certain than the weights alone say. */
const ofVariance = (quotes: readonly ExploredQuote[], share: number, total: number): number => {
  let squares = 0;
  for (const { propensity, isDone } of quotes) squares += (((isDone ? 1 : 0) - share) / propensity) ** 2;
  return squares === 0 ? Infinity : (share * (1 - share) * total ** 2) / squares;
};

const wilson = ({ share, effective }: Arm): { readonly low: number; readonly high: number } => {
  const z2 = NORMAL_95 ** 2 / effective;
  const centre = (share + z2 / 2) / (1 + z2);
  const reach = (NORMAL_95 * Math.sqrt((share * (1 - share) + z2 / 4) / effective)) / (1 + z2);
  return { low: centre - reach, high: centre + reach };
};

const tooFew = (raised: number, lowered: number): Failure<'TOO_FEW_EXPLORED'> => ({
  code: 'TOO_FEW_EXPLORED',
  field: 'outcomes',
  allowed: `${EXPLORED_MIN} recorded outcomes or more of quotes that were raised, and of quotes that were lowered`,
  message: `${raised} raised and ${lowered} lowered quotes are too few to tell what a price causes`,
});
