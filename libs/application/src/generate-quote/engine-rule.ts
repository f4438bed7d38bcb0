import { BPS, err, ok, sideSign, type Failure, type Result, type Side } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { type ImpactForecast } from '#domain/impact';
import { bookState, midPrice } from '#domain/market-data';
import {
  guardQuote,
  quoteLadder,
  RELEASED,
  standardBlockUnits,
  type ClientTierName,
  type EngineQuote,
  type EngineTermName,
  type EngineTwoSided,
  type GuardedSide,
  type GuardrailAdjustment,
  type HitUnit,
  type ImpossibleQuote,
  type QuoteMoment,
  type QuoteRefusal,
  type QuoteSituation,
} from '#domain/quoting';
import { marketView, type MarketView } from '#application/decidable-market';
import { forecastView, type ForecastView } from '#application/forecast-impact';
import { drawnFor, explorationOf, shifted, type DrawnShifts, type SideExploration } from './explore.js';
import { sizeNotQuotable, type SizeNotQuotable } from './fixed-margin-rule.js';
import { situationOf, type ImpossibleRisk, type SituationInputs } from './situation.js';

/** What a client asks a dealer to price, one size or a ladder of them. */
export interface QuotedSizes {
  readonly instrumentId: string;
  /** In units, rising. */
  readonly quantities: readonly number[];
  /** Time over which the dealer would hedge. */
  readonly horizonSeconds: number;
}

/**
 * Everything that the engine's quotes are computed from: stored with them, and enough to compute them again. Rule 4 measures for the hit
 * model in what dealers usually charge for the size, those of before in half-spreads. Rules 3 and 4 explore where the policy says so;
 * the policy of rule 2 does not speak of it.
 */
export interface EngineQuoteInputs extends Omit<SituationInputs, 'quantities' | 'hitUnit'> {
  readonly rule: 2 | 3 | 4;
  /** Whether one size was asked for, or a ladder. */
  readonly answer: 'QUOTE' | 'LADDER';
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly request: QuotedSizes;
  readonly client?: string;
  /** Once, for all that the model is asked. */
  readonly features: FeatureSnapshot | null;
  /** Between the last change of the book and the decision, session time. */
  readonly marketAgeSeconds: number;
}

/** Whether stored inputs of a quote are the engine's: those of rule 1 do not say which rule they are of. */
export const isOfEngine = (inputs: object): inputs is EngineQuoteInputs => 'rule' in inputs;

/** The same of a price that is not decided on: nobody can deal at it, and nothing of it is stored. */
export type PriceInputs = Omit<EngineQuoteInputs, 'decisionId'>;

/** A term of a price: the engine's, the random shift of one that is explored, what a guardrail did, or rounding to the tick. In the client's sign, bps of the mid. */
export interface QuotedTerm {
  readonly name: EngineTermName | 'exploration' | GuardrailTermName | 'tickRounding';
  readonly bps: number;
}

type GuardrailTermName = (typeof GUARDRAIL_TERMS)[GuardrailAdjustment['rule']];

const GUARDRAIL_TERMS = {
  MAX_SPREAD: 'maximumSpread',
  MIN_SPREAD: 'minimumSpread',
  ANTI_CROSS: 'antiCross',
} as const satisfies Record<GuardrailAdjustment['rule'], string>;

