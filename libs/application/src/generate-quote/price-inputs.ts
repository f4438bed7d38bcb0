import { err, formatInstant, ok, parseInstant, type Failure, type Instant, type Result } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type TwoSidedMarket } from '#domain/market-data';
import { type QuotingPolicy } from '#domain/quoting';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import { decidableBlock, type DecidableBlock, type MarketFailure } from '#application/decidable-market';
import { type DeskPosition, type InstrumentStates, type MarketState, type QuotingModelsView } from '#application/ports';
import { type EngineQuoteInputs, type PriceInputs, type QuotedSizes } from './engine-rule.js';
import { hedgeRequests } from './fixed-margin-rule.js';
import { inventoryOf } from './inventory-of.js';

/** Who asks a dealer for a price of what; the sizes apart. */
export interface PriceRequest {
  readonly instrumentId: string;
  readonly quantityUnit: QuantityUnit;
  readonly horizonSeconds: number;
  readonly client?: string;
  /** Asked beside this dealer; absent: not told. */
  readonly competitors?: number;
}

/** The sizes in units, in the market at whose mid they were converted. */
export interface AskedSizes {
  readonly answer: EngineQuoteInputs['answer'];
  readonly request: QuotedSizes;
  readonly market: TwoSidedMarket;
  readonly features: FeatureSnapshot | null;
}

export type ImpossibleSizes = MarketFailure | InvalidQuantity | Failure<'IMPOSSIBLE_QUOTE_INPUT'>;

/** What is asked for, in the market of this moment. */
export const askedSizes = (
  state: MarketState & InstrumentStates,
  { instrumentId, quantityUnit, horizonSeconds }: PriceRequest,
  quantities: readonly number[],
  answer: EngineQuoteInputs['answer'],
): Result<AskedSizes, ImpossibleSizes> => {
  const blocks: DecidableBlock[] = [];
  for (const [i, quantity] of quantities.entries()) {
    const block = decidableBlock(state, { instrumentId, quantity, quantityUnit });
    if (!block.ok) return answer === 'QUOTE' ? block : err(inLadder(block.error, i));
    const before = blocks.at(-1);
    if (before !== undefined && block.value.quantity <= before.quantity) return err(notRising(i, quantity));
    blocks.push(block.value);
  }
  const { market, features } = blocks[0]!;
  const request = { instrumentId, quantities: blocks.map(({ quantity }) => quantity), horizonSeconds };
  return ok({ answer, request, market, features });
};

/** What the impact model is asked: for every size buying it back, then selling it on. */
export const ladderHedgeRequests = ({
  request,
  market,
  features,
}: Pick<AskedSizes, 'request' | 'market' | 'features'>): readonly ImpactRequest[] =>
  request.quantities.flatMap((quantity) => hedgeRequests({ ...request, quantity }, market, features));

/** What a price rests on beside the market and the desk's policy. */
export interface Learned {
  /** Of `ladderHedgeRequests`. */
  readonly forecasts: readonly ImpactForecast[];
  readonly positions: readonly DeskPosition[];
  readonly models: QuotingModelsView;
}

/** Everything that the price is computed from, as of now. */
export const pricedFrom = (
  state: MarketState,
  policy: QuotingPolicy,
  { client, competitors }: PriceRequest,
  { answer, request, market, features }: AskedSizes,
  { forecasts, positions, models }: Learned,
): PriceInputs => {
  const now = state.now();
  return {
    rule: 4,
    answer,
    decidedAt: formatInstant(now),
    request,
    ...(client !== undefined && { client }),
    competitors: competitors ?? null,
    market,
    marketAgeSeconds: ageSeconds(market, now),
    features,
    policy,
    models,
    inventory: inventoryOf(state, market, positions),
    forecasts,
  };
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
