import { beforeEach, describe, expect, it } from '@jest/globals';
import { expectedShortfallBps } from '#domain/impact';
import { type InstrumentTerms } from '#domain/market-data';
import { type ImpactModel, type InThreads } from '#application/ports';
import { MemoryMarketState } from '#adapters/memory';
import { ParametricModel } from '#adapters/parametric';
import { SESSION_TIME } from '../../../../test/factories/api.js';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market, terms } from '../../../../test/factories/market.js';
import { portfolioInputs, type PortfolioCommand } from './portfolio-inputs.js';
import { portfolioMethod, type PortfolioRow } from './portfolio-method.js';
import { PORTFOLIO_COMPUTATIONS, type PartAnswer } from './portfolio-part.js';

const CALM = { volatilityFactor: 1, volumeFactor: 1, spreadFactor: 1, correlationShift: 0 };

const block = (instrumentId: string, changes: Partial<PortfolioCommand['blocks'][number]> = {}) => ({
  instrumentId,
  side: 'BUY' as const,
  quantity: 40_000,
  quantityUnit: 'UNITS' as const,
  horizonSeconds: 3_600,
  aggression: 0.5,
  ...changes,
});

const COMMAND: PortfolioCommand = {
  blocks: [block('A'), block('B', { side: 'SELL', quantity: 10_000 }), block('C', { horizonSeconds: 7_200 })],
  returns: { commonCorrelation: 0.4, whenIndefinite: 'REFUSE' },
  scenarios: [
    { ...CALM, name: 'volatile', volatilityFactor: 2 },
    { ...CALM, name: 'thin', volumeFactor: 0.5 },
    { ...CALM, name: 'wide', spreadFactor: 3 },
    { ...CALM, name: 'as one', correlationShift: 0.9 },
  ],
  horizonFactors: [0.5, 1, 2],
};

let state: MemoryMarketState;

const listed = (instrumentId: string, changes: Partial<InstrumentTerms> = {}): void => {
  state.setState(instrumentState(market({ terms: terms({ instrumentId, ...changes }) })));
};

beforeEach(() => {
  state = new MemoryMarketState();
  state.setNow(SESSION_TIME);
  listed('A');
  listed('B', { dailyVolatility: 0.03 });
  listed('C', { averageDailyVolume: 1_000_000 });
});

/** Everything in this thread, and how often it was asked for. */
const counted = () => {
  const asked: string[] = [];
  const here =
    <Given extends readonly unknown[], Answer>(name: string, f: (...given: Given) => Answer) =>
    (...given: Given): Promise<Answer> => {
      asked.push(name);
      return Promise.resolve(f(...given));
    };
  const computing: InThreads<typeof PORTFOLIO_COMPUTATIONS> = {
    jointReturns: here('jointReturns', PORTFOLIO_COMPUTATIONS.jointReturns),
    jointMarket: here('jointMarket', PORTFOLIO_COMPUTATIONS.jointMarket),
    wholePortfolioCost: here('wholePortfolioCost', PORTFOLIO_COMPUTATIONS.wholePortfolioCost),
    portfolioCost: here('portfolioCost', PORTFOLIO_COMPUTATIONS.portfolioCost),
  };
  return { asked, computing };
};

const stated = (changes: Partial<PortfolioCommand> = {}): string => {
  const inputs = portfolioInputs(state, { ...COMMAND, ...changes });
  if (!inputs.ok) throw new Error(inputs.error.message);
  return JSON.stringify(inputs.value);
};

const model = new ParametricModel();

const rowsOf = async (changes: Partial<PortfolioCommand> = {}, to = 8): Promise<readonly PortfolioRow[]> =>
  (await portfolioMethod({ model, computing: counted().computing }).rows(stated(changes), 0, to)) as PortfolioRow[];

const answersOf = async (changes: Partial<PortfolioCommand> = {}): Promise<readonly PartAnswer[]> =>
  (await rowsOf(changes)).filter((row): row is PartAnswer => 'kind' in row);