/** The price on one side, and what it is worth to the dealer. Bps of the mid, per unit of the block. */
export interface QuotedSide {
  /** Side of the client who takes it: BUY lifts the offer, SELL hits the bid. */
  readonly clientSide: Side;
  readonly price: number;
  readonly terms: readonly QuotedTerm[];
  /** The sum of the terms; `price = mid x (1 + s x markupBps / 1e4)`. */
  readonly markupBps: number;
  readonly hitProbability: number;
  /** What the hit model measures the markup in, bps; absent before rule 4: the half-spread among the terms. */
  readonly hitUnitBps?: number;
  /** Expected P&L of a request at this price: the mean below times the hit probability. */
  readonly expectedPnlBps: number;
  /** P&L once done, with the central 95 %. */
  readonly pnlIfDoneBps: { readonly mean: number; readonly low: number; readonly high: number };
  /** The markup at which a trade adds nothing to the dealer's utility. */
  readonly breakEvenBps: number;
  /** Predicted impact of hedging the whole block. */
  readonly hedge: ForecastView;
  /** 1: hedge at once is the cheaper; 0: keep until clients take it. */
  readonly hedgedShare: number;
  readonly internalisedSeconds: number;
  /** What was drawn for this side; only while the desk explores. */
  readonly exploration?: SideExploration;
}

/** Both sides of one size. A side is null that would take the inventory beyond its limit. */
export interface QuotedRung {
  /** In units. */
  readonly quantity: number;
  readonly blocks: number;
  readonly bid: QuotedSide | null;
  readonly offer: QuotedSide | null;
  readonly quotedSpreadBps: number | null;
}

interface QuoteHeader {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly client?: string;
  readonly clientTier: ClientTierName;
  readonly hitModelVersion: string;
  readonly market: MarketView;
  readonly validForMs: number;
  /** How long an acceptance may be held; 0: there is no last look. */
  readonly lastLookMs: number;
}

/** A dealer's two-sided quote; each price is the mid plus its named terms. */
export interface DealerQuote extends QuoteHeader, Omit<QuotedRung, 'quantity'> {
  readonly request: { readonly instrumentId: string; readonly quantity: number; readonly horizonSeconds: number };
}

/** The same for several sizes, of which the client deals one. */
export interface DealerQuoteLadder extends QuoteHeader {
  readonly request: QuotedSizes;
  readonly rungs: readonly QuotedRung[];
}

export type EngineRuleFailure =
  | ImpossibleQuote
  | ImpossibleRisk
  | SizeNotQuotable
  | Failure<'STALE_MARKET' | 'MARKET_NOT_TRADABLE' | 'INVENTORY_LIMIT' | 'KILL_SWITCH'>;

/** A size asked for alone; pure, as the ladder below. */
export const decideEngineQuote = (inputs: EngineQuoteInputs): Result<DealerQuote, EngineRuleFailure> =>
  decidedAs(inputs, onlyRung(priceEngineLadder(inputs, drawnFor(inputs))));

/** The decision itself: pure, so that the stored inputs give the stored output byte for byte. */
export const decideEngineLadder = (inputs: EngineQuoteInputs): Result<DealerQuoteLadder, EngineRuleFailure> =>
  decidedAs(inputs, priceEngineLadder(inputs, drawnFor(inputs)));

const decidedAs = <Priced extends object>(
  { decisionId }: EngineQuoteInputs,
  priced: Result<Priced, EngineRuleFailure>,
): Result<Priced & { readonly decisionId: string }, EngineRuleFailure> =>
  priced.ok ? ok({ decisionId, ...priced.value }) : priced;

/** The price of a size alone, as `decideEngineQuote` would decide it without exploring. */
export const priceEngineQuote = (inputs: PriceInputs): Result<Omit<DealerQuote, 'decisionId'>, EngineRuleFailure> =>
  onlyRung(priceEngineLadder(inputs, null));

const onlyRung = (
  ladder: Result<Omit<DealerQuoteLadder, 'decisionId'>, EngineRuleFailure>,
): Result<Omit<DealerQuote, 'decisionId'>, EngineRuleFailure> => {
  if (!ladder.ok) return ladder;
  const { rungs, request, ...header } = ladder.value;
  const { quantity, ...rung } = rungs[0]!;
  const { instrumentId, horizonSeconds } = request;
  return ok({ ...header, request: { instrumentId, quantity, horizonSeconds }, ...rung });
};

