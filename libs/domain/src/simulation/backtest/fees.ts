import { type Liquidity } from './own-order.js';
import { impossible, type Verdict } from '../impossible-parameters.js';

/** What a venue charges of the notional, bps; below zero it pays a rebate. */
export type LiquidityFeesBps = Readonly<Record<Liquidity, number>>;

export const NO_FEES: LiquidityFeesBps = { REMOVED: 0, ADDED: 0 };

export const checkFees = (fees: LiquidityFeesBps): Verdict => {
  const wrong = (['REMOVED', 'ADDED'] as const).find((liquidity) => !(Math.abs(fees[liquidity]) < FEE_BPS_MAX));
  return wrong === undefined
    ? undefined
    : impossible(wrong, `within (-${FEE_BPS_MAX}, ${FEE_BPS_MAX}) bps`, fees[wrong]);
};

/** Beyond it somebody has written another unit. */
const FEE_BPS_MAX = 1_000;
