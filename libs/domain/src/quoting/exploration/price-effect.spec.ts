import { describe, expect, it } from '@jest/globals';
import { KeyedRng } from '#domain/core';
import { drawPerturbation, priceEffect, type ExploredQuote } from './price-effect.js';

describe('exploration', () => {
  it('is off without settings, and logs the propensity of what it drew', () => {
    const rng = new KeyedRng(1);
    expect(drawPerturbation(null, rng)).toEqual({ shiftBps: 0, propensity: 1 });
    const counts = new Map<number, number>();
    for (let i = 0; i < 4_000; i += 1) {
      const { shiftBps, propensity } = drawPerturbation({ stepBps: 0.5, probability: 0.1 }, rng.select(i, 1));
      expect(propensity).toBeCloseTo(shiftBps === 0 ? 0.8 : 0.1, 12);
      counts.set(shiftBps, (counts.get(shiftBps) ?? 0) + 1);
    }
    for (const shift of [-0.5, 0.5]) expect(Math.abs(counts.get(shift)! - 400)).toBeLessThan(80);
  });

  it('recovers a planted effect where those who pay more are also those who trade more', () => {
    const rng = new KeyedRng(2);
    const quotes: ExploredQuote[] = Array.from({ length: 40_000 }, (_, i) => {
      rng.select(i, 2);
      // Loyal clients are hit more and explored less.
      const isLoyal = rng.uniform() < 0.5;
      const perturbation = drawPerturbation({ stepBps: 1, probability: isLoyal ? 0.1 : 0.4 }, rng);
      const hit = (isLoyal ? 0.8 : 0.3) - 0.05 * perturbation.shiftBps;
      return { ...perturbation, isDone: rng.uniform() < hit };
    });
    const effect = priceEffect(quotes)!;
    expect(effect.changeOfHits.low).toBeLessThan(-0.1);
    expect(effect.changeOfHits.high).toBeGreaterThan(-0.1);
    expect(effect.overlap.leastPropensity).toBeCloseTo(0.1, 12);
  });

  it('is not given without overlap', () => {
    expect(
      priceEffect(Array.from({ length: 99 }, () => ({ shiftBps: 1, propensity: 0.5, isDone: true }))),
    ).toBeUndefined();
  });
});
