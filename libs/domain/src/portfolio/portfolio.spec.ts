import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { integrate, symmetricEigen } from '#domain/core';
import {
  gaussian,
  parametricForecast,
  quantileCost,
  shockedMoment,
  type CostDistribution,
  type MarketShock,
} from '#domain/impact';
import { spreadBps } from '#domain/market-data';
import { market } from '../../../../test/factories/market.js';
import { doneBefore, heldTogetherSeconds, tradedTogether } from './even-schedules.js';
import { impactCoupling } from './cross-impact.js';
import {
  jointMarket,
  jointReturns,
  outstandingPairs,
  portfolioCost,
  portfolioFrontier,
  wholePortfolioCost,
  withVolatility,
  type JointMarket,
  type PortfolioBlock,
  type PortfolioCost,
  type StatedReturns,
} from './index.js';

const IDS = ['A', 'B', 'C', 'D'];
const VOLATILITIES = [0.01, 0.02, 0.03, 0.015];
const SCALES = [1e9, 3e8, 1e8, 5e8].map((dailyValue) => ({ sessionSeconds: 23_400, dailyValue }));

const returns = (changes: Partial<StatedReturns>): StatedReturns => ({
  instrumentIds: IDS,
  whenIndefinite: 'REFUSE',
  ...changes,
});

const joint = (stated: StatedReturns, shift = 0): JointMarket => {
  const answer = jointReturns(stated, VOLATILITIES.slice(0, stated.instrumentIds.length));
  if (!answer.ok) throw new Error(answer.error.message);
  return jointMarket(answer.value, SCALES, shift);
};

const correlated = (commonCorrelation: number, shift = 0): JointMarket => joint(returns({ commonCorrelation }), shift);

const block = (changes: Partial<PortfolioBlock> = {}): PortfolioBlock => ({
  instrumentId: 'A',
  side: 'BUY',
  value: 1e6,
  horizonSeconds: 1_800,
  spreadPaidBps: 1,
  forecast: { temporaryBps: 5, permanentBps: 2, slippage: gaussian(7, 40) },
  ...changes,
});

const PROBABILITIES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
const skewed = (meanBps: number, sdBps: number): CostDistribution => {
  const raw = quantileCost(PROBABILITIES, [-2, -1.3, -0.7, -0.2, 0.5, 2, 3.5]);
  return quantileCost(
    PROBABILITIES,
    raw.quantilesBps.map((x) => meanBps + (sdBps * (x - raw.meanBps)) / raw.sdBps),
  );
};

const anyBlock = fc
  .record({
    instrumentId: fc.constantFrom(...IDS),
    side: fc.constantFrom<'BUY' | 'SELL'>('BUY', 'SELL'),
    value: fc.double({ min: 1e4, max: 1e8, noNaN: true }),
    horizonSeconds: fc.double({ min: 60, max: 23_400, noNaN: true }),
    spreadPaidBps: fc.double({ min: 0, max: 5, noNaN: true }),
    temporaryBps: fc.double({ min: -2, max: 50, noNaN: true }),
    permanentBps: fc.double({ min: -1, max: 20, noNaN: true }),
    sdBps: fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 100, noNaN: true })),
    isSkewed: fc.boolean(),
  })
  .map(({ temporaryBps, permanentBps, sdBps, isSkewed, ...rest }): PortfolioBlock => {
    const mean = temporaryBps + permanentBps;
    const slippage = isSkewed && sdBps > 0 ? skewed(mean, sdBps) : gaussian(mean, sdBps);
    return { ...rest, forecast: { temporaryBps, permanentBps, slippage } };
  });

const anyBlocks = fc.array(anyBlock, { minLength: 1, maxLength: 12 });
const anyMarket = fc.array(fc.double({ min: -0.95, max: 0.95, noNaN: true }), { minLength: 4, maxLength: 4 }).map(
  // One factor: always positive definite.
  (loadings) => joint(returns({ correlations: loadings.map((x, i) => loadings.map((y, j) => (i === j ? 1 : x * y))) })),
);

