import { describe, expect, it } from '@jest/globals';
import { gaussian, parametricForecast, type ImpactForecast } from '#domain/impact';
import { bestAlternative, STRATEGIES, strategyRequests, strategyTable, type Block } from './index.js';

/** 100,000 units of a stock that trades two million a day, to be bought within an hour. */
const block: Block = {
  side: 'BUY',
  quantity: 100_000,
  horizonSeconds: 3600,
  market: {
    terms: {
      instrumentId: 'TEST',
      kind: 'EQUITY',
      currency: 'USD',
      tickSize: 0.01,
      lotSize: 1,
      contractMultiplier: 1,
      sessionSeconds: 23_400,
      averageDailyVolume: 2e6,
      dailyVolatility: 0.01,
      sharesOutstanding: 2e8,
      feesAndSettlementBps: 0,
      estimated: [],
    },
    source: { kind: 'SIMULATED', name: 'test' },
    status: 'OPEN',
    sequence: 1,
    exchangeTime: '2012-06-21T14:00:00.000000000Z',
    bids: [{ price: 49.99, size: 100 }],
    asks: [{ price: 50.01, size: 100 }],
    tradedVolume: 0,
    averageSpreadBps: 4,
    realisedDailyVolatility: 0.01,
  },
  features: null,
};

const forecast = (temporaryBps: number, permanentBps: number, sdBps: number): ImpactForecast => ({
  modelVersion: 'test/1.0.0',
  tier: 'PARAMETRIC',
  identification: 'SIMULATED',
  temporaryBps,
  permanentBps,
  lastingShiftBps: 2 * permanentBps,
  slippage: gaussian(temporaryBps + permanentBps, sdBps),
  residual: [],
  members: [],
});

// The example of the product: means and parts printed, standard deviations solved from the probabilities.
const EXAMPLE = [forecast(8.5, 3.2, 4.41), forecast(4.1, 1.8, 3.96), forecast(2.3, 1.1, 4.01)];

describe('strategyRequests', () => {
  it('asks for the same block at three paces', () => {
    expect(
      strategyRequests(block).map(({ quantity, horizonSeconds, aggression }) => [quantity, horizonSeconds, aggression]),
    ).toEqual([
      [100_000, 900, 0.9],
      [100_000, 1800, 0.5],
      [100_000, 3600, 0.1],
    ]);
  });
});

describe('strategyTable', () => {
  it.each([
    ['AGGRESSIVE', 8.5, 3.2, 11.7, 0.65],
    ['BALANCED', 4.1, 1.8, 5.9, 0.15],
    ['PASSIVE', 2.3, 1.1, 3.4, 0.05],
  ])(
    '%s: %d + %d = %d bps, exceeds 10 bps with probability %d',
    (strategy, temporary, permanent, slippage, probability) => {
      const row = strategyTable(block, EXAMPLE).find((candidate) => candidate.strategy === strategy)!;
      expect([row.temporaryBps, row.permanentBps]).toEqual([temporary, permanent]);
      expect(row.slippageBps).toBeCloseTo(slippage, 12);
      expect(row.lastingShiftBps).toBe(2 * permanent);
      expect(row.exceedanceThresholdBps).toBe(10);
      expect(Math.round(row.exceedanceProbability * 100) / 100).toBe(probability);
    },
  );

  it('shows the tail of the first row', () => {
    const [row] = strategyTable(block, EXAMPLE);
    expect(row?.valueAtRiskBps).toBeCloseTo(11.7 + 4.41 * 1.644_854, 4);
    expect(row?.expectedShortfallBps).toBeCloseTo(11.7 + 4.41 * 2.062_713, 4);
  });

  it('takes another threshold', () => {
    const [row] = strategyTable(block, EXAMPLE, 11.7);
    expect(row?.exceedanceProbability).toBeCloseTo(0.5, 12);
  });

  it('states the pace of each row', () => {
    const rates = strategyTable(block, EXAMPLE).map((row) => row.participationRate);
    // Q/V is 5 %; a quarter, half and all of 3600 s are T = 1/26, 1/13 and 2/13 of the session.
    const expected = [1 / 26, 1 / 13, 2 / 13].map((horizonDays) => 0.05 / (0.05 + horizonDays));
    rates.forEach((rate, i) => {
      expect(rate).toBeCloseTo(expected[i]!, 12);
    });
  });

  it('orders the strategies by cost and by the certainty of it, under the parametric model', () => {
    const rows = strategyTable(block, strategyRequests(block).map(parametricForecast));
    for (const row of rows) expect(row.temporaryBps + row.permanentBps).toBeCloseTo(row.slippageBps, 12);
    const [aggressive, balanced, passive] = rows;
    expect(aggressive!.slippageBps).toBeGreaterThan(balanced!.slippageBps);
    expect(balanced!.slippageBps).toBeGreaterThan(passive!.slippageBps);
    expect(aggressive!.slippage.sdBps).toBeLessThan(passive!.slippage.sdBps);
  });

  it('leaves what follows in the batch alone', () => {
    expect(strategyTable(block, [...EXAMPLE, forecast(1, 1, 1)])).toEqual(strategyTable(block, EXAMPLE));
  });

  it.each<[string, () => unknown]>([
    ['PASSIVE', () => strategyTable(block, EXAMPLE.slice(0, 2))],
    ['exceedanceThresholdBps', () => strategyTable(block, EXAMPLE, NaN)],
    ['quantity', () => strategyTable({ ...block, quantity: -1 }, EXAMPLE)],
    ['rows', () => bestAlternative([], 0)],
    ['riskAversion', () => bestAlternative(strategyTable(block, EXAMPLE), -0.1)],
    ['riskAversion', () => bestAlternative(strategyTable(block, EXAMPLE), NaN)],
  ])('refuses and names %s', (name, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(name);
  });
});

describe('bestAlternative', () => {
  // The patient strategy is cheaper by 4 bps and riskier by 6 bps of standard deviation.
  const rows = strategyTable(block, [forecast(8, 0, 2), forecast(6, 0, 5), forecast(4, 0, 8)]);

  it.each([
    [0, 'PASSIVE'],
    [0.1, 'PASSIVE'],
    // E + 1.0 CVaR: 16 + 4.1, 12 + 10.3, 8 + 16.5.
    [1, 'AGGRESSIVE'],
    [10, 'AGGRESSIVE'],
  ])('with a risk aversion of %d chooses %s', (riskAversion, strategy) => {
    expect(bestAlternative(rows, riskAversion).strategy).toBe(strategy);
  });

  it('takes the first of equals', () => {
    const equal = strategyTable(block, [forecast(5, 1, 3), forecast(5, 1, 3), forecast(5, 1, 3)]);
    expect(bestAlternative(equal, 0.1).strategy).toBe('AGGRESSIVE');
  });
});

describe('STRATEGIES', () => {
  it('are faster and more aggressive in the same order', () => {
    const fractions = STRATEGIES.map((strategy) => strategy.horizonFraction);
    const aggressions = STRATEGIES.map((strategy) => strategy.aggression);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(aggressions).toEqual([...aggressions].sort((a, b) => b - a));
  });
});
