import { canonicalJson, formatInstant, ok, type Result } from '#domain/core';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
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
import {
  decideGenerateQuote,
  hedgeRequests,
  type DealerQuote,
  type GenerateQuoteInputs,
  type SizeNotQuotable,
} from './decide.js';

export * from './decide.js';

/** A client's request for a two-sided price. */
export interface GenerateQuoteCommand {
  readonly instrumentId: string;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  readonly horizonSeconds: number;
  readonly client?: string;
  readonly idempotencyKey: string;
}

export interface GenerateQuotePorts {
  readonly market: MarketState & InstrumentStates;
  readonly model: ImpactModel;
  readonly decisions: DecisionLog;
  readonly identifiers: Identifiers;
}

export type GenerateQuoteFailure =
  MarketFailure | InvalidQuantity | ForecastUnavailable | SizeNotQuotable | IdempotencyConflict;

/** Prices both sides of a block, records the decision, and answers when the record is durable. */
export const generateQuote = async (
  ports: GenerateQuotePorts,
  desk: DeskSettings,
  command: GenerateQuoteCommand,
): Promise<Result<DealerQuote, GenerateQuoteFailure>> => {
  const { deskId } = desk;
  const { idempotencyKey } = command;
  const requestHash = ports.identifiers.digest(canonicalJson(command));
  const draft = await draftQuote(ports, desk, command);
  return recordDecision(ports.decisions, { deskId, kind: 'GENERATE_QUOTE', idempotencyKey, requestHash }, draft);
};

const draftQuote = async (
  ports: GenerateQuotePorts,
  desk: DeskSettings,
  command: GenerateQuoteCommand,
): Promise<Result<DraftDecision<GenerateQuoteInputs, DealerQuote>, GenerateQuoteFailure>> => {
  const { instrumentId, horizonSeconds, client } = command;
  const block = decidableBlock(ports.market, command);
  if (!block.ok) return block;
  const { market, features, quantity } = block.value;
  const request = { instrumentId, quantity, horizonSeconds };
  const forecasts = await ports.model.forecast(hedgeRequests(request, market, features));
  if (!forecasts.ok) return forecasts;
  const inputs: GenerateQuoteInputs = {
    decisionId: ports.identifiers.newId(),
    decidedAt: formatInstant(ports.market.now()),
    request,
    ...(client !== undefined && { client }),
    market,
    features,
    policy: { marginBps: desk.marginBps, minSpreadBps: desk.minSpreadBps },
    forecasts: forecasts.value,
  };
  const decided = decideGenerateQuote(inputs);
  return decided.ok
    ? ok({ decisionId: inputs.decisionId, decidedAt: inputs.decidedAt, inputs, output: decided.value })
    : decided;
};
