import { type Rng } from '#domain/core';
import { firstOf, impossible, mustBeWhole, type Verdict } from '../impossible-parameters.js';

/** Sizes of orders: geometric in round lots, as small ones are the most frequent. */
export interface OrderSizes {
  readonly lotUnits: number;
  /** At least 1; 1 makes every order one lot. */
  readonly meanLots: number;
}

export const checkOrderSizes = ({ lotUnits, meanLots }: OrderSizes, field: string): Verdict =>
  firstOf(
    mustBeWhole(`${field}.lotUnits`, lotUnits, 1),
    meanLots >= 1 && meanLots < LOTS_MAX
      ? undefined
      : impossible(`${field}.meanLots`, `within [1, ${LOTS_MAX})`, meanLots),
  );

const LOTS_MAX = 1e5;

/** Units of one order. */
export const drawUnits = ({ lotUnits, meanLots }: OrderSizes, rng: Rng): number =>
  meanLots === 1 ? lotUnits : lotUnits * (1 + Math.floor(Math.log(1 - rng.uniform()) / Math.log1p(-1 / meanLots)));
