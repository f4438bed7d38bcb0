import { describe, expect, it } from '@jest/globals';
import { type Result } from '#domain/core';
import { povPolicy, schedulePolicy, twapSchedule } from '#domain/execution';
import { comparePolicies } from '../environment/compare-policies.js';
import { estimateAlternatives } from './alternative-estimates.js';
import { checkExperiment, simulateSeed, type Experiment } from './experiment.js';
import { type ExecutionExperiment, type ExecutionPolicy } from './execution-experiment.js';
import { type SeedResult } from './seed-result.js';
import { statedAuctions, type StatedAuctions } from './stated-auctions.js';
import { statedMarket, type StatedMarket } from './stated-market.js';
import { statedSeeds, type StatedSeeds } from './seeds.js';
import { studentQuantile975 } from '../student-quantile.js';

const valueOf = <T, E extends { message: string }>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const SHORT: StatedMarket = { sessionSeconds: 900, warmUpSeconds: 300 };

const execution = (change: Partial<ExecutionExperiment> = {}): ExecutionExperiment => ({
  kind: 'EXECUTION',
  market: valueOf(statedMarket(SHORT)),
  task: { side: 'BUY', quantity: 6_000, startSeconds: 60, horizonSeconds: 600, decisions: 10 },
  policies: [
    { schedule: 'TWAP', placement: 'TAKE' },
    { schedule: 'VWAP', placement: 'POST' },
    { schedule: 'POV', placement: 'TAKE', participationRate: 0.1 },
    { schedule: 'ALMGREN_CHRISS', placement: 'TAKE', urgency: 2 },
  ],
  ...change,
});

const auctions = (change: Partial<StatedAuctions> = {}) =>
  valueOf(statedAuctions({ panelSizes: [2, 5, 10], requests: 200, ...change }));

const throughJson = (experiment: Experiment): Experiment => JSON.parse(JSON.stringify(experiment)) as Experiment;

