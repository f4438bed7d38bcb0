import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyedRng } from '#domain/core';
import { HitCurve, HitModel, REFERENCE_HIT_PARAMETERS } from '#domain/rfq';
import { bestMarkup, exponentialHits, flowSensitivity } from '../margin/index.js';
import {
  carryingCostBps,
  checkedCovariance,
  fairTransferShift,
  glftDistance,
  horizonPenalty,
  inventoryPressureBps,
  optimalSpread,
  optimalUtility,
  policyUtility,
  reservationPrice,
  stationaryPenalty,
  type Covariance,
  type InventoryPolicy,
  type InventoryProblem,
} from './index.js';

const PUBLISHED = { riskAversion: 0.1, volatility: 2, fillDecay: 1.5 };

describe('Avellaneda and Stoikov', () => {
  /** The published experiment: s 100, T 1, dt .005, A 140; profit and final inventory by path. */
  const simulate = (paths: number, isSkewed: boolean): { mean: number; sd: number; inventorySd: number } => {
    const rng = new KeyedRng(7);
    const [steps, seconds, rate] = [200, 0.005, 140];
    const [profits, inventories]: number[][] = [[], []];
    const halfSpread = Array.from({ length: steps }, (_, i) => optimalSpread(PUBLISHED, 1 - i * seconds) / 2);
    for (let path = 0; path < paths; path += 1) {
      rng.select(path, 1);
      let [price, cash, inventory] = [100, 0, 0];
      for (let step = 0; step < steps; step += 1) {
        const centre = isSkewed ? reservationPrice(PUBLISHED, price, inventory, 1 - step * seconds) : price;
        const [bid, offer] = [centre - halfSpread[step]!, centre + halfSpread[step]!];
        const isHit = rng.uniform() < rate * seconds * Math.exp(-PUBLISHED.fillDecay * (price - bid));
        const isLifted = rng.uniform() < rate * seconds * Math.exp(-PUBLISHED.fillDecay * (offer - price));
        if (isHit) [cash, inventory] = [cash - bid, inventory + 1];
        if (isLifted) [cash, inventory] = [cash + offer, inventory - 1];
        price += (rng.uniform() < 0.5 ? 1 : -1) * PUBLISHED.volatility * Math.sqrt(seconds);
      }
      profits!.push(cash + inventory * price);
      inventories!.push(inventory);
    }
    const moments = (values: readonly number[]): [number, number] => {
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      return [mean, Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1))];
    };
    const [mean, sd] = moments(profits!);
    return { mean, sd, inventorySd: moments(inventories!)[1] };
  };

  it('earns what its own long run does, with half the risk of symmetric quotes', () => {
    const skewed = simulate(1_500, true);
    const symmetric = simulate(1_500, false);
    // Reference 5, over 200,000 paths: 64.9 sd 6.5 and 68.0 sd 13.3; four standard errors of 1,500.
    expect(Math.abs(skewed.mean - 64.9)).toBeLessThan(0.7);
    expect(Math.abs(skewed.sd - 6.5)).toBeLessThan(0.5);
    expect(Math.abs(symmetric.mean - 68)).toBeLessThan(1.4);
    expect(Math.abs(symmetric.sd - 13.3)).toBeLessThan(1);
    expect(skewed.inventorySd).toBeLessThan(symmetric.inventorySd / 2);
  });

  it('shifts the price against the inventory, and less as the end comes near', () => {
    expect(reservationPrice(PUBLISHED, 100, 3, 1)).toBeCloseTo(98.8, 12);
    expect(reservationPrice(PUBLISHED, 100, -3, 0.25)).toBeCloseTo(100.3, 12);
    expect(optimalSpread(PUBLISHED, 0)).toBeCloseTo(20 * Math.log(1 + 0.1 / 1.5), 12);
  });
});

describe('Gueant, Lehalle and Fernandez-Tapia', () => {
  const market = { ...PUBLISHED, fillRate: 140 };
  /** By the formula of reference 5, in another order of operations. */
  const slope = Math.sqrt(((4 * 0.1) / (2 * 140 * 1.5)) * (1 + 0.1 / 1.5) ** (1.5 / 0.1 + 1));

  it.each([
    [1, 0],
    [-1, 0],
    [1, 4],
    [-1, 4],
    [1, -2],
  ] as const)('on side %d with %d in inventory', (side, inventory) => {
    const expected = 10 * Math.log(1 + 0.1 / 1.5) + ((1 - side * 2 * inventory) / 2) * slope;
    expect(glftDistance(market, side, inventory)).toBeCloseTo(expected, 12);
  });

  it('is the stationary penalty of one asset where risk aversion is small', () => {
    const [riskAversion, decay, rate] = [1e-4, 1.5, 140];
    const covariance: Covariance = { matrix: [Float64Array.of(4)], isRepaired: false };
    const flow = (rate * decay) / Math.E;
    const penalty = stationaryPenalty(covariance, riskAversion, [flow]);
    const glft = { riskAversion, volatility: 2, fillDecay: decay, fillRate: rate };
    const perBlock = glftDistance(glft, 1, 0) - glftDistance(glft, 1, 1);
    expect(inventoryPressureBps(penalty, [1], 0) / perBlock).toBeCloseTo(1, 3);
  });
});

