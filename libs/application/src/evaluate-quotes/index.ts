import { formatInstant, ok, type Result } from '#domain/core';
import { type InvalidQuantity } from '#domain/rfq';
import { decidableBlock, type MarketFailure } from '#application/decidable-market';
import {
  type DecisionLog,
  type DeskSettings,
  type ForecastUnavailable,
  type Identifiers,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { recordDecision, type DraftDecision, type IdempotencyConflict } from '#application/record-decision';
import { normalise, requestText, type EvaluateQuotesCommand, type InvalidValidity } from './command.js';
import {
  decideEvaluateQuotes,
  forecastRequests,
  type AllQuotesExpired,
  type EvaluateQuotesInputs,
  type NoQuoteScorable,
  type RankedQuotes,
} from './decide.js';

export * from './command.js';
export * from './decide.js';

export interface EvaluateQuotesPorts {
  readonly market: MarketState & InstrumentStates;
  readonly model: ImpactModel;
  readonly decisions: DecisionLog;
  readonly identifiers: Identifiers;
}

export type EvaluateQuotesFailure =
  | MarketFailure
  | InvalidQuantity
  | InvalidValidity
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
  const { request, quotes } = normalised.value;
  const forecasts = await ports.model.forecast(forecastRequests(request, quotes, market, features));
  if (!forecasts.ok) return forecasts;
  const inputs: EvaluateQuotesInputs = {
    decisionId: ports.identifiers.newId(),
    decidedAt: formatInstant(now),
    request,
    quotes,
    market,
    features,
    riskAversion: desk.riskAversion,
    forecasts: forecasts.value,
  };
  const decided = decideEvaluateQuotes(inputs);
  return decided.ok
    ? ok({ decisionId: inputs.decisionId, decidedAt: inputs.decidedAt, inputs, output: decided.value })
    : decided;
};
