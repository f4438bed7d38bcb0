import { quantileBps, type CostDistribution } from '#domain/impact';
import { riskAdjustedBps } from '../risk-adjusted.js';

/** What a client can do with the answers to a request. */
export type ActionKind = 'TRADE_TOP' | 'SPLIT' | 'COUNTER' | 'WAIT' | 'ASK_MORE' | 'WORK_ORDER' | 'PASS';

/** What an action is expected to come to, in bps of the arrival mid, positive is worse for the client. */
export interface ActionOutlook {
  readonly action: ActionKind;
  /** Whom it concerns: to trade with, to counter, to wait for or to ask. */
  readonly dealers: readonly string[];
  readonly meanBps: number;
  /** The outcome lies between these with a probability of 90 %. */
  readonly lowBps: number;
  readonly highBps: number;
  /** `E[cost] + kappa x CVaR` (reference 4), by which actions compare. */
  readonly riskAdjustedBps: number;
  /** What it adds to decide: a price to counter at, a time to wait, shares of a split. */
  readonly terms?: { readonly priceBps?: number; readonly seconds?: number; readonly shares?: readonly number[] };
}

export const outlookOf = (
  action: ActionKind,
  dealers: readonly string[],
  cost: CostDistribution,
  riskAversion: number,
  terms?: ActionOutlook['terms'],
): ActionOutlook => ({
  action,
  dealers,
  meanBps: cost.meanBps,
  lowBps: quantileBps(cost, 0.05),
  highBps: quantileBps(cost, 0.95),
  riskAdjustedBps: riskAdjustedBps(cost, riskAversion),
  ...(terms !== undefined && { terms }),
});
