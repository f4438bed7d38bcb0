import { checkHawkes } from '../flow/hawkes/hawkes-parameters.js';
import { checkIntradayCurve, type IntradayCurve } from '../flow/intraday/intraday-curve.js';
import { checkMakers, type MakerParameters } from '../flow/makers/maker-parameters.js';
import { type HiddenOrderParameters } from '../flow/metaorders/hidden-order-flow.js';
import { checkMetaorders } from '../flow/metaorders/metaorder-parameters.js';
import { checkScheduledNews, type ScheduledNews } from '../flow/news/scheduled-news.js';
import { checkOrderSizes, type OrderSizes } from '../flow/order-sizes.js';
import { checkJumps, type JumpParameters } from '../flow/value/value-jumps.js';
import {
  checkZeroIntelligenceRates,
  type ZeroIntelligenceRates,
} from '../flow/zero-intelligence/zero-intelligence-rates.js';
import {
  firstOf,
  impossible,
  mustBePositive,
  mustBeWithin,
  mustNotBeNegative,
  under,
  type Verdict,
} from '../impossible-parameters.js';

/** One instrument's market: what flows into its book. Sizes in units, prices in ticks; seconds of activity. */
export interface MarketParameters {
  readonly sessionSeconds: number;
  /** How long the flow runs before the open, so that the session opens with a book that has settled. */
  readonly warmUpSeconds: number;
  /** Currency per tick. */
  readonly tickSize: number;
  readonly initialMidTicks: number;
  /** Orders that nobody in particular sends: the book behind the makers, and with `market` above 0 all there is. */
  readonly liquidity: ZeroIntelligenceRates;
  readonly liquiditySizes: OrderSizes;
  /** The others' metaorders; absent where there are none. */
  readonly hiddenOrders?: HiddenOrderParameters;
  readonly makers?: MakerParameters;
  readonly jumps: JumpParameters;
  readonly volumeCurve: IntradayCurve;
  /** Scales the size of jumps. */
  readonly volatilityCurve: IntradayCurve;
  readonly news: readonly ScheduledNews[];
}

/** Nothing reacts to the time of day. */
const FLAT: IntradayCurve = { depth: 0 };

/**
 * A liquid stock at 200 with ticks of one cent. What the numbers are for: a deep book that forgets within half an hour (limit
 * orders evenly up to 300 ticks away, each living 1,000 s) gives impact its concave shape; makers who learn from flow keep the
 * price from trending; ten metaorders at a time with a tail of 1.5 give signs their long memory; jumps give the rest of about 1 %
 * daily volatility. Chosen so that the stylised facts of `docs/simulator.md` come out, not fitted to a stock.
 */
export const LIQUID_STOCK: MarketParameters = {
  sessionSeconds: 23_400,
  warmUpSeconds: 5_400,
  tickSize: 0.01,
  initialMidTicks: 20_000,
  liquidity: { limit: new Array<number>(300).fill(0.007), cancel: [0.001], market: 0 },
  liquiditySizes: { lotUnits: 100, meanLots: 2 },
  hiddenOrders: {
    metaorders: { concurrent: 10, tailExponent: 1.5, mostChildren: 500 },
    arrivals: { baseline: [0.4], offspring: [[0.6]], decays: [0.2, 2], weights: [0.5, 0.5] },
    sizes: { lotUnits: 100, meanLots: 2 },
  },
  makers: {
    count: 4,
    quoteUnits: 200,
    halfSpreadTicks: 1.5,
    widerTicks: 1,
    looksPerSecond: 0.2,
    reactionSeconds: 0.1,
    surpriseTicks: 2,
    memoryTrades: [10, 100, 1000],
    anchorHalfLifeSeconds: 5,
    inventoryUnits: 1000,
  },
  jumps: { jumpsPerSecond: 0.004, sdBps: 7 },
  volumeCurve: { depth: 1.2 },
  volatilityCurve: { depth: 0.6 },
  news: [],
};

/** The book of Cont, Stoikov and Talreja alone: every order of one unit, no time of day, no news. */
export const zeroIntelligenceMarket = (liquidity: ZeroIntelligenceRates, sessionSeconds: number): MarketParameters => ({
  sessionSeconds,
  warmUpSeconds: 0,
  tickSize: 0.01,
  initialMidTicks: 10_000.5,
  liquidity,
  liquiditySizes: { lotUnits: 1, meanLots: 1 },
  jumps: { jumpsPerSecond: 0, sdBps: 0 },
  volumeCurve: FLAT,
  volatilityCurve: FLAT,
  news: [],
});

/** No price goes higher than this many times where it began. */
const PRICE_RANGE = 4;
const MID_TICKS_MAX = 250_000;

export const highestPriceTicks = ({ initialMidTicks }: MarketParameters): number =>
  Math.ceil(initialMidTicks * PRICE_RANGE);

/** What makes a market impossible, by the path of the parameter; undefined when nothing does. */
export const checkMarket = (parameters: MarketParameters): Verdict =>
  firstOf(
    mustBePositive('sessionSeconds', parameters.sessionSeconds),
    mustNotBeNegative('warmUpSeconds', parameters.warmUpSeconds),
    mustBePositive('tickSize', parameters.tickSize),
    mustBeWithin('initialMidTicks', parameters.initialMidTicks, 10, MID_TICKS_MAX),
    Number.isInteger(2 * parameters.initialMidTicks)
      ? undefined
      : impossible('initialMidTicks', 'whole or half a tick', parameters.initialMidTicks),
    under('liquidity', checkZeroIntelligenceRates(parameters.liquidity)),
    checkOrderSizes(parameters.liquiditySizes, 'liquiditySizes'),
    checkHiddenOrders(parameters.hiddenOrders),
    parameters.makers === undefined ? undefined : checkMakers(parameters.makers),
    checkJumps(parameters.jumps),
    checkIntradayCurve(parameters.volumeCurve, 'volumeCurve.depth'),
    checkIntradayCurve(parameters.volatilityCurve, 'volatilityCurve.depth'),
    ...parameters.news.map((news, i) => checkScheduledNews(news, `news.${i}`)),
  );

const checkHiddenOrders = (hidden: HiddenOrderParameters | undefined): Verdict =>
  hidden === undefined
    ? undefined
    : firstOf(
        under('hiddenOrders.metaorders', checkMetaorders(hidden.metaorders)),
        hidden.arrivals.baseline.length === 1
          ? under('hiddenOrders.arrivals', checkHawkes(hidden.arrivals))
          : impossible('hiddenOrders.arrivals.baseline', 'of one type', hidden.arrivals.baseline.length),
        checkOrderSizes(hidden.sizes, 'hiddenOrders.sizes'),
      );