describe('simulateSeed', () => {
  it.each<[string, Experiment]>([
    ['policies', execution()],
    ['auctions', auctions({ quoting: 'STRATEGIC', lastLookHoldSeconds: 1, lastLookThresholdBps: 0.5 })],
  ])('%s: the same on the same seed, also of an experiment that was written down', (_, experiment) => {
    const first = valueOf(simulateSeed(experiment, 3));
    expect(valueOf(simulateSeed(throughJson(experiment), 3))).toEqual(first);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    const hashes = [first, valueOf(simulateSeed(experiment, 4))].flatMap(({ alternatives }) =>
      alternatives.map(({ hash }) => hash),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('says of policies what comparePolicies says of them', () => {
    const { market, task, policies } = execution();
    const seeds = [1, 2, 3, 4];
    const results = seeds.map((seed) =>
      valueOf(simulateSeed(execution({ policies: [policies[0]!, policies[2]!] }), seed)),
    );
    const compared = valueOf(
      comparePolicies(
        market,
        task,
        [
          { name: 'TWAP', factory: schedulePolicy(valueOf(twapSchedule(task.quantity, task.decisions)), 'TAKE') },
          { name: 'POV', factory: povPolicy(0.1, 'TAKE') },
        ],
        seeds,
      ),
    );
    const estimates = estimateAlternatives(results);
    expect(estimates.map(({ name }) => name)).toEqual(['TWAP, TAKE', 'POV 0.1, TAKE']);
    estimates.forEach(({ figures }, i) => {
      const shortfall = figures.find(({ name }) => name === 'shortfallBps')!;
      expect(shortfall.mean!.value).toBeCloseTo(compared[i]!.shortfallBps.value, 9);
      expect(shortfall.mean!.standardError).toBeCloseTo(compared[i]!.shortfallBps.standardError, 9);
      if (i > 0) expect(shortfall.againstFirst!.value).toBeCloseTo(compared[i]!.againstFirstBps.value, 9);
    });
    expect(results.map(({ alternatives }) => alternatives[0]!.hash)).toEqual(
      compared[0]!.results.map(({ hash }) => hash),
    );
  });

  it('of larger panels gets better prices from independent dealers, and leaks more', () => {
    const results = [1, 2, 3, 4, 5, 6].map((seed) => valueOf(simulateSeed(auctions({ leakageBps: 1 }), seed)));
    const [two, five, ten] = estimateAlternatives(results).map(({ figures }) =>
      Object.fromEntries(figures.map(({ name, mean, againstFirst }) => [name, { mean, againstFirst }])),
    );
    expect(two!.costBps!.againstFirst).toBeNull();
    expect(five!.tradedShare!.againstFirst!.low).toBeGreaterThan(0);
    expect(ten!.driftBps!.mean!.value).toBeGreaterThan(two!.driftBps!.mean!.value);
  });

  it('counts last looks only where there is one', () => {
    const rejects = (change: Partial<StatedAuctions>): unknown =>
      valueOf(simulateSeed(auctions(change), 1)).alternatives[2]!.figures.rejectsPerRequest;
    expect(rejects({})).toBe(0);
    expect(rejects({ lastLookHoldSeconds: 5, lastLookThresholdBps: 0 })).toBeGreaterThan(0);
  });
});

describe('estimateAlternatives', () => {
  const result = (seed: number, ...values: readonly (number | null)[]): SeedResult => ({
    seed,
    alternatives: values.map((costBps, i) => ({ name: `${i}`, hash: '', figures: { costBps } })),
  });

  it('pairs the seeds, and takes those that have both', () => {
    const results = [result(1, 1, 2), result(2, 3, 4), result(3, null, 9), result(4, 5, 6)];
    const [first, second] = estimateAlternatives(results);
    const [one, other] = [first!.figures[0]!, second!.figures[0]!];
    expect(one).toMatchObject({ name: 'costBps', mean: { value: 3, n: 3 }, againstFirst: null });
    expect(other).toMatchObject({
      mean: { n: 4 },
      againstFirst: { value: 1, standardError: 0, low: 1, high: 1, n: 3 },
    });
    // By hand: 1, 3, 5 have sd 2, and t of 2 degrees is 4.3027.
    expect(one.mean!.high).toBeCloseTo(3 + (4.302_652_7 * 2) / Math.sqrt(3), 6);
  });

  it('has no interval of less than two seeds, and nothing of none', () => {
    expect(estimateAlternatives([result(1, 1)])[0]!.figures[0]!.mean).toBeNull();
    expect(estimateAlternatives([])).toEqual([]);
  });

  it.each([
    [1, 12.706_2],
    [2, 4.302_65],
    [3, 3.182_45],
    [4, 2.776_45],
    [9, 2.262_16],
    [39, 2.022_69],
    [199, 1.971_96],
  ])('Student’s quantile of %d degrees is that of the tables', (degrees, quantile) => {
    expect(Math.abs(studentQuantile975(degrees) / quantile - 1)).toBeLessThan(0.002);
  });
});

describe('what is impossible is refused by name', () => {
  it.each<[string, keyof StatedMarket, number]>([
    ['a negative rate', 'limitOrdersPerSecond', -1],
    ['a negative rate', 'cancellationsPerSecond', -0.001],
    ['a negative rate', 'marketOrdersPerSecond', -1],
    ['a negative rate', 'jumpsPerSecond', -1],
    ['no rate', 'metaorderTradesPerSecond', NaN],
    ['a branching ratio of 1', 'branchingRatio', 1],
    ['a negative branching ratio', 'branchingRatio', -0.1],
    ['no number', 'branchingRatio', NaN],
    ['half a maker', 'makers', 1.5],
    ['too many makers', 'makers', 101],
    ['no metaorder', 'concurrentMetaorders', 0],
    ['signs without memory', 'tailExponent', 2],
    ['a negative spread', 'makerHalfSpreadTicks', -1],
    ['a negative jump', 'jumpSdBps', -1],
  ])('%s: %s %d', (_, field, value) => {
    expect(statedMarket({ [field]: value })).toMatchObject({ ok: false, error: { field } });
  });

  const market = (stated: StatedMarket) => valueOf(statedMarket({ ...SHORT, ...stated }));
  const policies = (...list: readonly ExecutionPolicy[]): Partial<ExecutionExperiment> => ({ policies: list });
  const task = (change: object): Partial<ExecutionExperiment> => ({ task: { ...execution().task, ...change } });

  it.each<[string, Partial<ExecutionExperiment>]>([
    ['execution.market.tickSize', { market: market({ tickSize: 0 }) }],
    ['execution.market.initialMidTicks', { market: market({ initialMidTicks: 1 }) }],
    ['execution.market.sessionSeconds', { market: market({ sessionSeconds: -1 }) }],
    ['execution.market', { market: market({ limitOrdersPerSecond: 1_000 }) }],
    ['execution.market', { market: market({ cancellationsPerSecond: 1e-9 }) }],
    ['execution.market', { market: market({ branchingRatio: 0.999_999 }) }],
    ['execution.quantity', task({ quantity: -5 })],
    ['execution.horizonSeconds', task({ horizonSeconds: 10_000 })],
    ['execution.decisions', task({ decisions: 0 })],
    ['execution.policies', policies()],
    ['execution.policies', { policies: new Array<ExecutionPolicy>(11).fill({ schedule: 'TWAP', placement: 'TAKE' }) }],
    ['execution.policies.0.participationRate', policies({ schedule: 'POV', placement: 'TAKE' })],
    ['execution.policies.0.participationRate', policies({ schedule: 'POV', placement: 'TAKE', participationRate: 1 })],
    [
      'execution.policies.0.participationRate',
      policies({ schedule: 'TWAP', placement: 'TAKE', participationRate: 0.1 }),
    ],
    ['execution.policies.0.urgency', policies({ schedule: 'ALMGREN_CHRISS', placement: 'TAKE', urgency: -1 })],
    ['execution.policies.0.urgency', policies({ schedule: 'ALMGREN_CHRISS', placement: 'TAKE', urgency: Infinity })],
    [
      'execution.policies.1',
      policies({ schedule: 'TWAP', placement: 'TAKE' }, { schedule: 'TWAP', placement: 'TAKE' }),
    ],
  ])('%s of an execution experiment', (field, change) => {
    const experiment = execution(change);
    expect(checkExperiment(experiment)).toMatchObject({ code: 'IMPOSSIBLE_PARAMETERS', field });
  });

  it.each<[string, Partial<StatedAuctions>]>([
    ['dealers', { dealers: 0 }],
    ['dealers', { dealers: 51 }],
    ['responseProbability', { responseProbability: 1.1 }],
    ['leakageBps', { leakageBps: -1 }],
    ['preHedgedShare', { preHedgedShare: NaN }],
    ['lastLookThresholdBps', { lastLookHoldSeconds: 1 }],
    ['lastLookHoldSeconds', { lastLookHoldSeconds: -1, lastLookThresholdBps: 1 }],
    ['tickSize', { tickSize: 0 }],
    ['volatilityBpsPerSqrtSecond', { volatilityBpsPerSqrtSecond: -1 }],
    ['informedProbability', { informedProbability: 2 }],
    ['medianQuantity', { medianQuantity: 0 }],
  ])('%s of auctions', (field, change) => {
    expect(statedAuctions({ panelSizes: [2], requests: 10, ...change })).toMatchObject({ ok: false, error: { field } });
  });

  it.each<[string, Partial<StatedAuctions>]>([
    ['auctions.requests', { requests: 0 }],
    ['auctions.requests', { requests: 1e6 }],
    ['auctions.requestsPerSecond', { requestsPerSecond: -1 }],
    ['auctions.panelSizes', { panelSizes: [] }],
    ['auctions.panelSizes.1', { panelSizes: [2, 11] }],
    ['auctions.panelSizes.1', { panelSizes: [2, 2] }],
    ['auctions.panelSizes.0', { panelSizes: [0] }],
  ])('%s of an auction experiment', (field, change) => {
    expect(checkExperiment(auctions(change))).toMatchObject({ code: 'IMPOSSIBLE_PARAMETERS', field });
  });

  it('the experiments above are possible', () => {
    expect([checkExperiment(execution()), checkExperiment(auctions())]).toEqual([undefined, undefined]);
  });
});

describe('statedSeeds', () => {
  it.each<[StatedSeeds, readonly number[]]>([
    [{ seedCount: 3 }, [1, 2, 3]],
    [{ firstSeed: 7, seedCount: 2 }, [7, 8]],
    [{ seeds: [9, 0, 4] }, [0, 4, 9]],
  ])('%j', (stated, seeds) => {
    expect(statedSeeds(stated)).toEqual({ ok: true, value: seeds });
  });

  it.each<[string, StatedSeeds]>([
    ['seedCount', {}],
    ['seedCount', { seedCount: 1 }],
    ['seedCount', { seedCount: 201 }],
    ['seedCount', { seedCount: 2.5 }],
    ['firstSeed', { firstSeed: -1, seedCount: 2 }],
    ['firstSeed', { firstSeed: 2 ** 31 - 1, seedCount: 2 }],
    ['seeds', { seeds: [1] }],
    ['seeds', { seeds: Array.from({ length: 201 }, (_, i) => i) }],
    ['seeds', { seeds: [1, 2], seedCount: 2 }],
    ['seeds.1', { seeds: [1, 1] }],
    ['seeds.0', { seeds: [0.5, 1] }],
    ['seeds.1', { seeds: [1, NaN] }],
  ])('refuses %s of %j', (field, stated) => {
    expect(statedSeeds(stated)).toMatchObject({ ok: false, error: { field } });
  });
});