const priceEngineLadder = (
  inputs: PriceInputs,
  drawn: DrawnShifts | null,
): Result<Omit<DealerQuoteLadder, 'decisionId'>, EngineRuleFailure> => {
  const { request, market, models, policy, client } = inputs;
  const hitUnit = inputs.rule === 4 ? 'USUAL_CHARGE' : 'HALF_SPREAD';
  const situation = situationOf({ ...inputs, hitUnit, quantities: request.quantities });
  if (!situation.ok) return situation;
  const blockUnits = standardBlockUnits(market.terms.averageDailyVolume);
  const engine = quoteLadder(
    situation.value,
    request.quantities.map((quantity) => quantity / blockUnits),
  );
  if (!engine.ok) return err(statedInUnits(engine.error, inputs, blockUnits));
  const rungs: QuotedRung[] = [];
  for (const [i, quote] of engine.value.entries()) {
    const rung = guardedRung(inputs, situation.value, quote, i, drawn);
    if (!rung.ok) return rung;
    rungs.push(rung.value);
  }
  const validSeconds = Math.min(...engine.value.flatMap(({ bid, offer }) => [bid.validSeconds, offer.validSeconds]));
  return ok({
    decidedAt: inputs.decidedAt,
    request,
    ...(client !== undefined && { client }),
    clientTier: models.client.tier,
    hitModelVersion: models.hits.version,
    market: marketView(market),
    validForMs: Math.floor(validSeconds * 1_000),
    lastLookMs: policy.lastLookMs,
    rungs,
  });
};

/** The client stated units, and one size or several. */
const statedInUnits = (
  impossible: ImpossibleQuote,
  { answer, request: { quantities }, policy: { blocksMax } }: PriceInputs,
  blockUnits: number,
): ImpossibleQuote => {
  if (impossible.code !== 'SIZE_BEYOND_LADDER') return impossible;
  const first = quantities.findIndex((quantity) => quantity > blocksMax * blockUnits);
  return {
    ...impossible,
    field: answer === 'QUOTE' ? 'quantity' : `quantities.${first}`,
    message: `the desk prices up to ${blocksMax} blocks of ${blockUnits} units, got ${quantities[first]} units`,
    allowed: `up to ${blocksMax * blockUnits} units`,
  };
};

const guardedRung = (
  inputs: PriceInputs,
  situation: QuoteSituation,
  quote: EngineTwoSided,
  nth: number,
  drawn: DrawnShifts | null,
): Result<QuotedRung, EngineRuleFailure> => {
  const { request, market, forecasts, policy } = inputs;
  const moment = momentOf(inputs, situation);
  const unexplored = guardQuote(quote, policy.guardrails, moment);
  if (!unexplored.ok) return err(refusalOf(unexplored.error));
  const guarded = drawn === null ? unexplored : guardQuote(shifted(quote, drawn), policy.guardrails, moment);
  if (!guarded.ok) return err(refusalOf(guarded.error));
  const quantity = request.quantities[nth]!;
  const [buyBack, sellOn] = [forecasts[2 * nth]!, forecasts[2 * nth + 1]!];
  const explored = (side: 'bid' | 'offer'): SideExploration | undefined =>
    drawn === null ? undefined : explorationOf(drawn[side], guarded.value[side], unexplored.value[side], moment);
  const bid = shownSide(situation, quote.bid, guarded.value.bid, sellOn, explored('bid'));
  const offer = shownSide(situation, quote.offer, guarded.value.offer, buyBack, explored('offer'));
  if (bid !== null && bid.price <= 0) return err(sizeNotQuotable({ ...request, quantity }));
  const spread = bid === null || offer === null ? null : ((offer.price - bid.price) * BPS) / midPrice(market);
  return ok({ quantity, blocks: quote.blocks, bid, offer, quotedSpreadBps: spread });
};

/** The kill switch is not looked at here: it may be engaged at any moment until the quote has left. */
const momentOf = ({ market, marketAgeSeconds }: PriceInputs, situation: QuoteSituation): QuoteMoment => ({
  killSwitch: RELEASED,
  isMarketValid: bookState(market) !== 'INVALID',
  marketAgeSeconds,
  mid: situation.market.mid,
  tickSize: situation.market.tickSize,
  litBid: market.bids[0].price,
  litOffer: market.asks[0].price,
  inventoryBlocks: situation.inventory.positions[0]!,
});

