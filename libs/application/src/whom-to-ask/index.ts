import { BPS, err, formatInstant, ok, type Failure, type Result, type Side } from '#domain/core';
import { bestAlternative, strategyRequests, strategyTable } from '#domain/execution';
import { HEDGE_AGGRESSION, type ImpactRequest } from '#domain/impact';
import { spreadBps, type TwoSidedMarket } from '#domain/market-data';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import {
  choosePanel,
  compareForms,
  dealerPriorsOf,
  DEFAULT_SCORING_SETTINGS,
  fairPrice,
  panelOf,
  riskAdjustedBps,
  type FormCost,
  type FormTerms,
  type Panel,
} from '#domain/scoring';
import { decidableBlock, marketView, type MarketFailure, type MarketView } from '#application/decidable-market';
import {
  type DeskSettings,
  type ForecastUnavailable,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { type CandidateView } from './candidates.js';
import { type Comparability } from './comparable-requests.js';
import { knownCandidates, type CandidatePorts } from './known-candidates.js';

export { type CandidateView } from './candidates.js';
export { type Comparability } from './comparable-requests.js';
export { knownCandidates, type CandidatePorts } from './known-candidates.js';

/** A request for quote that is planned. */
export interface WhomToAskCommand {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  readonly horizonSeconds: number;
  /** Who may be asked; absent: all of whom the desk knows something. */
  readonly dealers?: readonly string[];
  /** How long their answers are waited for. */
  readonly windowSeconds: number;
  /** Share of the leakage that is left where losers are not told the side. */
  readonly twoWayLeakageShare: number;
}

/** The dealers to ask and how, with everything that was compared. */
export interface WhomToAsk {
  /** Session time, ISO 8601. */
  readonly at: string;
  readonly market: MarketView;
  /** In units. */
  readonly quantity: number;
  /** What the model takes the block to be worth, and what working it instead costs, risk included. */
  readonly fairCostBps: number;
  readonly alternative: { readonly strategy: string; readonly costBps: number };
  readonly history: { readonly basis: Comparability; readonly requests: number };
  readonly candidates: readonly CandidateView[];
  /** The best panels of one, two and more dealers, asked at once and one-way. */
  readonly panels: readonly Panel[];
  /** One-way, two-way and staggered at their best, the cheapest first. */
  readonly forms: readonly FormCost[];
  /** The first of them, unless working the order is cheaper than asking anybody. */
  readonly advice: 'ASK' | 'WORK_ORDER';
}

export type NoDealerKnown = Failure<'NO_DEALER_KNOWN'>;

export interface WhomToAskPorts extends CandidatePorts {
  readonly market: MarketState & InstrumentStates;
  readonly model: ImpactModel;
}

/** Whom to ask for a quote, how many, and how, so that price, risk and leakage together cost least. Nothing is recorded. */
export const whomToAsk = async (
  ports: WhomToAskPorts,
  {
    deskId,
    riskAversion,
    scoring = DEFAULT_SCORING_SETTINGS,
  }: Pick<DeskSettings, 'deskId' | 'riskAversion' | 'scoring'>,
  command: WhomToAskCommand,
): Promise<Result<WhomToAsk, MarketFailure | InvalidQuantity | ForecastUnavailable | NoDealerKnown>> => {
  const block = decidableBlock(ports.market, command);
  if (!block.ok) return block;
  const { market, features, quantity } = block.value;
  const { side, horizonSeconds, dealers } = command;
  const hedge: ImpactRequest = { side, quantity, horizonSeconds, aggression: HEDGE_AGGRESSION, market, features };
  const forecasts = await ports.model.forecast([...strategyRequests(hedge), hedge]);
  if (!forecasts.ok) return forecasts;
  const strategies = strategyTable({ side, quantity, horizonSeconds, market, features }, forecasts.value);
  const best = bestAlternative(strategies, riskAversion);
  const fairCostBps = fairPrice(side, market, forecasts.value[strategies.length]!).costBps;

  const { windowSeconds } = command;
  const surroundings = { fairCostBps, windowSeconds, assumedLeakageBps: scoring.leakageBps };
  const asked = { market, quantity, ...(dealers && { dealers }), priors: dealerPriorsOf(scoring), ...surroundings };
  const { history, candidates } = await knownCandidates(ports, deskId, asked);
  if (candidates.length === 0) return err(NO_DEALER_KNOWN);
  const alternativeBps = riskAdjustedBps(best.slippage, riskAversion);
  const promising = promisingOf(candidates, alternativeBps);
  const { bySize } = choosePanel(promising, alternativeBps, PANEL_MAX);
  const forms = compareForms(promising, alternativeBps, formTerms(market, command, riskAversion), PANEL_MAX);
  return ok({
    at: formatInstant(ports.market.now()),
    market: marketView(market),
    quantity,
    fairCostBps,
    alternative: { strategy: best.strategy, costBps: alternativeBps },
    history,
    candidates,
    panels: bySize,
    forms,
    advice: forms[0]!.costBps < alternativeBps ? 'ASK' : 'WORK_ORDER',
  });
};

/** Dealers asked at once; who pays more for the next one than he is worth long before that. */
const PANEL_MAX = 8;
/** Of whom panels are made: beyond them effort would grow and nothing else. */
const PROMISING_MAX = 12;

/** Those whom it would cost least to ask alone. */
const promisingOf = (candidates: readonly CandidateView[], alternativeBps: number): readonly CandidateView[] =>
  candidates
    .map((candidate) => ({ candidate, alone: panelOf([candidate], alternativeBps).costBps }))
    .sort((a, b) => a.alone - b.alone || (a.candidate.dealer < b.candidate.dealer ? -1 : 1))
    .slice(0, PROMISING_MAX)
    .map(({ candidate }) => candidate);

/** Of the half-spread, what a dealer adds who must price both sides and does not know which one is traded. */
const TWO_WAY_SPREAD_SHARE = 0.25;

/**
 * Stated, not learned. One after the other each dealer is waited for: the risk of that time, as the desk weighs risk, is
 * `kappa sig sqrt(window)`.
 */
const formTerms = (
  market: TwoSidedMarket,
  { twoWayLeakageShare, windowSeconds }: WhomToAskCommand,
  riskAversion: number,
): FormTerms => ({
  twoWayLeakageShare,
  twoWaySpreadBps: (TWO_WAY_SPREAD_SHARE * spreadBps(market)) / 2,
  waitBps: riskAversion * market.terms.dailyVolatility * BPS * Math.sqrt(windowSeconds / market.terms.sessionSeconds),
});

const NO_DEALER_KNOWN: NoDealerKnown = {
  code: 'NO_DEALER_KNOWN',
  field: 'dealers',
  message: 'this desk has no request of this class of instrument in its history, and none was named who may be asked',
  allowed: 'names of dealers who may be asked',
};
