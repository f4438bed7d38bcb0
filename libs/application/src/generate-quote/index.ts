import {
  canonicalJson,
  err,
  formatInstant,
  ok,
  parseInstant,
  type Failure,
  type Instant,
  type Result,
} from '#domain/core';
import { type ImpactRequest } from '#domain/impact';
import { type TwoSidedMarket } from '#domain/market-data';
import { stoppedBy, type AdmissionBreach } from '#domain/quoting';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import { decidableBlock, type DecidableBlock, type MarketFailure } from '#application/decidable-market';
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
import { hedgeRequests } from './fixed-margin-rule.js';
import { inventoryOf } from './inventory-of.js';
import { leaveDesk } from './leave-desk.js';

export { decideEngineLadder, decideEngineQuote, type EngineQuoteInputs } from './engine-rule.js';
export { type DealerQuote, type DealerQuoteLadder, type QuotedRung, type QuotedSide } from './engine-rule.js';
export { LEAVING_MS } from './leave-desk.js';
export { decideFixedMargin, hedgeRequests, type FixedMarginInputs } from './fixed-margin-rule.js';

interface QuoteCommand {
  readonly instrumentId: string;
  readonly quantityUnit: QuantityUnit;
  readonly horizonSeconds: number;
  readonly client?: string;
  /** Asked beside this dealer; absent: not told. */
  readonly competitors?: number;
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
  command: GenerateQuoteLadderCommand,
  answer: EngineQuoteInputs['answer'],
): Promise<Result<EngineQuoteInputs, GenerateQuoteFailure>> => {
  const { instrumentId, horizonSeconds, client, competitors } = command;
  const blocks = decidableBlocks(ports.market, command, answer);
  if (!blocks.ok) return blocks;
  const { market, features } = blocks.value[0];
  const request = { instrumentId, quantities: blocks.value.map(({ quantity }) => quantity), horizonSeconds };
  const asked = ladderHedgeRequests({ request, market, features });
  const killSwitch = await ports.quoteBook.killSwitch(desk.deskId);
  if (killSwitch.kind === 'ENGAGED') return err(stoppedBy(killSwitch.reason));
  const [forecasts, positions, models] = await Promise.all([
    ports.model.forecast(asked),
    ports.quoteBook.positions(desk.deskId),
    ports.quotingModels.serving(desk.deskId, { instrumentId, ...(client !== undefined && { client }) }),
  ]);
  if (!forecasts.ok) return forecasts;
  const now = ports.market.now();
  return ok({
    rule: 2,
    answer,
    decisionId: ports.identifiers.newId(),
    decidedAt: formatInstant(now),
    request,
    ...(client !== undefined && { client }),
    competitors: competitors ?? null,
    market,
    marketAgeSeconds: ageSeconds(market, now),
    features,
    policy: desk.quoting,
    models,
    inventory: inventoryOf(ports.market, market, positions),
    forecasts: forecasts.value,
  });
};

/** What the impact model is asked: for every size buying it back, then selling it on. */
export const ladderHedgeRequests = ({
  request,
  market,
  features,
}: Pick<EngineQuoteInputs, 'request' | 'market' | 'features'>): readonly ImpactRequest[] =>
  request.quantities.flatMap((quantity) => hedgeRequests({ ...request, quantity }, market, features));

type Blocks = readonly [DecidableBlock, ...DecidableBlock[]];

const decidableBlocks = (
  state: MarketState & InstrumentStates,
  { instrumentId, quantities, quantityUnit }: GenerateQuoteLadderCommand,
  answer: EngineQuoteInputs['answer'],
): Result<Blocks, MarketFailure | InvalidQuantity | Failure<'IMPOSSIBLE_QUOTE_INPUT'>> => {
  const blocks: DecidableBlock[] = [];
  for (const [i, quantity] of quantities.entries()) {
    const block = decidableBlock(state, { instrumentId, quantity, quantityUnit });
    if (!block.ok) return answer === 'QUOTE' ? block : err(inLadder(block.error, i));
    const before = blocks.at(-1);
    if (before !== undefined && block.value.quantity <= before.quantity) return err(notRising(i, quantity));
    blocks.push(block.value);
  }
  return ok(blocks as unknown as Blocks);
};

/** A failure of one size names it by its place. */
const inLadder = <F extends MarketFailure | InvalidQuantity>(failure: F, nth: number): F =>
  failure.field === 'quantity' ? { ...failure, field: `quantities.${nth}` } : failure;

const notRising = (nth: number, quantity: number): Failure<'IMPOSSIBLE_QUOTE_INPUT'> => ({
  code: 'IMPOSSIBLE_QUOTE_INPUT',
  field: `quantities.${nth}`,
  allowed: 'more than the size before it, in whole lots',
  message: `sizes of a ladder rise, and ${quantity} does not`,
});

const ageSeconds = (market: TwoSidedMarket, now: Instant): number =>
  Number(now - (parseInstant(market.exchangeTime) ?? 0n)) / 1e9;