/** The market's faults have their codes already. */
const refusalOf = (refusal: QuoteRefusal): EngineRuleFailure => {
  switch (refusal.code) {
    case 'MARKET_STALE':
      return { ...refusal, code: 'STALE_MARKET' };
    case 'MARKET_INVALID':
      return { ...refusal, code: 'MARKET_NOT_TRADABLE' };
    case 'IMPOSSIBLE_QUOTE_MOMENT':
      return { ...refusal, code: 'IMPOSSIBLE_QUOTE_INPUT' };
    case 'KILL_SWITCH':
    case 'INVENTORY_LIMIT':
      return { ...refusal, code: refusal.code };
  }
};

/** The engine's figures are those of its best price; what is shown may lie elsewhere, and is valued there. */
const shownSide = (
  situation: QuoteSituation,
  engine: EngineQuote,
  guarded: GuardedSide | null,
  forecast: ImpactForecast,
  exploration: SideExploration | undefined,
): QuotedSide | null => {
  if (guarded === null) return null;
  const clientSide: Side = engine.clientSide > 0 ? 'BUY' : 'SELL';
  const adjusted: readonly QuotedTerm[] = [
    ...engine.terms,
    ...(exploration === undefined ? [] : [{ name: 'exploration' as const, bps: exploration.shiftBps }]),
    ...guarded.adjustments.map(({ rule, bps }) => ({ name: GUARDRAIL_TERMS[rule], bps })),
  ];
  const exactBps = sideSign(clientSide) * (guarded.price / situation.market.mid - 1) * BPS;
  const terms: readonly QuotedTerm[] = [...adjusted, { name: 'tickRounding', bps: exactBps - sumBps(adjusted) }];
  const markupBps = sumBps(terms);
  const { hits, hitUnit } = situation.client;
  const isInHalfSpreads = hitUnit === 'HALF_SPREAD';
  const hitProbability = hits.hit(markupBps / (isInHalfSpreads ? halfSpreadAmong(engine.terms) : engine.hitUnitBps));
  const moved = markupBps - engine.markupBps;
  const { mean, low, high } = engine.pnlIfDoneBps;
  return {
    clientSide,
    price: guarded.price,
    terms,
    markupBps,
    hitProbability,
    ...(!isInHalfSpreads && { hitUnitBps: engine.hitUnitBps }),
    expectedPnlBps: hitProbability * (mean + moved),
    pnlIfDoneBps: { mean: mean + moved, low: low + moved, high: high + moved },
    breakEvenBps: engine.breakEvenBps,
    hedge: forecastView(forecast),
    hedgedShare: engine.hedge.hedgedShare,
    internalisedSeconds: engine.hedge.internalisedSeconds,
    ...(exploration !== undefined && { exploration }),
  };
};

const sumBps = (terms: readonly { readonly bps: number }[]): number => terms.reduce((sum, { bps }) => sum + bps, 0);

/** Of this size at this volatility, added up as it was before rule 4: the last bit is stored, too. */
const halfSpreadAmong = (terms: readonly QuotedTerm[]): number =>
  sumBps(terms.filter(({ name }) => name === 'baseHalfSpread' || name === 'volatilityAndSize'));

/** What the hit model measures a price in, and which of its units that is; bps. */
export const hitUnitOf = ({ hitUnitBps, terms }: Pick<QuotedSide, 'hitUnitBps' | 'terms'>): MeasuredIn =>
  hitUnitBps === undefined
    ? { unit: 'HALF_SPREAD', bps: halfSpreadAmong(terms) }
    : { unit: 'USUAL_CHARGE', bps: hitUnitBps };

interface MeasuredIn {
  readonly unit: HitUnit;
  readonly bps: number;
}