const near = (actual: number, expected: number, size = 1): void => {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(size), Math.abs(expected)));
};

const sum = (answer: PortfolioCost, figure: (block: PortfolioCost['blocks'][number]) => number): number =>
  answer.blocks.reduce((total, one) => total + figure(one), 0);

describe('how even schedules meet', () => {
  it.each([
    [600, 600],
    [600, 1_800],
    [1_800, 600],
  ])('is what the integrals of their paths say (%d s and %d s)', (own, other) => {
    const done = (seconds: number, horizon: number): number => Math.min(1, seconds / horizon);
    const rate = (seconds: number, horizon: number): number => (seconds < horizon ? 1 / horizon : 0);
    const over = (f: (seconds: number) => number): number => integrate(f, 0, 600) + integrate(f, 600, 1_800);
    near(
      heldTogetherSeconds(own, other),
      over((t) => (1 - done(t, own)) * (1 - done(t, other))),
    );
    near(
      doneBefore(own, other),
      over((t) => rate(t, own) * done(t, other)),
    );
    const size = (horizon: number): number => over((t) => rate(t, horizon) ** 2);
    near(tradedTogether(own, other), over((t) => rate(t, own) * rate(t, other)) / Math.sqrt(size(own) * size(other)));
  });

  it('of two, one is done before the other or the other before it', () => {
    near(doneBefore(600, 1_800) + doneBefore(1_800, 600), 1);
  });
});

describe('the coupling of impact', () => {
  it.each([-0.9, -0.3, 0, 0.5, 0.99])('of two alike at a correlation of %d is rho / (1 + sqrt(1 - rho^2))', (rho) => {
    const coupling = impactCoupling([Float64Array.of(1, rho), Float64Array.of(rho, 1)], [0.02, 0.02], [1e8, 1e8]);
    near(coupling[0]![1]!, rho / (1 + Math.sqrt(1 - rho * rho)));
    expect(coupling[1]![0]).toBe(coupling[0]![1]);
  });

  it('is of an illiquid instrument weaker than the correlation, and complete at a correlation of 1', () => {
    const at = (rho: number): number =>
      impactCoupling([Float64Array.of(1, rho), Float64Array.of(rho, 1)], [0.02, 0.02], [1e8, 1e6])[0]![1]!;
    expect(at(0.5)).toBeLessThan(0.1);
    expect(at(1)).toBeCloseTo(1, 6);
  });

  it('has no negative eigenvalue', () => {
    fc.assert(
      fc.property(anyMarket, ({ coupling }) => {
        expect(Math.min(...symmetricEigen(coupling).values)).toBeGreaterThan(-1e-9);
      }),
    );
  });
});

