import { firstOf, impossible, type Verdict } from '../impossible-parameters.js';
import { SPAN_MAX } from './occupied-ticks.js';

const INT32_MAX = 2 ** 31 - 1;

/** The prices at which orders are taken, both ends included. Whole ticks from 1 on, at most 2^20 of them. */
export interface PriceBand {
  readonly lowestPriceTicks: number;
  readonly highestPriceTicks: number;
}

export interface OrderBookParameters extends PriceBand {
  /** The largest order that is taken, in units; at most 2^31 - 1. */
  readonly maxQuantity: number;
}

/** What makes a book impossible; undefined when nothing does. */
export const checkOrderBook = ({ lowestPriceTicks, highestPriceTicks, maxQuantity }: OrderBookParameters): Verdict => {
  const highest = Math.min(INT32_MAX, lowestPriceTicks + SPAN_MAX - 1);
  return firstOf(
    mustBeWholeWithin('lowestPriceTicks', lowestPriceTicks, 1, INT32_MAX),
    mustBeWholeWithin('highestPriceTicks', highestPriceTicks, lowestPriceTicks, highest),
    mustBeWholeWithin('maxQuantity', maxQuantity, 1, INT32_MAX),
  );
};

const mustBeWholeWithin = (field: string, value: number, least: number, most: number): Verdict =>
  Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : impossible(field, `a whole number from ${least} to ${most}`, value);
