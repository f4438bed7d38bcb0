import {
  firstOf,
  impossible,
  mustBePositive,
  mustBeWhole,
  mustNotBeNegative,
  type Verdict,
} from '../../impossible-parameters.js';

/** Market makers, each with one bid and one ask. */
export interface MakerParameters {
  /** How many there are; 0 for none. */
  readonly count: number;
  /** Units of one quote. */
  readonly quoteUnits: number;
  /** Half of the spread that the first maker quotes, ticks. */
  readonly halfSpreadTicks: number;
  /** How much wider each next one quotes, ticks of the half-spread. */
  readonly widerTicks: number;
  /** How often each one looks at its quotes when nothing happens, per second. */
  readonly looksPerSecond: number;
  /** How fast one of them reacts to a trade: mean seconds until the next look. */
  readonly reactionSeconds: number;
  /** By how much a trade of an unexpected sign moves what they think is fair, ticks; one that was foreseen moves it less. */
  readonly surpriseTicks: number;
  /** Mean number of trades after which they forget the sign of one, by which they foresee the next: several, for a memory that is long. */
  readonly memoryTrades: readonly number[];
  /** Time in which half of the difference between what they think is fair and the mid is gone, seconds. */
  readonly anchorHalfLifeSeconds: number;
  /** Inventory at which the whole half-spread is skewed, units. */
  readonly inventoryUnits: number;
}

export const checkMakers = (makers: MakerParameters, field = 'makers'): Verdict =>
  firstOf(
    mustBeWhole(`${field}.count`, makers.count, 0),
    makers.count <= MAKERS_MAX ? undefined : impossible(`${field}.count`, `at most ${MAKERS_MAX}`, makers.count),
    mustBeWhole(`${field}.quoteUnits`, makers.quoteUnits, 1),
    mustBePositive(`${field}.halfSpreadTicks`, makers.halfSpreadTicks),
    mustNotBeNegative(`${field}.widerTicks`, makers.widerTicks),
    mustBePositive(`${field}.looksPerSecond`, makers.looksPerSecond),
    mustBePositive(`${field}.reactionSeconds`, makers.reactionSeconds),
    mustNotBeNegative(`${field}.surpriseTicks`, makers.surpriseTicks),
    makers.memoryTrades.length > 0 ? undefined : impossible(`${field}.memoryTrades`, 'one at least', '[]'),
    ...makers.memoryTrades.map((trades, i) =>
      trades > 1 && trades < Infinity ? undefined : impossible(`${field}.memoryTrades.${i}`, 'above 1', trades),
    ),
    mustBePositive(`${field}.anchorHalfLifeSeconds`, makers.anchorHalfLifeSeconds),
    mustBePositive(`${field}.inventoryUnits`, makers.inventoryUnits),
  );

const MAKERS_MAX = 1000;