describe('a portfolio', () => {
  it('of one block is its forecast', () => {
    const one = block({ forecast: { temporaryBps: 5, permanentBps: 2, slippage: skewed(7, 40) } });
    const { whole, blocks } = portfolioCost(correlated(0.5), [one]);
    near(whole.expectedCostBps, 7);
    const { slippage } = one.forecast;
    expect(whole.cost.kind).toBe('QUANTILES');
    if (whole.cost.kind === 'QUANTILES' && slippage.kind === 'QUANTILES') {
      whole.cost.quantilesBps.forEach((x, k) => {
        near(x, slippage.quantilesBps[k]!, 100);
      });
    }
    expect(blocks[0]!.terms).toMatchObject({ spreadBps: 1, crossTemporaryBps: 0, crossPermanentBps: 0 });
    near(blocks[0]!.increment.costSdBps, 40);
  });

  it('of uncorrelated instruments is the sum of its blocks', () => {
    const answer = portfolioCost(
      correlated(0),
      IDS.map((instrumentId, i) => block({ instrumentId, value: 1e6 * (i + 1) })),
    );
    near(answer.whole.expectedCostBps, 7);
    near(answer.whole.cost.sdBps, answer.whole.undiversifiedSdBps);
    near(answer.whole.cost.sdBps, (40 * Math.sqrt(1 + 4 + 9 + 16)) / 10);
  });

  it('has parts that sum to the whole', () => {
    fc.assert(
      fc.property(anyMarket, anyBlocks, (market, blocks) => {
        const answer = portfolioCost(market, blocks);
        const { whole } = answer;
        const size = Math.abs(whole.expectedShortfallBps) + whole.undiversifiedSdBps + 100;
        near(
          sum(answer, ({ contribution }) => contribution.expectedCostBps),
          whole.expectedCostBps,
          size,
        );
        near(
          sum(answer, ({ contribution }) => contribution.valueAtRiskBps),
          whole.valueAtRiskBps,
          size,
        );
        near(
          sum(answer, ({ contribution }) => contribution.expectedShortfallBps),
          whole.expectedShortfallBps,
          size,
        );
        if (whole.cost.sdBps > 1e-3) {
          near(
            sum(answer, ({ contribution }) => contribution.costSdBps),
            whole.cost.sdBps,
            size,
          );
        }
        near(
          answer.blocks.reduce((total, one, i) => total + one.expectedCostBps * blocks[i]!.value, 0) / whole.value,
          whole.expectedCostBps,
          size,
        );
      }),
    );
  });

  it('does not depend on the order of its blocks', () => {
    fc.assert(
      fc.property(anyMarket, anyBlocks, (market, blocks) => {
        const [there, back] = [portfolioCost(market, blocks), portfolioCost(market, [...blocks].reverse())];
        near(back.whole.expectedCostBps, there.whole.expectedCostBps, 100);
        near(back.whole.cost.sdBps ** 2, there.whole.cost.sdBps ** 2, 1e4);
        there.blocks.forEach((one, i) => {
          near(back.blocks[blocks.length - 1 - i]!.expectedCostBps, one.expectedCostBps, 1e4);
        });
      }),
    );
  });

  it('never earns by its own impact', () => {
    fc.assert(
      fc.property(anyMarket, anyBlocks, (market, blocks) => {
        const pushing = blocks.filter(({ forecast }) => forecast.temporaryBps >= 0 && forecast.permanentBps >= 0);
        fc.pre(pushing.length > 0);
        const { terms } = wholePortfolioCost(market, pushing);
        const { temporaryBps, crossTemporaryBps, permanentBps, crossPermanentBps } = terms;
        expect(temporaryBps + crossTemporaryBps).toBeGreaterThan(-1e-6);
        expect(permanentBps + crossPermanentBps).toBeGreaterThan(-1e-6);
      }),
    );
  });

  it('that buys and sells the same of one instrument costs its spreads, and risks what the forecasts are unsure of', () => {
    const sides = [block(), block({ side: 'SELL' })];
    const { whole } = portfolioCost(correlated(0.3), sides);
    near(whole.expectedCostBps, 1);
    near(whole.timingRiskBps, 0);
    const own = 0.01 * Math.sqrt(600 / 23_400) * 1e4;
    near(whole.cost.sdBps, Math.sqrt((40 ** 2 - own ** 2) / 2));
  });

  it.each([0, 0.9, 0.999, 1])('that buys one and sells the like of it at a correlation of %d', (rho) => {
    const alike: JointMarket = {
      ...correlated(0, rho),
      coupling: impactCoupling(correlated(0, rho).correlations, [1, 1, 1, 1], [1, 1, 1, 1]),
    };
    const { terms, timingRiskBps } = portfolioCost({ ...alike, volatilitiesPerSqrtSecond: [1e-4, 1e-4, 1e-4, 1e-4] }, [
      block(),
      block({ instrumentId: 'B', side: 'SELL' }),
    ]).whole;
    const own = terms.temporaryBps + terms.permanentBps;
    const left = (own + terms.crossTemporaryBps + terms.crossPermanentBps) / own;
    expect(left).toBeCloseTo(1 - alike.coupling[0]![1]!, 9);
    // The square root of four alike: eigenvalues sqrt(1 + 3 rho) once and sqrt(1 - rho) three times.
    const [all, each] = [Math.sqrt(1 + 3 * rho), Math.sqrt(1 - rho)];
    expect(left).toBeCloseTo((4 * each) / (all + 3 * each), 6);
    expect(timingRiskBps).toBeCloseTo(1e4 * 1e-4 * Math.sqrt((600 * (1 - rho)) / 2), 6);
  });

  it('costs more the more alike the instruments are that it buys', () => {
    const buys = IDS.map((instrumentId) => block({ instrumentId }));
    const at = (rho: number) => wholePortfolioCost(correlated(rho), buys);
    for (const [low, high] of [
      [0, 0.3],
      [0.3, 0.8],
    ] as const) {
      expect(at(high).expectedCostBps).toBeGreaterThan(at(low).expectedCostBps);
      expect(at(high).cost.sdBps).toBeGreaterThan(at(low).cost.sdBps);
    }
  });

  it('pays lasting impact late: the longer block pays more of what two cost one another', () => {
    const [short, long] = portfolioCost(correlated(0.8), [
      block(),
      block({ instrumentId: 'B', horizonSeconds: 7_200 }),
    ]).blocks;
    expect(long!.terms.crossPermanentBps).toBeCloseTo(7 * short!.terms.crossPermanentBps, 9);
  });

  it('costs with a block its increment more than without it', () => {
    fc.assert(
      fc.property(anyMarket, fc.array(anyBlock, { minLength: 2, maxLength: 8 }), (market, all) => {
        const blocks = all.map((one) => ({
          ...one,
          forecast: {
            ...one.forecast,
            slippage: gaussian(one.forecast.slippage.meanBps, one.forecast.slippage.sdBps + 1),
          },
        }));
        const { whole, blocks: costs } = portfolioCost(market, blocks);
        const rest = wholePortfolioCost(market, blocks.slice(1));
        const { increment } = costs[0]!;
        const share = rest.value / whole.value;
        near(increment.expectedCostBps, whole.expectedCostBps - rest.expectedCostBps * share, 1e3);
        expect(increment.costSdBps).toBeCloseTo(whole.cost.sdBps - rest.cost.sdBps * share, 5);
        expect(increment.expectedShortfallBps).toBeCloseTo(
          whole.expectedShortfallBps - rest.expectedShortfallBps * share,
          4,
        );
      }),
    );
  });

  it('keeps the spread of a forecast that is surer than the stated volatility', () => {
    const sure = block({ forecast: { temporaryBps: 5, permanentBps: 2, slippage: gaussian(7, 3) } });
    const { whole, blocks } = portfolioCost(correlated(0.5), [sure, { ...sure }]);
    expect(blocks[0]!.timingRiskBps).toBeGreaterThan(3);
    near(whole.cost.sdBps, 3);
  });

  it('refuses an instrument that nobody stated', () => {
    expect(() => portfolioCost(correlated(0.5), [block({ instrumentId: 'Z' })])).toThrow('no joint returns of Z');
  });
});

