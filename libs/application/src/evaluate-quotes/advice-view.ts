import { gridValue, priceAtCost, type Side } from '#domain/core';
import { type ActionAdvice, type ActionKind, type ActionOutlook } from '#domain/scoring';

/** LIFT an offer or HIT a bid (FIX QuoteRespType 1), or one of the other actions. */
export type PossibleAction = Exclude<ActionKind, 'TRADE_TOP'> | 'LIFT' | 'HIT';

export interface ActionView {
  readonly action: PossibleAction;
  /** Whom it concerns: to trade with, to counter, to wait for or to ask. */
  readonly dealers: readonly string[];
  readonly meanBps: number;
  /** The outcome lies between these with a probability of 90 %. */
  readonly lowBps: number;
  readonly highBps: number;
  readonly riskAdjustedBps: number;
  /** To counter at. */
  readonly price?: number;
  /** To wait. */
  readonly seconds?: number;
  /** Of the block, in the order of `dealers`. */
  readonly shares?: readonly number[];
}

export interface AdviceView {
  /** ABSTAIN: nobody vouches for the figures. */
  readonly action: PossibleAction | 'ABSTAIN';
  /** With whom, where it is one. */
  readonly dealer?: string;
  /** By how much the advised action beats the next best one, in risk-adjusted bps. */
  readonly savingBps: number;
  /** `E[cost] + kappa x CVaR` of the quote that ranks first, and of the alternative. */
  readonly quoteRiskAdjustedBps: number;
  readonly alternativeRiskAdjustedBps: number;
  readonly reason: string;
  /** All that could be done, the least risk-adjusted cost first. */
  readonly actions: readonly ActionView[];
}

/** What prices are told by; no tick by rule 2. */
interface Prices {
  readonly arrivalMid: number;
  readonly tickSize: number | null;
}

/** `strategy`: by which the order would be worked. There is a quote to trade. */
export const adviceView = (advice: ActionAdvice, side: Side, prices: Prices, strategy: string): AdviceView => {
  const actions = advice.actions.map((outlook) => actionView(outlook, side, prices));
  const riskAdjustedBps = (kind: ActionKind): number =>
    advice.actions.find(({ action }) => action === kind)!.riskAdjustedBps;
  const figures = {
    quoteRiskAdjustedBps: riskAdjustedBps('TRADE_TOP'),
    alternativeRiskAdjustedBps: riskAdjustedBps('WORK_ORDER'),
  };
  if (advice.kind === 'ABSTAIN') {
    return { action: 'ABSTAIN', savingBps: 0, ...figures, reason: `No advice: ${advice.reason}.`, actions };
  }
  // There is always the alternative beside a quote.
  const [best, next] = actions as [ActionView, ActionView];
  return {
    action: best.action,
    ...(best.dealers.length === 1 && { dealer: best.dealers[0]! }),
    savingBps: next.riskAdjustedBps - best.riskAdjustedBps,
    ...figures,
    reason: `${named(best, strategy)} costs ${bps(best.riskAdjustedBps)} risk-adjusted, ${named(next, strategy)} ${bps(next.riskAdjustedBps)}.`,
    actions,
  };
};

const actionView = ({ action, terms, ...outlook }: ActionOutlook, side: Side, prices: Prices): ActionView => {
  const { priceBps, seconds, shares } = terms ?? {};
  return {
    action: action === 'TRADE_TOP' ? (side === 'BUY' ? 'LIFT' : 'HIT') : action,
    ...outlook,
    ...(priceBps !== undefined && { price: priceOf(side, prices, priceBps) }),
    ...(seconds !== undefined && { seconds }),
    ...(shares !== undefined && { shares }),
  };
};

const priceOf = (side: Side, { arrivalMid, tickSize }: Prices, costBps: number): number => {
  const price = priceAtCost(side, arrivalMid, costBps);
  return tickSize === null ? price : gridValue(Math.round(price / tickSize), tickSize);
};

const named = ({ action, dealers }: ActionView, strategy: string): string =>
  `${action} (${action === 'WORK_ORDER' ? strategy : dealers.join(', ') || 'nothing'})`;

const bps = (value: number): string => `${value.toFixed(2)} bps`;
