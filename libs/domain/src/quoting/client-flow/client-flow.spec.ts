import { describe, expect, it } from '@jest/globals';
import { KeyedRng } from '#domain/core';
import {
  betweenClientsSdBps,
  clientTier,
  expectedAdverseMove,
  informedProbability,
  NO_MARKOUTS,
  TRADES_MIN,
  withMarkout,
  type MarkoutSums,
} from './index.js';

const LAW = { noiseSdBps: 10, signalSdBps: 12 };

const moves = (client: number, trades: number, informed: number): number[] => {
  const rng = new KeyedRng(3).select(client, trades);
  return Array.from({ length: trades }, () => {
    const isInformed = rng.uniform() < informed;
    const known = Math.abs(LAW.signalSdBps * rng.normal());
    return LAW.noiseSdBps * rng.normal() + (isInformed ? known : 0);
  });
};

const summed = (values: readonly number[]): MarkoutSums => values.reduce(withMarkout, NO_MARKOUTS);

describe('the probability that flow is informed', () => {
  it.each([0, 0.2, 0.5, 1])('covers a planted share of %d in about 95 % of clients', (share) => {
    let covered = 0;
    for (let client = 0; client < 40; client += 1) {
      const estimate = informedProbability(moves(client, 200, share), LAW);
      if (estimate.kind === 'TOO_FEW') throw new Error('too few');
      const { low, high, value } = estimate.value;
      expect(low <= value && value <= high && low >= 0 && high <= 1).toBe(true);
      if (low <= share + 1e-9 && share <= high + 1e-9) covered += 1;
    }
    // Fewer than 34 of 40 with a probability of 0.3 % at a coverage of 95 %; at the ends of the range coverage is higher.
    expect(covered).toBeGreaterThanOrEqual(34);
  });

  it('is not given on few trades', () => {
    expect(informedProbability(moves(1, TRADES_MIN - 1, 0.5), LAW)).toEqual({ kind: 'TOO_FEW', n: 29, nMin: 30 });
  });

  it.each(['noiseSdBps', 'signalSdBps'] as const)('needs a positive %s', (name) => {
    expect(() => informedProbability(moves(1, 50, 0), { ...LAW, [name]: 0 })).toThrow(name);
  });
});

describe('the expected adverse move', () => {
  const clients = [0, 0, 0, 0.1, 0.3, 0.6].map((share, i) => summed(moves(i, 200, share)));
  const population = clients.reduce((all, one) => ({
    n: all.n + one.n,
    sum: all.sum + one.sum,
    squares: all.squares + one.squares,
  }));
  const between = betweenClientsSdBps(clients, population);

  it('ranks clients by how much they know, and shrinks them towards all', () => {
    const estimates = clients.map((client) => expectedAdverseMove(client, population, between));
    const known = estimates.map((estimate) => (estimate.kind === 'KNOWN' ? estimate.value : undefined)!);
    const raw = clients.map(({ n, sum }) => sum / n);
    const mean = population.sum / population.n;
    known.forEach(({ value }, i) => {
      expect(Math.abs(value - mean)).toBeLessThanOrEqual(Math.abs(raw[i]! - mean) + 1e-12);
    });
    expect(known[5]!.low).toBeGreaterThan(known[0]!.value);
  });

  it('of clients who differ by chance only is that of all', () => {
    const alike = Array.from({ length: 50 }, (_, i) => summed(moves(100 + i, 40, 0)));
    const all = alike.reduce((a, b) => ({ n: a.n + b.n, sum: a.sum + b.sum, squares: a.squares + b.squares }));
    expect(betweenClientsSdBps(alike, all)).toBeLessThan(1);
  });

  it('is not given on few trades, and takes no markout that is none', () => {
    expect(expectedAdverseMove(summed([1, 2]), population, between)).toEqual({ kind: 'TOO_FEW', n: 2, nMin: 30 });
    expect(() => withMarkout(NO_MARKOUTS, NaN)).toThrow('againstBps');
  });
});

describe('the tier of a client', () => {
  const settings = { adverseMoveBpsMin: 0.5, sensitiveHazardMin: 1 };
  const known = (low: number) => ({ kind: 'KNOWN' as const, n: 100, value: { value: low + 1, low, high: low + 2 } });

  it.each([
    ['UNKNOWN', { kind: 'TOO_FEW' as const, n: 3, nMin: 30 }, 2],
    ['INFORMED', known(0.6), 2],
    ['PRICE_SENSITIVE', known(0.4), 1.2],
    ['LOYAL', known(-2), 0.4],
  ] as const)('is %s', (tier, adverseMove, hazard) => {
    expect(clientTier(adverseMove, hazard, settings)).toBe(tier);
  });
});