describe('outstanding pairs', () => {
  it('are those of most effect, most first', () => {
    fc.assert(
      fc.property(anyMarket, anyBlocks, (market, blocks) => {
        const all = outstandingPairs(market, blocks, 1_000);
        const few = outstandingPairs(market, blocks, 3);
        expect(few.hedges).toEqual(all.hedges.slice(0, 3));
        expect(few.crossImpacts).toEqual(all.crossImpacts.slice(0, 3));
        for (const { costCorrelation } of all.hedges) expect(costCorrelation).toBeLessThanOrEqual(0);
        const costs = all.crossImpacts.map(({ crossCost }) => Math.abs(crossCost));
        expect(costs).toEqual([...costs].sort((a, b) => b - a));
        const { whole } = portfolioCost(market, blocks);
        const crossed = ((whole.terms.crossTemporaryBps + whole.terms.crossPermanentBps) * whole.value) / 1e4;
        near(
          all.crossImpacts.reduce((total, { crossCost }) => total + crossCost, 0),
          crossed,
          whole.value,
        );
      }),
    );
  });
});

describe('a shocked market', () => {
  const whole = (shock: MarketShock) => {
    const { market: shocked } = shockedMoment({ market: market(), features: null }, shock);
    const forecasts = [0.1, 0.5, 0.9].map((aggression) => {
      const asked = { side: 'BUY', quantity: 40_000, horizonSeconds: 3_600, aggression, market: shocked } as const;
      return { aggression, forecast: parametricForecast({ ...asked, features: null }) };
    });
    return wholePortfolioCost(
      withVolatility(correlated(0.4), shock.volatilityFactor),
      forecasts.map(({ aggression, forecast }, i) =>
        block({ instrumentId: IDS[i]!, spreadPaidBps: (aggression * spreadBps(shocked)) / 2, forecast }),
      ),
    );
  };
  const CALM = { volatilityFactor: 1, volumeFactor: 1, spreadFactor: 1 };

  it.each<[string, Partial<MarketShock>]>([
    ['more volatile', { volatilityFactor: 1.5 }],
    ['thinner', { volumeFactor: 0.5 }],
    ['wider', { spreadFactor: 2 }],
  ])('costs more that is %s', (_, shock) => {
    expect(whole({ ...CALM, ...shock }).expectedCostBps).toBeGreaterThan(whole(CALM).expectedCostBps);
    expect(whole({ ...CALM, ...shock }).expectedShortfallBps).toBeGreaterThan(whole(CALM).expectedShortfallBps);
  });
});

