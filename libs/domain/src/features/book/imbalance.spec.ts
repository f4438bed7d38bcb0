import { describe, expect, it } from '@jest/globals';
import { book, FeatureMarket, status } from '../../../../../test/factories/feature-market.js';
import { imbalance } from './imbalance.js';

const BIDS = [
  [100, 30],
  [99, 10],
  [98, 20],
] as const;
const ASKS = [
  [101, 10],
  [102, 5],
  [103, 5],
  [104, 1],
] as const;

const NAMES = ['imbalanceBest', 'imbalance3Levels', 'imbalance5Levels', 'imbalance10Levels'];

describe('imbalance', () => {
  it('compares the sizes of both sides, best first', () => {
    const market = new FeatureMarket([imbalance]).play(...book(0, BIDS, ASKS));
    // (30 - 10)/40 and (60 - 20)/80; the bid side has no five levels.
    expect(NAMES.map((name) => market.value(name))).toEqual([0.5, 0.5, NaN, NaN]);
  });

  it('adds up five and ten levels', () => {
    const levels = (best: number, step: number, size: number): [number, number][] =>
      Array.from({ length: 10 }, (_, i) => [best + step * i, i < 5 ? size : 1]);
    const market = new FeatureMarket([imbalance]).play(...book(0, levels(100, -1, 3), levels(101, 1, 1)));
    // 3 against 1 at each of five levels, 1 against 1 behind: (15 - 5)/20 and (20 - 10)/30.
    expect(NAMES.map((name) => market.value(name))).toEqual([0.5, 0.5, 0.5, 1 / 3]);
  });

  it('is missing while halted, and for a crossed book', () => {
    const halted = new FeatureMarket([imbalance]).play(...book(0, BIDS, ASKS), status(1, 'HALTED'));
    const crossed = new FeatureMarket([imbalance]).play(...book(0, [...BIDS, [101.5, 1]], ASKS));
    for (const market of [halted, crossed]) expect(market.value('imbalanceBest')).toBeNaN();
  });
});
