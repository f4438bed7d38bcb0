import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openAnalysisClient, type AnalysisClient } from '../factories/analysis-client.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';

jest.setTimeout(120_000);

const FAILURE = '... on ExpectedError { code field allowed }';
const ANALYSE = `mutation Analyse($input: AnalysePortfolioInput!) {
  analysePortfolio(input: $input) { ... on Analysis { analysisId kind status rows partsDone } ${FAILURE} }
}`;
const TERMS = 'terms { spreadBps temporaryBps permanentBps crossTemporaryBps crossPermanentBps }';
const WHOLE = `whole { value expectedCostBps timingRiskBps undiversifiedSdBps ${TERMS} cost { sdBps expectedShortfallBps } }`;
const FOUND = `query Found($id: ID!, $from: Int = 0, $first: Int = 100) {
  analysis(id: $id) {
    ... on Analysis {
      status rows partsDone failureReason
      portfolio(from: $from, first: $first) {
        ${WHOLE} isRepaired
        blocks {
          block { side quantity } value expectedCostBps costSdBps tier
          contribution { expectedCostBps costSdBps expectedShortfallBps } increment { expectedCostBps }
        }
        hedges { first second costCorrelation } crossImpacts { first second crossCost }
        scenarios { scenario { name } ${WHOLE} } frontier { horizonFactor isEfficient ${WHOLE} }
        failures { code }
      }
      scenarios { ... on ScenarioRow { row } }
    }
    ${FAILURE}
  }
}`;
const FORECAST = `query Forecast($input: ImpactForecastInput!) {
  impactForecast(input: $input) {
    ... on ImpactForecastAnswer { forecast { slippage { meanBps sdBps expectedShortfallBps } } } ${FAILURE}
  }
}`;

interface Whole {
  readonly expectedCostBps: number;
  readonly cost: { readonly sdBps: number; readonly expectedShortfallBps: number };
  readonly terms: Readonly<Record<string, number>>;
}
interface Portfolio {
  readonly whole: Whole;
  readonly isRepaired: boolean;
  readonly blocks: readonly { readonly contribution: { readonly expectedCostBps: number } }[];
  readonly hedges: readonly object[];
  readonly scenarios: readonly { readonly whole: Whole }[];
  readonly frontier: readonly { readonly whole: Whole }[];
  readonly failures: readonly object[];
}
interface Found {
  readonly analysisId: string;
  readonly portfolio: Portfolio;
}

