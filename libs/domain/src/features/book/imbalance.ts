import { ASK, BID, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { levelDepth } from './level-depth.js';
import { NO_MID } from './missing.js';

const LEVELS = [3, 5, 10];

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'imbalanceBest',
    group: 'imbalance',
    unit: 'fraction',
    window: 'now',
    formula: '(qb - qa) / (qb + qa), qb and qa the sizes at the best bid and ask',
    least: -1,
    most: 1,
    missing: NO_MID,
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
  ...LEVELS.map((levels): FeatureDefinition => ({
    name: `imbalance${levels}Levels`,
    group: 'imbalance',
    unit: 'fraction',
    window: 'now',
    formula: `(Qb - Qa) / (Qb + Qa), Qb and Qa the sizes of the best ${levels} levels together`,
    least: -1,
    most: 1,
    missing: `${NO_MID}, or a side has fewer than ${levels} levels`,
    mirror: 'NEGATED',
    priceScaleFree: true,
  })),
];

const imbalanceOf = (bidDepth: number, askDepth: number): number => (bidDepth - askDepth) / (bidDepth + askDepth);

/** How much more rests on one side than on the other (Cao, Hansch and Wang, J. Futures Markets 29(1), 2009). */
class Imbalance implements FeatureFamily {
  readonly definitions = DEFINITIONS;

  write(view: MarketView, out: Float64Array, offset: number): void {
    if (Number.isNaN(view.mid)) {
      out.fill(NaN, offset, offset + DEFINITIONS.length);
      return;
    }
    out[offset] = imbalanceOf(view.bidSize, view.askSize);
    for (const [i, levels] of LEVELS.entries()) {
      out[offset + 1 + i] = imbalanceOf(levelDepth(view, BID, levels), levelDepth(view, ASK, levels));
    }
  }

  save(): void {
    // Everything is read off the book.
  }

  restore(): void {
    // Nothing was saved.
  }
}

export const imbalance: FamilyFactory = () => new Imbalance();