describe('the inventory penalty', () => {
  const covarianceOf = (correlation: number): Covariance => ({
    matrix: [Float64Array.of(4, 6 * correlation), Float64Array.of(6 * correlation, 9)],
    isRepaired: false,
  });

  it('solves M D M = gamma Sigma / 2', () => {
    const flows = [0.02, 0.3];
    const { matrix } = stationaryPenalty(covarianceOf(0.7), 0.05, flows);
    covarianceOf(0.7).matrix.forEach((row, i) => {
      row.forEach((x, j) => {
        const product = flows.reduce((sum, flow, k) => sum + matrix[i]![k]! * flow * matrix[k]![j]!, 0);
        expect(product).toBeCloseTo(0.025 * x, 12);
      });
    });
  });

  it('makes a position in one asset skew the price of a correlated one, and only of that', () => {
    const pressure = (correlation: number): number =>
      inventoryPressureBps(stationaryPenalty(covarianceOf(correlation), 0.05, [0.1, 0.1]), [5, 0], 1);
    expect(pressure(0.8)).toBeGreaterThan(0);
    expect(pressure(-0.8)).toBeLessThan(0);
    expect(pressure(0)).toBeCloseTo(0, 12);
  });

  it('is Avellaneda and Stoikov over a horizon, and grows with the size', () => {
    const penalty = horizonPenalty(covarianceOf(0), 0.1, 10);
    expect(inventoryPressureBps(penalty, [2, 0], 0)).toBeCloseTo(2 * 0.1 * 4 * 10, 12);
    expect(carryingCostBps(penalty, 0, 3)).toBeCloseTo((3 * 0.1 * 4 * 10) / 2, 12);
  });
});

describe('a covariance matrix', () => {
  const indefinite = [
    [1, 0.9, 0.9],
    [0.9, 1, -0.9],
    [0.9, -0.9, 1],
  ];

  it.each<[string, readonly (readonly number[])[]]>([
    ['covariance', []],
    ['covariance.1', [[1, 0], [0]]],
    [
      'covariance.0.1',
      [
        [1, NaN],
        [NaN, 1],
      ],
    ],
    [
      'covariance.0.1',
      [
        [1, 0.5],
        [0.2, 1],
      ],
    ],
    ['covariance', indefinite],
    ['covariance', [[0]]],
  ])('that is none is refused: %s', (field, matrix) => {
    expect(checkedCovariance(matrix, 'REFUSE')).toMatchObject({
      ok: false,
      error: { code: 'IMPOSSIBLE_COVARIANCE', field },
    });
  });

  it('is repaired where that is asked for, and says so', () => {
    const repaired = checkedCovariance(indefinite, 'REPAIR');
    if (!repaired.ok) throw new Error(repaired.error.message);
    expect(repaired.value.isRepaired).toBe(true);
    expect(checkedCovariance(repaired.value.matrix, 'REFUSE')).toMatchObject({
      ok: true,
      value: { isRepaired: false },
    });
  });

  it('that is one is left as it is', () => {
    const checked = checkedCovariance(
      [
        [2, 1],
        [1, 3],
      ],
      'REPAIR',
    );
    expect(checked).toMatchObject({ ok: true, value: { isRepaired: false } });
  });
});

describe('the fair transfer price', () => {
  const hits = new HitCurve(new HitModel(REFERENCE_HIT_PARAMETERS), 2);

  it('lies on the side that clients ask for, mirrored, and at the mid where they ask alike', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const flow = { buysPerSecond: share, sellsPerSecond: 1 - share, meanBlocks: 1 };
        const mirrored = { ...flow, buysPerSecond: 1 - share, sellsPerSecond: share };
        const shift = fairTransferShift(hits, flow, 0.2);
        expect(Math.sign(Math.round(shift * 1e6))).toBe(
          Math.sign(Math.round((share - 0.5) * 1e6)) * (shift === 0 ? 0 : 1),
        );
        expect(fairTransferShift(hits, mirrored, 0.2)).toBeCloseTo(-shift, 9);
      }),
      { numRuns: 40, seed: 2 },
    );
    expect(fairTransferShift(hits, { buysPerSecond: 0, sellsPerSecond: 0, meanBlocks: 1 }, 0.2)).toBe(0);
  });
});

describe('a small inventory problem', () => {
  const problem: InventoryProblem = {
    hits: exponentialHits(1, 1.5),
    requestsPerSecond: 0.2,
    variance: 0.05,
    riskAversion: 0.2,
    hedgeCostBps: 2,
    blocksMax: 6,
    horizonSeconds: 300,
    steps: 300,
  };
  const penalty = stationaryPenalty(
    { matrix: [Float64Array.of(problem.variance)], isRepaired: false },
    problem.riskAversion,
    [problem.requestsPerSecond * flowSensitivity(problem.hits, 0)],
  );
  const engine: InventoryPolicy = {
    markupBps: (inventory, side) =>
      bestMarkup(
        problem.hits,
        Math.min(
          carryingCostBps(penalty, 0, 1) - side * inventoryPressureBps(penalty, [inventory], 0),
          problem.hedgeCostBps,
        ),
      ),
    hedges: (inventory) => inventoryPressureBps(penalty, [Math.abs(inventory) - 0.5], 0) > problem.hedgeCostBps,
  };

  it('is solved: no policy of ours does better, the engine nearly as well, one without skew worse', () => {
    const best = optimalUtility(problem);
    const ours = policyUtility(problem, engine);
    const blind = policyUtility(problem, { markupBps: () => 1 / 1.5, hedges: () => false });
    expect(ours).toBeLessThanOrEqual(best);
    expect(ours).toBeGreaterThan(0.95 * best);
    expect(blind).toBeLessThan(ours);
  });

  it('without risk is won by the one-shot markup', () => {
    // Far from the bounds of the inventory, which a careless dealer runs into.
    const careless = { ...problem, riskAversion: 0, blocksMax: 25, horizonSeconds: 60, steps: 120 };
    const oneShot = policyUtility(careless, { markupBps: () => bestMarkup(problem.hits, 0), hedges: () => false });
    expect(oneShot / optimalUtility(careless)).toBeCloseTo(1, 2);
  });
});
