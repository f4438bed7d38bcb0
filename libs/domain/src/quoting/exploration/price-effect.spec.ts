import { describe, expect, it } from '@jest/globals';
import { KeyedRng } from '#domain/core';
import { drawPerturbation, EXPLORED_MIN, priceEffect, type ExploredQuote, type PriceEffect } from './index.js';

const effectOf = (quotes: readonly ExploredQuote[]): PriceEffect => {
  const effect = priceEffect(quotes);
  if (!effect.ok) throw new Error(effect.error.message);
  return effect.value;
};

const quotes = (count: number, shiftBps: number, isDone: (nth: number) => boolean): readonly ExploredQuote[] =>
  Array.from({ length: count }, (_, i) => ({ shiftBps, movedBps: shiftBps, propensity: 0.25, isDone: isDone(i) }));

const nobody = () => false;

describe('exploration', () => {
  it('logs the propensity of what it drew', () => {
    const rng = new KeyedRng(1);
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
    const explored: ExploredQuote[] = Array.from({ length: 40_000 }, (_, i) => {
      rng.select(i, 2);
      // Loyal clients are hit more and explored less.
      const isLoyal = rng.uniform() < 0.5;
      const perturbation = drawPerturbation({ stepBps: 1, probability: isLoyal ? 0.1 : 0.4 }, rng);
      const hit = (isLoyal ? 0.8 : 0.3) - 0.05 * perturbation.shiftBps;
      return { ...perturbation, movedBps: perturbation.shiftBps, isDone: rng.uniform() < hit };
    });
    const effect = effectOf(explored);
    expect(effect.changeOfHits.low).toBeLessThan(-0.1);
    expect(effect.changeOfHits.high).toBeGreaterThan(-0.1);
    expect(effect.changeOfPriceBps).toBeCloseTo(2, 12);
    expect(effect.overlap.leastPropensity).toBeCloseTo(0.1, 12);
    expect(effect.overlap.raisedEffective).toBeLessThan(effect.overlap.raised);
  });

  it('covers a planted effect in 19 of 20 small samples', () => {
    const rng = new KeyedRng(3);
    let covered = 0;
    const samples = 2_000;
    for (let sample = 0; sample < samples; sample += 1) {
      rng.select(sample, 3);
      const raised = quotes(40, 1, () => rng.uniform() < 0.05);
      const lowered = quotes(60, -1, () => rng.uniform() < 0.15);
      const { low, high } = effectOf([...raised, ...lowered]).changeOfHits;
      if (low <= -0.1 && -0.1 <= high) covered += 1;
    }
    expect(covered / samples).toBeGreaterThan(0.93);
    expect(covered / samples).toBeLessThan(0.985);
  });

  it('is as uncertain as its number of quotes where nobody deals', () => {
    const { changeOfHits } = effectOf([...quotes(30, 1, nobody), ...quotes(30, -1, nobody)]);
    expect(changeOfHits.value).toBe(0);
    // Wilson's upper end of 0 of 30: z^2 / (30 + z^2).
    expect(changeOfHits.high).toBeCloseTo(3.841_458_8 / 33.841_458_8, 6);
    expect(changeOfHits.low).toBeCloseTo(-changeOfHits.high, 12);
  });

  it('says how often guardrails or the tick held a price, and what the shift came to', () => {
    const raised = quotes(40, 2, nobody).map((quote, i) => (i % 2 === 0 ? { ...quote, movedBps: 0 } : quote));
    expect(effectOf([...raised, ...quotes(40, -2, nobody)])).toMatchObject({
      changeOfPriceBps: 3,
      overlap: { raised: 40, lowered: 40, held: 20 },
    });
  });

  it('is not given without overlap', () => {
    const enough = quotes(EXPLORED_MIN, 1, nobody);
    for (const thin of [[], enough, [...enough, ...quotes(EXPLORED_MIN - 1, -1, nobody)]]) {
      expect(priceEffect(thin)).toMatchObject({ ok: false, error: { code: 'TOO_FEW_EXPLORED', field: 'outcomes' } });
    }
  });
});
