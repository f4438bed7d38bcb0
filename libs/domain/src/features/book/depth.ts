import { ASK, BID, type BookSide, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { levelDepth } from './level-depth.js';
import { NO_MID } from './missing.js';

const LEVELS = [5, 10];
/** The share of the mid that `10 bps` is. */
const NEAR_SHARE = 0.001;

const SIDES: readonly (readonly [side: BookSide, name: string, other: string])[] = [
  [BID, 'bid', 'ask'],
  [ASK, 'ask', 'bid'],
];

const definitionsOf = (name: string, other: string): FeatureDefinition[] => {
  const depth = (what: string, formula: string, missing: string): FeatureDefinition => ({
    name: `${name}Depth${what}Units`,
    group: 'depth',
    unit: 'units',
    window: 'now',
    formula,
    least: 0,
    most: Infinity,
    missing,
    mirror: { as: `${other}Depth${what}Units` },
    priceScaleFree: true,
  });
  return [
    depth('Best', `size at the best ${name}`, NO_MID),
    ...LEVELS.map((levels) =>
      depth(
        `${levels}Levels`,
        `sizes of the best ${levels} ${name} levels together`,
        `${NO_MID}, or this side has fewer than ${levels} levels`,
      ),
    ),
    depth(
      '10Bps',
      `sizes of the ${name} levels at most 10 bps from the mid together`,
      `${NO_MID}, or no level is known at 10 bps from the mid or further: what is in between may not be known either`,
    ),
  ];
};

const DEFINITIONS = SIDES.flatMap(([, name, other]) => definitionsOf(name, other));
const PER_SIDE = DEFINITIONS.length / SIDES.length;

/** What rests near the best prices, per side. */
class Depth implements FeatureFamily {
  readonly definitions = DEFINITIONS;

  write(view: MarketView, out: Float64Array, offset: number): void {
    if (Number.isNaN(view.mid)) {
      out.fill(NaN, offset, offset + DEFINITIONS.length);
      return;
    }
    this.writeSide(view, BID, out, offset);
    this.writeSide(view, ASK, out, offset + PER_SIDE);
  }

  save(): void {
    // Everything is read off the book.
  }

  restore(): void {
    // Nothing was saved.
  }

  private writeSide(view: MarketView, side: BookSide, out: Float64Array, offset: number): void {
    const { book, mid, sizeUnitsPerUnit, isDepthValid } = view;
    const nearPrice = mid + (side === BID ? -NEAR_SHARE : NEAR_SHARE) * mid;
    out[offset] = (side === BID ? view.bidSize : view.askSize) / sizeUnitsPerUnit;
    for (const [i, levels] of LEVELS.entries()) out[offset + 1 + i] = levelDepth(view, side, levels) / sizeUnitsPerUnit;
    out[offset + 1 + LEVELS.length] = (isDepthValid ? book.depthTo(side, nearPrice) : NaN) / sizeUnitsPerUnit;
  }
}

export const depth: FamilyFactory = () => new Depth();
