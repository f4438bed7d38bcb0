import { canonicalJson, err, ok, type Result } from '#domain/core';
import { stoppedBy, type AdmissionBreach } from '#domain/quoting';
import { type InvalidQuantity } from '#domain/rfq';
import { type MarketFailure } from '#application/decidable-market';
import {
  type DecisionLog,
  type DeskSettings,
  type ForecastUnavailable,
  type Identifiers,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
  type QuoteBook,
  type QuotingModels,
  type WallClock,
} from '#application/ports';
import { recordDecision, type DraftDecision, type IdempotencyConflict } from '#application/record-decision';
import {
  decideEngineLadder,
  decideEngineQuote,
  type DealerQuote,
  type DealerQuoteLadder,
  type EngineQuoteInputs,
  type EngineRuleFailure,
} from './engine-rule.js';
import { leaveDesk } from './leave-desk.js';
import { askedSizes, ladderHedgeRequests, pricedFrom, type PriceRequest } from './price-inputs.js';

export { decideEngineLadder, decideEngineQuote, priceEngineQuote, type EngineQuoteInputs } from './engine-rule.js';
export { type DealerQuote, type DealerQuoteLadder, type QuotedRung, type QuotedSide } from './engine-rule.js';
export { type EngineRuleFailure, hitUnitOf, isOfEngine } from './engine-rule.js';
export { type SideExploration } from './explore.js';
export { LEAVING_MS, switchInTime } from './leave-desk.js';
export { decideFixedMargin, hedgeRequests, type FixedMarginInputs } from './fixed-margin-rule.js';
export {
  askedSizes,
  ladderHedgeRequests,
  pricedFrom,
  type ImpossibleSizes,
  type PriceRequest,
} from './price-inputs.js';

interface QuoteCommand extends PriceRequest {
  readonly idempotencyKey: string;
}

/** A client's request for a two-sided price. */
export interface GenerateQuoteCommand extends QuoteCommand {
  readonly quantity: number;
}

/** The same for several sizes, which rise. */
export interface GenerateQuoteLadderCommand extends QuoteCommand {
  readonly quantities: readonly number[];
}

export interface GenerateQuotePorts {
  readonly market: MarketState & InstrumentStates;
  readonly model: ImpactModel;
  readonly quotingModels: QuotingModels;
  readonly quoteBook: QuoteBook;
  readonly clock: WallClock;
  readonly decisions: DecisionLog;
  readonly identifiers: Identifiers;
}

export type GenerateQuoteFailure =
  MarketFailure | InvalidQuantity | ForecastUnavailable | EngineRuleFailure | AdmissionBreach | IdempotencyConflict;

/** Prices both sides of a block, records the decision, and answers when that is durable and the desk's book let the quote leave. */
export const generateQuote = async (
  ports: GenerateQuotePorts,
  desk: DeskSettings,
  command: GenerateQuoteCommand,
): Promise<Result<DealerQuote, GenerateQuoteFailure>> => {
  const { quantity, ...rest } = command;
  const inputs = await quoteInputs(ports, desk, { ...rest, quantities: [quantity] }, 'QUOTE');
  return recorded(ports, desk, command, inputs, decideEngineQuote);
};

/** Prices both sides of several sizes in one market, as one decision. */
export const generateQuoteLadder = async (
  ports: GenerateQuotePorts,
  desk: DeskSettings,
  command: GenerateQuoteLadderCommand,
): Promise<Result<DealerQuoteLadder, GenerateQuoteFailure>> => {
  const inputs = await quoteInputs(ports, desk, command, 'LADDER');
  return recorded(ports, desk, command, inputs, decideEngineLadder);
};

const recorded = async <Output extends DealerQuote | DealerQuoteLadder>(
  ports: GenerateQuotePorts,
  desk: DeskSettings,
  command: QuoteCommand,
  inputs: Result<EngineQuoteInputs, GenerateQuoteFailure>,
  decide: (inputs: EngineQuoteInputs) => Result<Output, GenerateQuoteFailure>,
): Promise<Result<Output, GenerateQuoteFailure>> => {
  const { idempotencyKey } = command;
  const requestHash = ports.identifiers.digest(canonicalJson(command));
  const request = { deskId: desk.deskId, kind: 'GENERATE_QUOTE', idempotencyKey, requestHash } as const;
  const answer = await recordDecision(ports.decisions, request, drafted(inputs, decide));
  if (!answer.ok) {
    if (GUARDRAILS.has(answer.error.code)) await recordRefusal(ports, desk, command, answer.error);
    return answer;
  }
  const left = await leaveDesk(ports, desk, answer.value);
  return left.ok ? answer : left;
};

/** Refusals that are kept: a rule of the desk spoke, and not the form of the request. */
const GUARDRAILS: ReadonlySet<string> = new Set<GenerateQuoteFailure['code']>([
  'KILL_SWITCH',
  'INVENTORY_LIMIT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'SIZE_BEYOND_LADDER',
]);

const recordRefusal = (
  { market, quoteBook }: GenerateQuotePorts,
  { deskId }: DeskSettings,
  { client, instrumentId }: QuoteCommand,
  { code, field, message }: GenerateQuoteFailure,
): Promise<void> =>
  quoteBook.record(deskId, {
    kind: 'QUOTE_REFUSED',
    at: market.now(),
    who: client ?? null,
    instrumentId,
    code,
    field: field ?? null,
    message,
  });

const drafted = <Output extends object>(
  inputs: Result<EngineQuoteInputs, GenerateQuoteFailure>,
  decide: (inputs: EngineQuoteInputs) => Result<Output, GenerateQuoteFailure>,
): Result<DraftDecision<EngineQuoteInputs, Output>, GenerateQuoteFailure> => {
  if (!inputs.ok) return inputs;
  const decided = decide(inputs.value);
  const { decisionId, decidedAt } = inputs.value;
  return decided.ok ? ok({ decisionId, decidedAt, inputs: inputs.value, output: decided.value }) : decided;
};

const quoteInputs = async (
  ports: GenerateQuotePorts,
  desk: DeskSettings,
  { quantities, ...command }: GenerateQuoteLadderCommand,
  answer: EngineQuoteInputs['answer'],
): Promise<Result<EngineQuoteInputs, GenerateQuoteFailure>> => {
  const asked = askedSizes(ports.market, command, quantities, answer);
  if (!asked.ok) return asked;
  const killSwitch = await ports.quoteBook.killSwitch(desk.deskId);
  if (killSwitch.kind === 'ENGAGED') return err(stoppedBy(killSwitch.reason));
  const { instrumentId, client } = command;
  const [forecasts, positions, models] = await Promise.all([
    ports.model.forecast(ladderHedgeRequests(asked.value)),
    ports.quoteBook.positions(desk.deskId),
    ports.quotingModels.serving(desk.deskId, { instrumentId, ...(client !== undefined && { client }) }),
  ]);
  if (!forecasts.ok) return forecasts;
  const learned = { forecasts: forecasts.value, positions, models };
  const priced = pricedFrom(ports.market, desk.quoting, command, asked.value, learned);
  return ok({ ...priced, decisionId: ports.identifiers.newId() });
};
