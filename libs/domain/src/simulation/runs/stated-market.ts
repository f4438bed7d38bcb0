import { err, ok, type Result } from '#domain/core';
import {
  firstOf,
  given,
  impossible,
  mustBeBetween,
  mustBePositive,
  mustBeWhole,
  mustBeWithin,
  mustNotBeNegative,
  type ImpossibleParameters,
  type Verdict,
} from '../impossible-parameters.js';
import { LIQUID_STOCK, type MarketParameters } from '../market/market-parameters.js';

/** What a person may say of a market of agents; what is absent is that of `LIQUID_STOCK`. Seconds of activity. */
export interface StatedMarket {
  readonly sessionSeconds?: number;
  /** How long the flow runs before the open. */
  readonly warmUpSeconds?: number;
  /** Currency per tick. */
  readonly tickSize?: number;
  readonly initialMidTicks?: number;
  /** Of one side and one distance from the best price. */
  readonly limitOrdersPerSecond?: number;
  /** Of one resting order. */
  readonly cancellationsPerSecond?: number;
  /** Of one side: those that belong to no metaorder. */
  readonly marketOrdersPerSecond?: number;
  /** Children of the others' metaorders that nothing excites; the branching ratio makes more of them. */
  readonly metaorderTradesPerSecond?: number;
  /** Of those trades: mean number of direct descendants of one, in [0, 1). */
  readonly branchingRatio?: number;
  readonly concurrentMetaorders?: number;
  /** Of the length of metaorders, in (1, 2). */
  readonly tailExponent?: number;
  readonly makers?: number;
  readonly makerHalfSpreadTicks?: number;
  readonly jumpsPerSecond?: number;
  readonly jumpSdBps?: number;
}

/** The market stated, or which of what was said is impossible in any market. */
export const statedMarket = (stated: StatedMarket): Result<MarketParameters, ImpossibleParameters> => {
  const wrong = checkStated(stated);
  if (wrong !== undefined) return err(wrong);
  const { liquidity, makers, jumps } = LIQUID_STOCK;
  const { limitOrdersPerSecond, cancellationsPerSecond } = stated;
  return ok({
    ...LIQUID_STOCK,
    sessionSeconds: stated.sessionSeconds ?? LIQUID_STOCK.sessionSeconds,
    warmUpSeconds: stated.warmUpSeconds ?? LIQUID_STOCK.warmUpSeconds,
    tickSize: stated.tickSize ?? LIQUID_STOCK.tickSize,
    initialMidTicks: stated.initialMidTicks ?? LIQUID_STOCK.initialMidTicks,
    liquidity: {
      limit: limitOrdersPerSecond === undefined ? liquidity.limit : liquidity.limit.map(() => limitOrdersPerSecond),
      cancel: cancellationsPerSecond === undefined ? liquidity.cancel : [cancellationsPerSecond],
      market: stated.marketOrdersPerSecond ?? liquidity.market,
    },
    hiddenOrders: statedMetaorders(stated),
    makers: {
      ...makers!,
      count: stated.makers ?? makers!.count,
      halfSpreadTicks: stated.makerHalfSpreadTicks ?? makers!.halfSpreadTicks,
    },
    jumps: {
      jumpsPerSecond: stated.jumpsPerSecond ?? jumps.jumpsPerSecond,
      sdBps: stated.jumpSdBps ?? jumps.sdBps,
    },
  });
};

const statedMetaorders = (stated: StatedMarket): NonNullable<MarketParameters['hiddenOrders']> => {
  const { metaorders, arrivals, sizes } = LIQUID_STOCK.hiddenOrders!;
  const { metaorderTradesPerSecond, branchingRatio } = stated;
  return {
    metaorders: {
      ...metaorders,
      concurrent: stated.concurrentMetaorders ?? metaorders.concurrent,
      tailExponent: stated.tailExponent ?? metaorders.tailExponent,
    },
    arrivals: {
      ...arrivals,
      baseline: metaorderTradesPerSecond === undefined ? arrivals.baseline : [metaorderTradesPerSecond],
      offspring: branchingRatio === undefined ? arrivals.offspring : [[branchingRatio]],
    },
    sizes,
  };
};

/** Those that the market's parameters have under another name; the others are refused with the market. */
const checkStated = (stated: StatedMarket): Verdict =>
  firstOf(
    given('limitOrdersPerSecond', stated.limitOrdersPerSecond, mustBePositive),
    given('cancellationsPerSecond', stated.cancellationsPerSecond, mustBePositive),
    given('marketOrdersPerSecond', stated.marketOrdersPerSecond, mustNotBeNegative),
    given('metaorderTradesPerSecond', stated.metaorderTradesPerSecond, mustBePositive),
    given('branchingRatio', stated.branchingRatio, (field, ratio) =>
      ratio >= 0 && ratio < 1 ? undefined : impossible(field, 'from 0 and below 1, or events breed without end', ratio),
    ),
    given('concurrentMetaorders', stated.concurrentMetaorders, (field, count) =>
      firstOf(mustBeWhole(field, count, 1), mustBeWithin(field, count, 1, METAORDERS_MAX)),
    ),
    given('tailExponent', stated.tailExponent, (field, exponent) => mustBeBetween(field, exponent, 1, 2)),
    given('makers', stated.makers, (field, count) =>
      firstOf(mustBeWhole(field, count, 0), mustBeWithin(field, count, 0, MAKERS_MAX)),
    ),
    given('makerHalfSpreadTicks', stated.makerHalfSpreadTicks, mustBePositive),
    given('jumpsPerSecond', stated.jumpsPerSecond, mustNotBeNegative),
    given('jumpSdBps', stated.jumpSdBps, mustNotBeNegative),
  );

/** Each is kept and looked at: more than any real market has are a mistake. */
const METAORDERS_MAX = 1_000;
const MAKERS_MAX = 100;
