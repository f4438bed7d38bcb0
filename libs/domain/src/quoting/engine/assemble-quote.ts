import { BPS, err, ok, type Result } from '#domain/core';
import { bestMarkup } from '../margin/index.js';
import { roundToTick } from '../quote-price.js';
import { chosenHedge, utilityCostBps, type HedgeChoice } from './hedge-choice.js';
import { hitUnitBps } from './hit-unit.js';
import { impossible, notPositive, type ImpossibleQuote } from './impossible-quote.js';
import { whatIsImpossible, type QuoteSituation } from './quote-situation.js';

/** Terms that every markup of the engine has, in the order of assembly (reference 5). */
export const ENGINE_TERMS = [
  /** Fair reference against the mid: microprice, or the fair transfer price of the dealer's own flow. */
  'reference',
  'baseHalfSpread',
  /** What volatility beside the usual and size add to the usual half-spread. */
  'volatilityAndSize',
  /** Expected move against the share of the block that is kept. */
  'adverseSelection',
  /** Hedging now, or carrying the block until it is internalised. */
  'hedgeCost',
  'inventorySkew',
  /** What the best markup lies above or, where the usual half-spread is more than the client bears, below all that. */
  'margin',
] as const;

/** maximumSkew: what the desk's limit on skew gives back of it, behind inventorySkew and only where it does. */
export type EngineTermName = (typeof ENGINE_TERMS)[number] | 'maximumSkew';

/** One term, in bps of the mid, in the client's sign: positive is worse for the client. */
export interface EngineTerm {
  readonly name: EngineTermName;
  readonly bps: number;
}

/** The price for one side and size before guardrails. Per unit of the block unless it says otherwise, in bps of the mid. */
export interface EngineQuote {
  readonly clientSide: 1 | -1;
  readonly blocks: number;
  /** On the tick grid, rounded away from the mid; currency per unit. */
  readonly price: number;
  readonly terms: readonly EngineTerm[];
  /** The sum of the terms; the price before rounding. */
  readonly markupBps: number;
  readonly hitProbability: number;
  /** What the hit model measures this side and size in. */
  readonly hitUnitBps: number;
  /** Expected P&L of a request at this price: `hit x` the mean below. */
  readonly expectedPnlBps: number;
  /** P&L once done, with the central 95 %. */
  readonly pnlIfDoneBps: { readonly mean: number; readonly low: number; readonly high: number };
  /** The markup, over the mid, at which a trade adds nothing to the dealer's utility, whatever limit is set to skew. */
  readonly breakEvenBps: number;
  /** After so long the mid has moved by the profit with a probability of 5 %; within the desk's bounds. */
  readonly validSeconds: number;
  readonly hedge: HedgeChoice;
}

/** Both sides of a size. */
export interface EngineTwoSided {
  readonly blocks: number;
  readonly bid: EngineQuote;
  readonly offer: EngineQuote;
}

/**
 * The price for a client who buys (+1) or sells (-1) so many blocks: what the trade costs the dealer, against the mid
 * (reference, adverse selection, hedge or carrying, inventory within the desk's limit on skew), and the markup above it that maximises expected exponential utility,
 * `(1 - e^(-gamma z (d - c))) hit(d)`, which is `(d - c) hit(d)` for small sizes. Refuses what cannot be by its name.
 */
export const quoteSide = (
  situation: QuoteSituation,
  clientSide: 1 | -1,
  blocks: number,
): Result<EngineQuote, ImpossibleQuote> => {
  const wrong = whatIsImpossible(situation) ?? notPositive('blocks', blocks) ?? beyondLadder(situation, blocks);
  if (wrong !== undefined) return err(wrong);
  const hedge = chosenHedge(situation, clientSide, blocks);
  return hedge.ok ? priced(situation, clientSide, blocks, hedge.value) : hedge;
};

/** Bid and offer of one size. */
export const quoteTwoSided = (situation: QuoteSituation, blocks: number): Result<EngineTwoSided, ImpossibleQuote> => {
  const bid = quoteSide(situation, -1, blocks);
  if (!bid.ok) return bid;
  const offer = quoteSide(situation, 1, blocks);
  return offer.ok ? ok({ blocks, bid: bid.value, offer: offer.value }) : offer;
};

