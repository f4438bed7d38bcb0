import { DIRECT_ACCESS, type VenueTerms } from '../trading-venues/index.js';
import { LIQUID_STOCK, type MarketParameters } from '../market/market-parameters.js';
import { type ScheduledNews } from '../flow/news/scheduled-news.js';
import { type ExecutionTask } from './execution-task.js';

/** A parent order in a market in which an announcement is due while it is worked. */
export interface EventScenario {
  readonly market: MarketParameters;
  readonly task: ExecutionTask;
  /** Seconds after the start of the task. */
  readonly eventSeconds: number;
  /** Index among the task's venues of the one where blocks meet. */
  readonly blockVenue: number;
}

const START_SECONDS = 1_800;
const EVENT_SECONDS = 7_200;
const HORIZON_SECONDS = 10_800;
const DECISION_SECONDS = 30;

/** Distances from the other side's best, in ticks, within which only makers quote, but for a trickle. */
const MAKERS_ONLY_TICKS = 50;
const TRICKLE = 1e-5;
/** Others wait behind the makers, at each of so many ticks: thin enough that a sweep of the whole order costs more than working it. */
const OTHERS_TICKS = 800;
const OTHERS_PER_SECOND = 0.001;

/** What one announcement does by an hour before it, and what it adds from half an hour before it; the gap is counted once. */
const news = (change: Partial<ScheduledNews>): ScheduledNews => ({
  atSeconds: START_SECONDS + EVENT_SECONDS,
  leadSeconds: 3_600,
  spreadFactor: 4,
  depthFactor: 0.6,
  volatilityFactor: 1.5,
  gapBps: 40,
  recoveryHalfLifeSeconds: 900,
  ...change,
});

/** Blocks that meet at the mid: about one in four minutes, 8,000 units in the mean, none under 1,000; one in ten knows something. */
const BLOCKS: VenueTerms = {
  ...DIRECT_ACCESS,
  kind: 'DARK',
  counterparties: {
    arrivalsPerSecond: 1 / 240,
    meanUnits: 8_000,
    leastUnits: 1_000,
    meanWaitSeconds: 60,
    informedShare: 0.1,
  },
};

/**
 * The volatility surge of the product: 500,000 units to sell in three hours, a quarter of a day's volume; spread 5 bps, about 10
 * half an hour before the announcement at two hours, about 25 at it; depth and volatility with it, recovering over an hour.
 *
 * `LIQUID_STOCK` with two fifths of its trades. Eight makers are all there is near the mid, so that the spread widens when they
 * withdraw; others wait 50 ticks and more away. Makers thin out on both sides alike and the others do not: that bids thin more than
 * asks before a sale is not modelled. Numbers are chosen so that spread, volume and the order of the costs of plain schedules come
 * out, not fitted to a stock: a sweep of the whole order costs more than working it evenly by taking. Makers with a shorter anchor than
 * theirs would follow the mid that their own inventory has pushed, and waiting would cost more than anything else.
 */
export const VOLATILITY_SURGE: EventScenario = {
  market: {
    ...LIQUID_STOCK,
    warmUpSeconds: 2_700,
    liquidity: {
      limit: [
        ...new Array<number>(MAKERS_ONLY_TICKS).fill(TRICKLE),
        ...new Array<number>(OTHERS_TICKS).fill(OTHERS_PER_SECOND),
      ],
      cancel: [0.001],
      market: 0,
    },
    liquiditySizes: { lotUnits: 100, meanLots: 12 },
    hiddenOrders: {
      ...LIQUID_STOCK.hiddenOrders!,
      arrivals: { ...LIQUID_STOCK.hiddenOrders!.arrivals, baseline: [0.18] },
    },
    makers: {
      ...LIQUID_STOCK.makers!,
      count: 8,
      quoteUnits: 2_500,
      halfSpreadTicks: 4.5,
      widerTicks: 4,
      looksPerSecond: 0.1,
      surpriseTicks: 1,
      anchorHalfLifeSeconds: 600,
      inventoryUnits: 40_000,
    },
    jumps: { jumpsPerSecond: 0.012, sdBps: 7 },
    news: [news({}), news({ leadSeconds: 1_800, spreadFactor: 5 / 3, depthFactor: 0.4, gapBps: 0 })],
  },
  task: {
    side: 'SELL',
    quantity: 500_000,
    startSeconds: START_SECONDS,
    horizonSeconds: HORIZON_SECONDS,
    decisions: HORIZON_SECONDS / DECISION_SECONDS,
    venues: [DIRECT_ACCESS, BLOCKS],
  },
  eventSeconds: EVENT_SECONDS,
  blockVenue: 1,
};
