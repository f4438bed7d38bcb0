import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { micropriceAdjustments, symmetric, type QuoteTransitions } from './microprice-chain.js';

const N = 4;
/** States 0 and 3 mirror each other, and so do 1 and 2. */
const MIRROR = [3, 2, 1, 0];

const counts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: N * N, maxLength: N * N });
const moves = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: N, maxLength: N });
const transitions = fc
  .tuple(counts, counts, moves)
  .map(([stayed, moved, sums]): QuoteTransitions =>
    symmetric(
      { stayed: Float64Array.from(stayed), moved: Float64Array.from(moved), moves: Float64Array.from(sums) },
      MIRROR,
    ),
  );

/** `E[move + G(y) | x]`. */
const expected = ({ stayed, moved, moves }: QuoteTransitions, g: Float64Array, x: number): number => {
  const n = moves.length;
  let [visits, sum] = [0, moves[x]!];
  for (let y = 0; y < n; y += 1) {
    const count = stayed[x * n + y]! + moved[x * n + y]!;
    visits += count;
    sum += count * g[y]!;
  }
  return sum / visits;
};

describe('micropriceAdjustments', () => {
  it('solves a chain that can be solved by hand', () => {
    // Two states. From the first the mid rises by 1 every second time, from the second it falls by 1 every second time;
    // either way the other state follows. So G(0) = 1/2 + G(1) and G(1) = -1/2 + G(0) would have any solution, were it
    // not for the mirror: G(1) = -G(0), hence G(0) = 1/4.
    const adjustments = micropriceAdjustments({
      stayed: Float64Array.of(0, 1, 1, 0),
      moved: Float64Array.of(0, 1, 1, 0),
      moves: Float64Array.of(1, -1),
    });
    expect(adjustments![0]).toBeCloseTo(0.25, 12);
    expect(adjustments![1]).toBeCloseTo(-0.25, 12);
  });

  it('is the expected next move where the state after a move says nothing', () => {
    // After a move both states are alike, so only G1 counts: (I - Q)^-1 R k = 1 / (1 - 1/3) * (+-1/3) = +-1/2.
    const adjustments = micropriceAdjustments({
      stayed: Float64Array.of(1, 0, 0, 1),
      moved: Float64Array.of(1, 1, 1, 1),
      moves: Float64Array.of(1, -1),
    });
    expect(Array.from(adjustments!, (value) => Number(value.toFixed(12)))).toEqual([0.5, -0.5]);
  });

  it('makes the mid a martingale, whatever the counts', () => {
    fc.assert(
      fc.property(transitions, (chain) => {
        const g = micropriceAdjustments(chain)!;
        for (let x = 0; x < N; x += 1) expect(Math.abs(expected(chain, g, x) - g[x]!)).toBeLessThan(1e-9);
      }),
    );
  });

  it('is negated by the mirror', () => {
    fc.assert(
      fc.property(transitions, (chain) => {
        const g = micropriceAdjustments(chain)!;
        for (let x = 0; x < N; x += 1) expect(Math.abs(g[x]! + g[MIRROR[x]!]!)).toBeLessThan(1e-9);
      }),
    );
  });

  it('leaves no drift in a simulated market that it was not fitted on', () => {
    // From state 0 (heavy bid) the mid rises with probability 0.3, from state 1 it falls with 0.3; else it stays. The
    // state after any change is drawn anew.
    const rng = seededRng(11);
    const simulate = (steps: number, visit: (x: number, y: number, move: number) => void): void => {
      let x = 0;
      for (let i = 0; i < steps; i += 1) {
        const move = rng.uniform() < 0.3 ? 1 - 2 * x : 0;
        const y = rng.below(2);
        visit(x, y, move);
        x = y;
      }
    };
    const chain = { stayed: new Float64Array(4), moved: new Float64Array(4), moves: new Float64Array(2) };
    simulate(200_000, (x, y, move) => {
      (move === 0 ? chain.stayed : chain.moved)[x * 2 + y]! += 1;
      chain.moves[x]! += move;
    });
    const g = micropriceAdjustments(symmetric(chain, [1, 0]))!;
    expect(Math.abs(g[0]! - 0.3)).toBeLessThan(0.01);
    const [drift, visits] = [
      [0, 0],
      [0, 0],
    ];
    simulate(200_000, (x, y, move) => {
      drift[x]! += move + g[y]! - g[x]!;
      visits[x]! += 1;
    });
    for (const x of [0, 1]) expect(Math.abs(drift[x]! / visits[x]!)).toBeLessThan(0.01);
  });

  it.each<[string, QuoteTransitions]>([
    [
      'a quote from which the mid never moves',
      { stayed: Float64Array.of(0, 1, 1, 0), moved: new Float64Array(4), moves: new Float64Array(2) },
    ],
    ['a drift', { stayed: new Float64Array(4), moved: Float64Array.of(1, 1, 1, 1), moves: Float64Array.of(1, 1) }],
  ])('says nothing for %s', (_, chain) => {
    expect(micropriceAdjustments(chain)).toBeUndefined();
  });
});
