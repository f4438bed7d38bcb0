import { formatInstant, ok, type Result } from '#domain/core';
import { type InvalidQuantity } from '#domain/rfq';
import { dealerPriorsOf, DEFAULT_SCORING_SETTINGS, furtherDealers } from '#domain/scoring';
import { decidableBlock, type MarketFailure } from '#application/decidable-market';
import {
  type DealerProfiles,
  type DecisionLog,
  type DeskSettings,
  type ForecastUnavailable,
  type Identifiers,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { recordDecision, type DraftDecision, type IdempotencyConflict } from '#application/record-decision';
import {
  normalise,
  requestText,
  type EvaluateQuotesCommand,
  type InvalidPanel,
  type InvalidValidity,
} from './command.js';
import { decideEvaluateQuotes } from './decide.js';
import { type AllQuotesExpired, type NoQuoteScorable } from './failure.js';
import { forecastRequests } from './forecasts.js';
import { type EvaluateQuotesInputs } from './inputs.js';
import { type RankedQuotes } from './ranked-quotes.js';

export * from './advice-view.js';
export * from './command.js';
export * from './decide.js';
export * from './failure.js';
export { forecastRequests } from './forecasts.js';
export { parseInputs, type AwaitedDealer, type EvaluateQuotesInputs, type StandingQuote } from './inputs.js';
export * from './ranked-quotes.js';
export * from './stored-evaluation.js';

export interface EvaluateQuotesPorts {
  readonly dealerProfiles: DealerProfiles;
  readonly market: MarketState & InstrumentStates;
  readonly model: ImpactModel;
  readonly decisions: DecisionLog;
  readonly identifiers: Identifiers;
}

export type EvaluateQuotesFailure =
  | MarketFailure
  | InvalidQuantity
  | InvalidValidity
  | InvalidPanel
  | ForecastUnavailable
  | AllQuotesExpired
  | NoQuoteScorable
  | IdempotencyConflict;

/** Scores and ranks the quotes of an RFQ, records the decision, and answers when the record is durable. */
export const evaluateQuotes = async (
  ports: EvaluateQuotesPorts,
  desk: DeskSettings,
  command: EvaluateQuotesCommand,
): Promise<Result<RankedQuotes, EvaluateQuotesFailure>> => {
  const { deskId } = desk;
  const { idempotencyKey } = command;
  const requestHash = ports.identifiers.digest(requestText(command));
  const draft = await draftEvaluation(ports, desk, command);
  return recordDecision(ports.decisions, { deskId, kind: 'EVALUATE_QUOTES', idempotencyKey, requestHash }, draft);
};

const draftEvaluation = async (
  ports: EvaluateQuotesPorts,
  desk: DeskSettings,
  command: EvaluateQuotesCommand,
): Promise<Result<DraftDecision<EvaluateQuotesInputs, RankedQuotes>, EvaluateQuotesFailure>> => {
  const block = decidableBlock(ports.market, command);
  if (!block.ok) return block;
  const { market, features } = block.value;
  const now = ports.market.now();
  const normalised = normalise(command, block.value, now);
  if (!normalised.ok) return normalised;
  const { request, quotes, awaited, secondsLeft } = normalised.value;
  const { scoring = DEFAULT_SCORING_SETTINGS } = desk;
  const asked = [...quotes, ...awaited].map(({ dealer }) => dealer);
  const further = secondsLeft > 0 ? furtherDealers(scoring, asked) : [];
  const profiles = await ports.dealerProfiles.profiles(
    desk.deskId,
    request.instrumentId,
    [...new Set([...asked, ...further])],
    dealerPriorsOf(scoring),
  );
  const forecasts = await ports.model.forecast(forecastRequests(request, quotes, market, features));
  if (!forecasts.ok) return forecasts;
  const inputs: EvaluateQuotesInputs = {
    rule: 3,
    decisionId: ports.identifiers.newId(),
    decidedAt: formatInstant(now),
    request,
    quotes,
    awaited,
    secondsLeft,
    further,
    market,
    features,
    riskAversion: desk.riskAversion,
    scoring,
    profiles,
    forecasts: forecasts.value,
  };
  const decided = decideEvaluateQuotes(inputs);
  return decided.ok
    ? ok({ decisionId: inputs.decisionId, decidedAt: inputs.decidedAt, inputs, output: decided.value })
    : decided;
};