const BUY = { instrumentId: 'TEST', side: 'BUY', quantity: 20_000, horizonSeconds: 1_800 };
const SELL = { ...BUY, side: 'SELL', quantity: 15_000 };
const PORTFOLIO = {
  blocks: [BUY, SELL],
  returns: { commonCorrelation: 0.5 },
  scenarios: [
    { name: 'volatile', volatilityFactor: 2 },
    { name: 'as one', correlationShift: 1 },
  ],
  horizonFactors: [0.5, 2],
};

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('portfolios on %s', (_, open: () => Promise<Deployment>) => {
  let client: AnalysisClient<Found>;
  beforeAll(async () => {
    const documents = { role: 'quant', analyse: ANALYSE, found: FOUND, input: PORTFOLIO } as const;
    client = await openAnalysisClient(await open(), documents);
  });
  afterAll(() => client.close());

  it('is queued as rows, computed, and sums up', async () => {
    expect(await client.analyse()).toMatchObject({ kind: 'PORTFOLIO', status: 'QUEUED', rows: 5, partsDone: 0 });
    const { whole, blocks, hedges, scenarios, frontier, failures, isRepaired } = (await client.analysed()).portfolio;
    expect(Object.values(whole.terms).reduce((sum, term) => sum + term, 0)).toBeCloseTo(whole.expectedCostBps, 9);
    expect(blocks.reduce((sum, one) => sum + one.contribution.expectedCostBps, 0)).toBeCloseTo(
      whole.expectedCostBps,
      9,
    );
    expect(hedges).toMatchObject([{ first: 0, second: 1 }]);
    expect(whole.terms.crossTemporaryBps).toBeLessThan(0);
    expect(scenarios).toMatchObject([{ scenario: { name: 'volatile' } }, { scenario: { name: 'as one' } }]);
    expect(scenarios[0]!.whole.expectedCostBps).toBeGreaterThan(whole.expectedCostBps);
    expect(frontier.map((pace) => pace.whole.expectedCostBps < whole.expectedCostBps)).toEqual([false, true]);
    expect({ failures, isRepaired }).toEqual({ failures: [], isRepaired: false });
  });

  it('of one block is its forecast', async () => {
    const { whole } = (await client.analysed({ blocks: [BUY], scenarios: null, horizonFactors: null })).portfolio;
    const { slippage } = await client
      .ask<{ forecast: { slippage: Record<string, number> } }>(FORECAST, {
        input: { ...BUY, aggression: 0.5 },
      })
      .then(({ forecast }) => forecast);
    expect(whole.expectedCostBps).toBeCloseTo(slippage.meanBps!, 9);
    expect(whole.cost.sdBps).toBeCloseTo(slippage.sdBps!, 9);
    expect(whole.cost.expectedShortfallBps).toBeCloseTo(slippage.expectedShortfallBps!, 9);
  });

  it('shows what is there while it is computed, a page of blocks at a time', async () => {
    const { analysisId } = await client.analyse({ blocks: Array.from({ length: 120 }, () => BUY) });
    expect(await client.found(analysisId)).toMatchObject({
      portfolio: { whole: null, blocks: [], scenarios: [], frontier: [] },
    });
    const [base, ...others] = await client.take();
    await base!.run();
    const found = await client.found(analysisId, { from: 110, first: 50 });
    expect(found).toMatchObject({ status: 'RUNNING', partsDone: 1, portfolio: { scenarios: [] } });
    expect(found.portfolio.blocks).toHaveLength(10);
    for (const job of others) await job.run();
    expect(await client.found(analysisId)).toMatchObject({ status: 'DONE', partsDone: 5, scenarios: [] });
  });

  it('is one analysis per key, and no other request under it', async () => {
    const first = await client.analyse({ idempotencyKey: 'the same' });
    expect(await client.analyse({ idempotencyKey: 'the same' })).toEqual(first);
    expect(await client.analyse({ idempotencyKey: 'the same', blocks: [SELL] })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it.each<[string, string, object]>([
    ['IMPOSSIBLE_COVARIANCE', 'returns', { returns: {} }],
    ['IMPOSSIBLE_COVARIANCE', 'returns', { returns: { commonCorrelation: 0, correlations: [[1]] } }],
    ['IMPOSSIBLE_COVARIANCE', 'returns.commonCorrelation', { returns: { commonCorrelation: 1 } }],
    ['IMPOSSIBLE_COVARIANCE', 'returns.covariances.0.0', { returns: { covariances: [[0]] } }],
    ['IMPOSSIBLE_COVARIANCE', 'returns.correlations', { returns: { correlations: [] } }],
    ['IMPOSSIBLE_COVARIANCE', 'returns.factorLoadings.0', { returns: { factorLoadings: [[1]] } }],
    ['INVALID_PORTFOLIO', 'returns.instrumentIds.0', { returns: { instrumentIds: ['B'], commonCorrelation: 0 } }],
    ['INVALID_PORTFOLIO', 'scenarios.0.volumeFactor', { scenarios: [{ name: 'none', volumeFactor: 0 }] }],
    ['INVALID_PORTFOLIO', 'horizonFactors.1', { horizonFactors: [1, 1_000] }],
    ['INVALID_QUANTITY', 'blocks.1.quantity', { blocks: [BUY, { ...SELL, quantity: -1 }] }],
    ['INVALID_HORIZON', 'blocks.0.horizonSeconds', { blocks: [{ ...BUY, horizonSeconds: -60 }] }],
    ['INVALID_HORIZON', 'blocks.0.participation', { blocks: [{ ...BUY, horizonSeconds: null, participation: 1.2 }] }],
    ['UNKNOWN_INSTRUMENT', 'blocks.0.instrumentId', { blocks: [{ ...BUY, instrumentId: 'OTHER' }] }],
  ])('answers %s at %s', async (code, field, changes) => {
    await client.take();
    expect(await client.analyse(changes)).toMatchObject({ code, field });
    expect(await client.take()).toEqual([]);
  });
});
