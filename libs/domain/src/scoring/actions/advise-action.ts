import { gaussian, type CostDistribution } from '#domain/impact';
import { choosePanel, type PanelCandidate } from '../panel/index.js';
import { type RankedScore } from '../quote-score/index.js';
import { type FairValue } from '../fair-value/index.js';
import { outlookOf, type ActionOutlook } from './action-outlook.js';
import { bestCounter } from './counter.js';
import { quoteCost } from './quote-cost.js';
import { splitOver } from './split.js';
import { bestWait, type PendingDealer } from './wait.js';

const { hypot, min, sqrt } = Math;

/** A moment in a request, with all that the advice rests on. */
export interface DecisionPoint {
  /** Live quotes, the cheapest first; may be empty. */
  readonly ranked: readonly RankedScore[];
  readonly fair: FairValue;
  readonly pending: readonly PendingDealer[];
  /** Until the request ends: nobody is waited for any longer, nor countered or asked when it is 0. */
  readonly secondsLeft: number;
  /** Counters are whole ticks off a quote, bps of the arrival mid; 0: at any price. */
  readonly counterTickBps: number;
  /** Who has not been asked and could still answer; may be empty. */
  readonly further: readonly PanelCandidate[];
  /** Working the order: the full distribution of its cost, from the impact model. */
  readonly alternative: { readonly strategy: string; readonly slippage: CostDistribution };
  /** What it costs not to trade at all; absent where the desk must trade. */
  readonly passCostBps?: number;
  readonly volatilityBpsPerSqrtSecond: number;
  /** Weight of the risk, kappa: the desk's setting. */
  readonly riskAversion: number;
  /** Why the impact model cannot speak for this block, in words; absent where it can. */
  readonly outOfRange?: string;
}

/** ABSTAIN: the figures below are shown, and nobody vouches for them. */
export type ActionAdvice =
  | { readonly kind: 'ADVISE'; readonly best: ActionOutlook; readonly actions: readonly ActionOutlook[] }
  | { readonly kind: 'ABSTAIN'; readonly reason: string; readonly actions: readonly ActionOutlook[] };

/**
 * Every action that is possible, with what it is expected to cost, the least risk-adjusted cost first; the simpler one of equals.
 * Abstains where the impact model is out of its range: every action stands against its forecast.
 */
export const adviseAction = (point: DecisionPoint): ActionAdvice => {
  const actions = [
    ...tradeTop(point),
    ...split(point),
    ...counter(point),
    ...wait(point),
    ...askMore(point),
    outlookOf('WORK_ORDER', [], point.alternative.slippage, point.riskAversion),
    ...pass(point),
  ].sort((a, b) => a.riskAdjustedBps - b.riskAdjustedBps);
  return point.outOfRange === undefined
    ? { kind: 'ADVISE', best: actions[0]!, actions }
    : { kind: 'ABSTAIN', reason: point.outOfRange, actions };
};

const tradeTop = ({ ranked: [top], riskAversion }: DecisionPoint): readonly ActionOutlook[] =>
  top === undefined ? [] : [outlookOf('TRADE_TOP', [top.quote.dealer], quoteCost(top), riskAversion)];

const split = ({ ranked, riskAversion }: DecisionPoint): readonly ActionOutlook[] => {
  const found = splitOver(ranked);
  if (found === undefined) return [];
  return [outlookOf('SPLIT', found.dealers, found.cost, riskAversion, { shares: found.shares })];
};

const counter = (point: DecisionPoint): readonly ActionOutlook[] => {
  const { ranked, fair, secondsLeft, counterTickBps, riskAversion } = point;
  const [top] = ranked;
  // A dealer must have time to answer.
  if (top === undefined || !(secondsLeft > 0)) return [];
  const found = bestCounter({
    cost: quoteCost(top),
    // He trades at whatever is above what the block is worth, as far as that is known.
    reserve: { meanBps: fair.costBps + beyondPrice(top), sdBps: fair.sdBps },
    fallbackBps: fallbackBps(point),
    tickBps: counterTickBps,
  });
  if (found === undefined) return [];
  const priceBps = found.costBps - beyondPrice(top);
  return [outlookOf('COUNTER', [top.quote.dealer], found.cost, riskAversion, { priceBps })];
};

/** What a quote costs beside its price. */
const beyondPrice = ({ allInCostBps, terms }: RankedScore): number => allInCostBps - terms[0]!.bps - terms[1]!.bps;

const wait = (point: DecisionPoint): readonly ActionOutlook[] => {
  const { ranked, pending, secondsLeft, alternative, volatilityBpsPerSqrtSecond, riskAversion } = point;
  if (pending.length === 0 || !(secondsLeft > 0)) return [];
  const [top] = ranked;
  const { meanBps, sdBps } = alternative.slippage;
  const found = bestWait(
    {
      bestCost: top === undefined ? gaussian(meanBps, sdBps) : quoteCost(top),
      validForSeconds: top === undefined ? Infinity : top.quote.validForMs / 1_000,
      fallbackBps: fallbackBps(point),
      volatilityBpsPerSqrtSecond,
    },
    pending,
    WAIT_SHARES.map((share) => share * secondsLeft),
  );
  if (found === undefined) return [];
  const dealers = pending.map(({ dealer }) => dealer);
  return [outlookOf('WAIT', dealers, found.cost, riskAversion, { seconds: found.seconds })];
};

/** Times to look at, as shares of what is left. */
const WAIT_SHARES = [0.125, 0.25, 0.5, 0.75, 1];

/** Asks those who are worth their leakage against what there is now. */
const askMore = (point: DecisionPoint): readonly ActionOutlook[] => {
  const { ranked, further, secondsLeft, alternative, volatilityBpsPerSqrtSecond, riskAversion } = point;
  if (further.length === 0 || !(secondsLeft > 0)) return [];
  const [top] = ranked;
  const now = top === undefined ? gaussian(alternative.slippage.meanBps, alternative.slippage.sdBps) : quoteCost(top);
  const { dealers, costBps } = choosePanel(further, now.meanBps).cheapest;
  const moveSdBps = volatilityBpsPerSqrtSecond * sqrt(secondsLeft);
  return [outlookOf('ASK_MORE', dealers, gaussian(costBps, hypot(now.sdBps, moveSdBps)), riskAversion)];
};

const pass = ({ passCostBps, riskAversion }: DecisionPoint): readonly ActionOutlook[] =>
  passCostBps === undefined ? [] : [outlookOf('PASS', [], gaussian(passCostBps, 0), riskAversion)];

/** What there is without the top quote: the next one, the alternative, or not to trade. */
const fallbackBps = ({ ranked: [, next], alternative, passCostBps = Infinity }: DecisionPoint): number =>
  min(next?.allInCostBps ?? Infinity, alternative.slippage.meanBps, passCostBps);
