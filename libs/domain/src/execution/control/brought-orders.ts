import { type Request, type RestingOrder } from './policy.js';

/** Cancels, and the order that is to follow them. */
export type Brought = readonly [readonly Request[], readonly Request[]];

export const NOTHING: Brought = [[], []];

/** What shall wait at one venue. */
interface Wanted {
  readonly units: number;
  /** NaN where there is no price: nothing new is sent. */
  readonly priceTicks: number;
  readonly venue: number;
  readonly leastUnits?: number;
}

/** Cancels and the order that bring what waits at a venue to what is wanted; where only more is wanted, what waits keeps its place. */
export const brought = (resting: readonly RestingOrder[], wanted: Wanted): Brought => {
  const waiting = resting.reduce((sum, { units }) => sum + units, 0);
  const fits = resting.every(({ priceTicks }) => priceTicks === wanted.priceTicks) && waiting <= wanted.units;
  const cancels: readonly Request[] = fits
    ? []
    : resting.map(({ venue, orderId }) => ({ kind: 'CANCEL', venue, orderId }));
  const units = wanted.units - (fits ? waiting : 0);
  if (units <= 0 || Number.isNaN(wanted.priceTicks)) return [cancels, []];
  const { venue, priceTicks, leastUnits } = wanted;
  const order: Request = { kind: 'LIMIT', venue, units, priceTicks };
  // No execution can have more than the order has.
  return [cancels, [leastUnits === undefined ? order : { ...order, leastUnits: Math.min(leastUnits, units) }]];
};
