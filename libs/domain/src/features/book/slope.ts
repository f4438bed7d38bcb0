import { BPS } from '#domain/core';
import { ASK, BID, type BookSide, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { NO_MID } from './missing.js';

const LEVELS = [5, 10];

const definition = (name: string, other: string, levels: number): FeatureDefinition => ({
  name: `${name}Slope${levels}LevelsUnitsPerBps`,
  group: 'slope',
  unit: 'units/bps',
  window: 'now',
  formula:
    `sum d D / sum d^2 over the best ${levels} ${name} levels, d the distance of a level from the mid in bps, D the depth ` +
    'up to it: the regression through the mid of depth on distance, after Biais, Hillion and Spatt (J. Finance 50(5), 1995) ' +
    'and Naes and Skjeltorp (J. Financial Markets 9(4), 2006), who take logs of the depth, which would depend on its unit',
  least: 0,
  most: Infinity,
  missing: `${NO_MID}, or this side has fewer than ${levels} levels`,
  mirror: { as: `${other}Slope${levels}LevelsUnitsPerBps` },
  priceScaleFree: true,
});

const DEFINITIONS: readonly FeatureDefinition[] = [
  ...LEVELS.map((levels) => definition('bid', 'ask', levels)),
  ...LEVELS.map((levels) => definition('ask', 'bid', levels)),
];

const slopeOf = (view: MarketView, side: BookSide, levels: number): number => {
  const { book, mid, sizeUnitsPerUnit, isDepthValid } = view;
  if (!isDepthValid || book.count(side) < levels) return NaN;
  let depth = 0;
  let distanceByDepth = 0;
  let squaredDistance = 0;
  for (let i = 0; i < levels; i += 1) {
    const distanceBps = (Math.abs(book.priceAt(side, i)! - mid) * BPS) / mid;
    depth += book.sizeAt(side, i);
    distanceByDepth += distanceBps * depth;
    squaredDistance += distanceBps * distanceBps;
  }
  return distanceByDepth / squaredDistance / sizeUnitsPerUnit;
};

/** How fast depth grows with the distance from the mid, per side: the book's own price of size. */
class Slope implements FeatureFamily {
  readonly definitions = DEFINITIONS;

  write(view: MarketView, out: Float64Array, offset: number): void {
    if (Number.isNaN(view.mid)) {
      out.fill(NaN, offset, offset + DEFINITIONS.length);
      return;
    }
    for (const [i, levels] of LEVELS.entries()) {
      out[offset + i] = slopeOf(view, BID, levels);
      out[offset + LEVELS.length + i] = slopeOf(view, ASK, levels);
    }
  }

  save(): void {
    // Everything is read off the book.
  }

  restore(): void {
    // Nothing was saved.
  }
}

export const slope: FamilyFactory = () => new Slope();
