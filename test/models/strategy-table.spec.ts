import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { KeyedRng } from '#domain/core';
import { strategyRequests, strategyTable, type ScenarioRow } from '#domain/execution';
import {
  parametricForecast,
  quantileBps,
  quantileCost,
  type CostDistribution,
  type ImpactForecast,
  type ImpactRequest,
} from '#domain/impact';

const MODELS = ['window', 'metaorder', 'simulated'];
const DRAWS = 40_000;
const THRESHOLDS_BPS = [0, 5, 10, 25];

const BLOCK: Omit<ImpactRequest, 'aggression'> = {
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

/** Slippage of the rows that a served model's golden file holds, as its outputs say it: the first K quantiles of a row. */
const servedSlippages = (model: string): readonly CostDistribution[] => {
  const read = (file: string): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../../models', model, '1.0.0', file), 'utf8'));
  const { probabilities, labels } = read('manifest.json') as {
    readonly probabilities: readonly number[];
    readonly labels: readonly string[];
  };
  expect(labels[0]).toBe('slippage');
  const { vectors } = read('golden.json') as { readonly vectors: readonly { readonly quantiles: readonly number[] }[] };
  return vectors
    .slice(0, 3)
    .map(({ quantiles }) =>
      quantileCost(probabilities, [...quantiles.slice(0, probabilities.length)].sort((a, b) => a - b)),
    );
};

const withSlippage = (forecast: ImpactForecast, slippage: CostDistribution): ImpactForecast => ({
  ...forecast,
  temporaryBps: slippage.meanBps - forecast.permanentBps,
  slippage,
});

/** Costs drawn by inversion from the distribution that a row shows. */
const drawn = ({ slippage }: ScenarioRow, seed: number): Float64Array => {
  const rng = new KeyedRng(seed).select(1, 0);
  return Float64Array.from({ length: DRAWS }, () =>
    quantileBps(slippage, Math.min(1 - 1e-12, Math.max(1e-12, rng.uniform()))),
  );
};

const parametric = strategyRequests(BLOCK).map(parametricForecast);
const TABLES: readonly (readonly [string, readonly ImpactForecast[]])[] = [
  ['parametric', parametric],
  ...MODELS.map((model) => {
    const slippages = servedSlippages(model);
    return [model, parametric.map((forecast, i) => withSlippage(forecast, slippages[i]!))] as const;
  }),
];

describe('the strategy table beside draws of the distributions that it shows', () => {
  it.each(TABLES)('%s: terms sum to the mean, probabilities and tails are those of the draws', (_, forecasts) => {
    const tables = THRESHOLDS_BPS.map((thresholdBps) => strategyTable(BLOCK, forecasts, thresholdBps));
    tables[0]!.forEach((row, i) => {
      const costs = drawn(row, i).sort();
      const mean = costs.reduce((sum, cost) => sum + cost, 0) / DRAWS;
      const sd = Math.sqrt(costs.reduce((sum, cost) => sum + (cost - mean) ** 2, 0) / DRAWS);
      const worst = costs.subarray(Math.round(0.95 * DRAWS));
      const tail = worst.reduce((sum, cost) => sum + cost, 0) / worst.length;
      // Four standard errors of the draws; tails vary by less than a tenth of the spread.
      expect(Math.abs(row.temporaryBps + row.permanentBps - mean)).toBeLessThan((4 * sd) / Math.sqrt(DRAWS));
      expect(row.slippageBps).toBeCloseTo(row.temporaryBps + row.permanentBps, 9);
      expect(Math.abs(row.valueAtRiskBps - worst[0]!)).toBeLessThan(0.1 * sd);
      expect(Math.abs(row.expectedShortfallBps - tail)).toBeLessThan(0.1 * sd);
      THRESHOLDS_BPS.forEach((thresholdBps, t) => {
        const above = costs.reduce((count, cost) => count + Number(cost > thresholdBps), 0) / DRAWS;
        expect(Math.abs(tables[t]![i]!.exceedanceProbability - above)).toBeLessThan(4 * Math.sqrt(0.25 / DRAWS));
      });
    });
  });
});
