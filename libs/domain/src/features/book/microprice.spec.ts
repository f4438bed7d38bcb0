import { describe, expect, it } from '@jest/globals';
import { type MarketEvent } from '#domain/market-data';
import { at, book, FeatureMarket } from '../../../../../test/factories/feature-market.js';
import { microprice } from './microprice.js';

const heavyBid = (seconds: number): MarketEvent[] => book(seconds, [[10_000, 900]], [[10_001, 100]]);
const heavyAsk = (seconds: number): MarketEvent[] => book(seconds, [[10_000, 100]], [[10_001, 900]]);
const up = (seconds: number): MarketEvent[] =>
  book(
    seconds,
    [
      [10_000, 0],
      [10_001, 100],
    ],
    [
      [10_001, 0],
      [10_002, 900],
    ],
  );
const down = (seconds: number): MarketEvent[] =>
  book(
    seconds,
    [
      [10_001, 0],
      [10_000, 900],
    ],
    [
      [10_002, 0],
      [10_001, 100],
    ],
  );

/** Half of the times a heavy bid moves the mid up by a tick, half of the times a heavy ask moves it down; they alternate. */
const cycles = (count: number, stepSeconds: number): MarketEvent[] =>
  Array.from({ length: count }, (_, i) => {
    const seconds = 4 * stepSeconds * i;
    const step = [heavyBid, heavyAsk, heavyBid, up, down];
    return step.slice(i === 0 ? 0 : 1).flatMap((play, j) => play(seconds + stepSeconds * (i === 0 ? j : j + 1)));
  }).flat();

describe('microprice', () => {
  it('has the weighted mid of the reference: 100 x 300 | 100.02 x 100 is 100.015', () => {
    const market = new FeatureMarket([microprice]).play(...book(0, [[10_000, 300]], [[10_002, 100]]));
    expect(10_001 * (1 + market.value('weightedMidEdgeBps') / 1e4)).toBeCloseTo(10_001.5, 9);
  });

  it('has the edge of a chain that can be solved by hand', () => {
    // G(heavy bid) = 1/2 (1 + G(heavy ask)) + 1/2 G(heavy ask) with G(heavy ask) = -G(heavy bid): a quarter of a tick.
    const market = new FeatureMarket([microprice]).play(...cycles(140, 0.5));
    expect(market.value('micropriceEdgeBps')).toBeNaN();
    market.advanceTo(300);
    expect(market.value('micropriceEdgeBps')).toBeCloseTo((0.25 / 10_000.5) * 1e4, 9);
    market.play(...heavyAsk(301));
    expect(market.value('micropriceEdgeBps')).toBeCloseTo((-0.25 / 10_000.5) * 1e4, 9);
  });

  it('says nothing of a state that it has not seen, and nothing after few changes', () => {
    const market = new FeatureMarket([microprice]).play(...cycles(140, 0.5)).advanceTo(300);
    expect(market.play(...book(301, [[10_000, 500]], [[10_001, 500]])).value('micropriceEdgeBps')).toBeNaN();
    const few = new FeatureMarket([microprice]).play(...cycles(120, 0.5)).advanceTo(300);
    expect(few.value('micropriceEdgeBps')).toBeNaN();
  });

  it('does not learn from a jump of more than 10 bps, nor across a time without a mid', () => {
    const jumps = Array.from({ length: 600 }, (_, i) => {
      const [from, to] = i % 2 === 0 ? [10_000, 10_050] : [10_050, 10_000];
      return book(
        i / 4,
        [
          [from, 0],
          [to, 900],
        ],
        [
          [from + 1, 0],
          [to + 1, 100],
        ],
      );
    });
    const gaps = Array.from({ length: 600 }, (_, i): MarketEvent[] => [
      { kind: 'CLEAR', timeNs: at(150 + i / 4) },
      ...book(150 + i / 4, [[10_000 + (i % 2), 900]], [[10_001 + (i % 2), 100]]),
    ]);
    const market = new FeatureMarket([microprice]).play(...jumps.flat(), ...gaps.flat()).advanceTo(300);
    expect(market.value('weightedMidEdgeBps')).toBeGreaterThan(0);
    expect(market.value('micropriceEdgeBps')).toBeNaN();
  });
});