/** Bid and offer of several sizes, as a ladder: sizes must rise. */
export const quoteLadder = (
  situation: QuoteSituation,
  sizes: readonly number[],
): Result<readonly EngineTwoSided[], ImpossibleQuote> => {
  const rungs: EngineTwoSided[] = [];
  for (const [i, blocks] of sizes.entries()) {
    if (i > 0 && !(blocks > sizes[i - 1]!)) return err(impossible(`sizes.${i}`, 'above the size before it', blocks));
    const rung = quoteTwoSided(situation, blocks);
    if (!rung.ok) return rung;
    rungs.push(rung.value);
  }
  return ok(rungs);
};

const NORMAL_95 = 1.959_963_984_540_054;

const priced = (
  situation: QuoteSituation,
  clientSide: 1 | -1,
  blocks: number,
  hedge: HedgeChoice,
): Result<EngineQuote, ImpossibleQuote> => {
  const { market, client, style } = situation;
  const isThin = market.depthBlocks < style.thinDepthBlocks;
  const referenceBps = clientSide * (isThin ? market.fairTransferEdgeBps : market.micropriceEdgeBps);
  const usualBps = usualHalfSpreadBps(situation, blocks);
  const breakEvenBps = referenceBps + utilityCostBps(hedge);
  const costBps = breakEvenBps + hedge.limitedBps;
  const unitBps = hitUnitBps(client.hitUnit, usualBps, hedge.emptyBookCostBps);
  const reduced = bestMarkup(client.hits, costBps / unitBps, style.riskAversion * blocks * unitBps);
  const markupBps = reduced * unitBps;
  if (!Number.isFinite(markupBps))
    return err(impossible('client.hits', 'a model that a price can be found on', reduced));
  const costs: readonly EngineTerm[] = [
    { name: 'reference', bps: referenceBps },
    { name: 'baseHalfSpread', bps: client.baseHalfSpreadBps },
    { name: 'volatilityAndSize', bps: usualBps - client.baseHalfSpreadBps },
    { name: 'adverseSelection', bps: hedge.adverseBps },
    { name: 'hedgeCost', bps: hedge.expectedCostBps + hedge.riskBps },
    { name: 'inventorySkew', bps: hedge.skewBps },
    ...(hedge.limitedBps === 0 ? [] : [{ name: 'maximumSkew', bps: hedge.limitedBps } as const]),
  ];
  const margin = markupBps - costs.reduce((sum, { bps }) => sum + bps, 0);
  const mean = markupBps - referenceBps - hedge.adverseBps - hedge.expectedCostBps;
  const hitProbability = client.hits.hit(reduced);
  return ok({
    clientSide,
    blocks,
    price: roundToTick(
      market.mid * (1 + (clientSide * markupBps) / BPS),
      market.tickSize,
      clientSide > 0 ? 'BUY' : 'SELL',
    ),
    terms: [...costs, { name: 'margin', bps: margin }],
    markupBps,
    hitProbability,
    hitUnitBps: unitBps,
    expectedPnlBps: hitProbability * mean,
    pnlIfDoneBps: { mean, low: mean - NORMAL_95 * hedge.sdBps, high: mean + NORMAL_95 * hedge.sdBps },
    breakEvenBps,
    validSeconds: validSeconds(situation, markupBps - breakEvenBps),
    hedge,
  });
};

/** Of this size at this volatility. */
const usualHalfSpreadBps = ({ market, client, style }: QuoteSituation, blocks: number): number =>
  client.baseHalfSpreadBps * (market.volatilityBpsPerSqrtSecond / style.usualVolatilityBpsPerSqrtSecond) +
  style.sizeSlopeBps * Math.max(0, blocks - 1);

const validSeconds = ({ market, style }: QuoteSituation, profitBps: number): number => {
  const untilMoved = (Math.max(0, profitBps) / (NORMAL_95 * market.volatilityBpsPerSqrtSecond)) ** 2;
  return Math.min(Math.max(untilMoved, style.validSecondsMin), style.validSecondsMax);
};

const beyondLadder = ({ style }: QuoteSituation, blocks: number): ImpossibleQuote | undefined =>
  blocks <= style.blocksMax
    ? undefined
    : {
        code: 'SIZE_BEYOND_LADDER',
        field: 'blocks',
        allowed: `up to ${style.blocksMax}`,
        message: `the desk prices up to ${style.blocksMax} blocks, got ${blocks}`,
      };