describe('the frontier', () => {
  it('is of the paces that none beats in both cost and risk', () => {
    const at = (temporaryBps: number, sdBps: number) =>
      wholePortfolioCost(correlated(0), [
        block({ forecast: { temporaryBps, permanentBps: 0, slippage: gaussian(temporaryBps, sdBps) } }),
      ]);
    const judged = portfolioFrontier([
      { horizonFactor: 0.5, whole: at(20, 10) },
      { horizonFactor: 1, whole: at(10, 20) },
      { horizonFactor: 2, whole: at(11, 30) },
    ]);
    expect(judged.map(({ isEfficient }) => isEfficient)).toEqual([true, true, false]);
  });
});

describe('joint returns', () => {
  const two = (changes: Partial<StatedReturns>): StatedReturns => returns({ instrumentIds: ['A', 'B'], ...changes });

  it('are those of common factors', () => {
    const answer = jointReturns(
      two({
        factorLoadings: [
          [0.6, 0.2],
          [0.5, -0.4],
        ],
      }),
      [0.01, 0.02],
    );
    expect(answer.ok && answer.value.correlations[0]![1]).toBeCloseTo(0.22, 12);
  });

  it('are the same from covariances as from correlations', () => {
    const [a, b] = [0.01, 0.02];
    const from = jointReturns(
      two({
        covariances: [
          [a * a, 0.5 * a * b],
          [0.5 * a * b, b * b],
        ],
      }),
      [9, 9],
    );
    expect(from.ok && from.value.dailyVolatilities).toEqual([a, b]);
    expect(from.ok && from.value.correlations[0]![1]).toBeCloseTo(0.5, 12);
  });

  it.each<[string, Partial<StatedReturns>]>([
    ['returns', {}],
    [
      'returns',
      {
        commonCorrelation: 0,
        correlations: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
    ['returns.instrumentIds.1', { instrumentIds: ['A', 'A'], commonCorrelation: 0 }],
    ['returns.factorLoadings', { factorLoadings: [[0.5]] }],
    ['returns.factorLoadings.1', { factorLoadings: [[0.5], [0.5, 0.1]] }],
    [
      'returns.factorLoadings.0',
      {
        factorLoadings: [
          [0.8, 0.6],
          [0.5, 0.1],
        ],
      },
    ],
    ['returns.commonCorrelation', { commonCorrelation: 1 }],
    ['returns.commonCorrelation', { commonCorrelation: -1 }],
    ['returns.commonCorrelation', { commonCorrelation: NaN }],
    ['returns.correlations', { correlations: [[1]] }],
    ['returns.correlations.1', { correlations: [[1, 0], [0]] }],
    [
      'returns.correlations.0.1',
      {
        correlations: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    [
      'returns.correlations.1.1',
      {
        correlations: [
          [1, 0],
          [0, 0.9],
        ],
      },
    ],
    [
      'returns.correlations.0.1',
      {
        correlations: [
          [1, 0.1],
          [0.2, 1],
        ],
      },
    ],
    [
      'returns.correlations',
      {
        correlations: [
          [1, 1],
          [1, 1],
        ],
      },
    ],
    [
      'returns.covariances.1.1',
      {
        covariances: [
          [1, 0],
          [0, 0],
        ],
      },
    ],
    [
      'returns.covariances',
      {
        covariances: [
          [1e-4, 2e-4],
          [2e-4, 1e-4],
        ],
      },
    ],
    [
      'returns.covariances.0.1',
      {
        covariances: [
          [1e-4, NaN],
          [NaN, 1e-4],
        ],
      },
    ],
  ])('are refused at %s', (field, changes) => {
    const answer = jointReturns(two(changes), [0.01, 0.02]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'IMPOSSIBLE_COVARIANCE', field } });
  });

  it('are repaired where that is asked for, and say so', () => {
    const indefinite = [
      [1, 0.9, -0.9],
      [0.9, 1, 0.9],
      [-0.9, 0.9, 1],
    ];
    const stated = { instrumentIds: ['A', 'B', 'C'], correlations: indefinite };
    expect(jointReturns(returns(stated), VOLATILITIES)).toMatchObject({ error: { field: 'returns.correlations' } });
    const repaired = jointReturns(returns({ ...stated, whenIndefinite: 'REPAIR' }), VOLATILITIES);
    if (!repaired.ok) throw new Error(repaired.error.message);
    expect(repaired.value.isRepaired).toBe(true);
    const { correlations } = repaired.value;
    expect(correlations.map((row, i) => row[i])).toEqual([1, 1, 1]);
    expect(Math.min(...symmetricEigen(correlations).values)).toBeGreaterThan(0);
  });
});

describe('the example of docs/portfolio.md', () => {
  it('runs as it stands', () => {
    const stated = { instrumentIds: ['AAA', 'BBB'], commonCorrelation: 0.8, whenIndefinite: 'REFUSE' } as const;
    const daily = jointReturns(stated, [0.02, 0.015]);
    if (!daily.ok) throw new Error(daily.error.message);
    const scales = [1e9, 4e8].map((dailyValue) => ({ sessionSeconds: 23_400, dailyValue }));
    const one = (instrumentId: string, side: 'BUY' | 'SELL'): PortfolioBlock => ({
      instrumentId,
      side,
      value: 5e6,
      horizonSeconds: 3_600,
      spreadPaidBps: 1,
      forecast: { temporaryBps: 8, permanentBps: 3, slippage: gaussian(11, 45) },
    });
    const { whole, blocks } = portfolioCost(jointMarket(daily.value, scales, 0), [
      one('AAA', 'BUY'),
      one('BBB', 'SELL'),
    ]);
    expect(whole.expectedCostBps).toBeLessThan(11);
    expect(blocks.map(({ contribution }) => contribution.expectedCostBps)).toEqual([
      expect.closeTo(whole.expectedCostBps / 2, 9),
      expect.closeTo(whole.expectedCostBps / 2, 9),
    ]);
  });
});
