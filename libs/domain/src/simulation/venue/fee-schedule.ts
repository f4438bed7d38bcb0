import { firstOf, impossible, type Verdict } from '../impossible-parameters.js';

/** What one side of an execution pays: bps of the notional plus an amount per unit; negative ones are rebates. */
export interface LiquidityFee {
  readonly bps: number;
  /** Currency per unit. */
  readonly perUnit: number;
}

/** Of who rested, and of who came. */
export interface FeeSchedule {
  readonly maker: LiquidityFee;
  readonly taker: LiquidityFee;
}

/** In currency; `price` in currency per unit. */
export const feeOf = ({ bps, perUnit }: LiquidityFee, price: number, units: number): number =>
  units * (perUnit + (price * bps) / 10_000);

export const checkFeeSchedule = ({ maker, taker }: FeeSchedule): Verdict =>
  firstOf(
    mustBeFinite('fees.maker.bps', maker.bps),
    mustBeFinite('fees.maker.perUnit', maker.perUnit),
    mustBeFinite('fees.taker.bps', taker.bps),
    mustBeFinite('fees.taker.perUnit', taker.perUnit),
  );

const mustBeFinite = (field: string, value: number): Verdict =>
  Number.isFinite(value) ? undefined : impossible(field, 'finite', value);