describe('the rows of a portfolio', () => {
  it('are the base, the scenarios and the paces', async () => {
    const answers = await answersOf();
    expect(answers.map(({ kind }) => kind).join(' ')).toBe('BASE SCENARIO SCENARIO SCENARIO SCENARIO PACE PACE PACE');
    const [base] = answers;
    expect(base).toMatchObject({ isRepaired: false, blocks: [{}, {}, {}] });
    expect(answers[6]).toEqual({ kind: 'PACE', horizonFactor: 1, whole: base!.whole });
  });

  it('of one block are those of its forecast', async () => {
    const [base] = await answersOf({ blocks: [block('A')] });
    const request = { side: 'BUY', quantity: 40_000, horizonSeconds: 3_600, aggression: 0.5 } as const;
    const alone = await model.forecast([
      { ...request, market: market({ terms: terms({ instrumentId: 'A' }) }), features: null },
    ]);
    if (!alone.ok) throw new Error(alone.error.message);
    const { temporaryBps, permanentBps, slippage } = alone.value[0]!;
    expect(base!.whole.expectedCostBps).toBeCloseTo(temporaryBps + permanentBps, 9);
    expect(base!.whole.expectedShortfallBps).toBeCloseTo(expectedShortfallBps(slippage, 0.95), 9);
    expect(base!.whole.value).toBeCloseTo(4_000_000, 3);
  });

  it('cost more under every shock but that of the correlation, which moves the cost as the sides lie', async () => {
    const [base, volatile, thin, wide] = await answersOf();
    for (const shocked of [volatile, thin, wide]) {
      expect(shocked!.whole.expectedCostBps).toBeGreaterThan(base!.whole.expectedCostBps);
    }
    const buys = await answersOf({ blocks: ['A', 'B', 'C'].map((id) => block(id)) });
    expect(buys[4]!.whole.expectedShortfallBps).toBeGreaterThan(buys[0]!.whole.expectedShortfallBps);
  });

  it('are surer and dearer the faster the whole is traded', async () => {
    const [fast, usual, slow] = (await answersOf()).slice(5);
    expect(fast!.whole.expectedCostBps).toBeGreaterThan(usual!.whole.expectedCostBps);
    expect(usual!.whole.expectedCostBps).toBeGreaterThan(slow!.whole.expectedCostBps);
    expect(fast!.whole.timingRiskBps).toBeLessThan(usual!.whole.timingRiskBps);
  });

  it('are equal part by part and together, and share what their instruments have in common', async () => {
    const { asked, computing } = counted();
    const method = portfolioMethod({ model, computing });
    const inputs = stated();
    const apart: object[] = [];
    for (let part = 7; part >= 0; part -= 1) apart.unshift(...(await method.rows(inputs, part, part + 1)));
    expect(JSON.stringify(apart)).toBe(JSON.stringify(await rowsOf()));
    expect(asked.filter((name) => name === 'jointReturns')).toHaveLength(1);
    expect(asked.filter((name) => name === 'jointMarket')).toHaveLength(2);
  });

  it('say why where no model answers', async () => {
    const unavailable = { code: 'FORECAST_UNAVAILABLE', message: 'out of range' } as const;
    const broken: ImpactModel = { forecast: () => Promise.resolve({ ok: false, error: unavailable }) };
    const rows = await portfolioMethod({ model: broken, computing: counted().computing }).rows(stated(), 0, 1);
    expect(rows).toEqual([{ ...unavailable, field: 'blocks' }]);
  });

  it('are computed anew after a thread died', async () => {
    const { computing } = counted();
    let dead = true;
    const jointReturns: typeof computing.jointReturns = (...given) =>
      dead ? Promise.reject(new Error('a computing thread ended')) : computing.jointReturns(...given);
    const method = portfolioMethod({ model, computing: { ...computing, jointReturns } });
    await expect(method.rows(stated(), 0, 1)).rejects.toThrow('a computing thread ended');
    dead = false;
    expect(await method.rows(stated(), 0, 1)).toHaveLength(1);
  });
});

describe('a portfolio as it is stated', () => {
  it.each<[string, string, Partial<PortfolioCommand>]>([
    ['INVALID_PORTFOLIO', 'blocks', { blocks: [] }],
    ['INVALID_PORTFOLIO', 'blocks', { blocks: Array.from({ length: 1_001 }, () => block('A')) }],
    ['UNKNOWN_INSTRUMENT', 'blocks.1.instrumentId', { blocks: [block('A'), block('Z')] }],
    ['INVALID_QUANTITY', 'blocks.1.quantity', { blocks: [block('A'), block('B', { quantity: 0.5 })] }],
    ['INVALID_HORIZON', 'blocks.0.horizonSeconds', { blocks: [block('A', { horizonSeconds: -1 })] }],
    [
      'INVALID_PORTFOLIO',
      'horizonFactors.1',
      { horizonFactors: [1, 0.01], blocks: [block('A', { horizonSeconds: 60 })] },
    ],
    ['INVALID_PORTFOLIO', 'horizonFactors.0', { horizonFactors: [0] }],
    [
      'INVALID_PORTFOLIO',
      'scenarios.1.name',
      {
        scenarios: [
          { ...CALM, name: 'x' },
          { ...CALM, name: 'x' },
        ],
      },
    ],
    ['INVALID_PORTFOLIO', 'scenarios.0.volumeFactor', { scenarios: [{ ...CALM, name: 'x', volumeFactor: -1 }] }],
    ['INVALID_PORTFOLIO', 'scenarios.0.correlationShift', { scenarios: [{ ...CALM, name: 'x', correlationShift: 2 }] }],
    [
      'INVALID_PORTFOLIO',
      'returns.instrumentIds.3',
      { returns: { ...COMMAND.returns, instrumentIds: ['A', 'B', 'C', 'D'] } },
    ],
    ['INVALID_PORTFOLIO', 'returns.instrumentIds', { returns: { ...COMMAND.returns, instrumentIds: ['A', 'C'] } }],
  ])('is refused as %s at %s', (code, field, changes) => {
    expect(portfolioInputs(state, { ...COMMAND, ...changes })).toMatchObject({ ok: false, error: { code, field } });
  });

  it('is of one currency, and of instruments whose price is a value', () => {
    listed('B', { currency: 'EUR' });
    expect(portfolioInputs(state, COMMAND)).toMatchObject({
      error: { code: 'INVALID_PORTFOLIO', field: 'blocks.1.instrumentId', allowed: 'of USD, as the first block' },
    });
    listed('B', { kind: 'SPREAD' });
    expect(portfolioInputs(state, COMMAND)).toMatchObject({ error: { field: 'blocks.1.instrumentId' } });
  });
});
