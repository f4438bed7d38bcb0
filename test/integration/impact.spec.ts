import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { formatInstant, ok } from '#domain/core';
import { FEATURE_SET_V1 } from '#domain/features';
import { gaussian, IMPACT_LABELS, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type ImpactModel } from '#application/ports';
import { MemoryFeatureHistory } from '#adapters/memory';
import { OnnxModelLibrary } from '#adapters/onnx';
import { memoryPorts, send, SESSION_TIME, startApi } from '../factories/api.js';
import { instrumentState } from '../factories/instrument-state.js';
import { market } from '../factories/market.js';
import { heldOutFigures } from '../factories/trained-model.js';
import { writeModel } from '../factories/models/index.js';
import { serve } from '../factories/models/serving.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const FORECAST = `query Forecast($input: ImpactForecastInput!) {
  impactForecast(input: $input) {
    __typename
    ... on ImpactForecastAnswer {
      at featuresAsOf request { quantity horizonSeconds }
      forecast { modelVersion tier temporaryBps permanentBps fallback { code } flags { code } slippage { meanBps quantiles { bps } } }
      trained { horizons { afterSeconds temporaryBps shift { meanBps } } calibration { cell method } }
      explanation { method baseBps meanBps inputs { name bps } terms { bps } }
    }
    ... on ExpectedError { code field allowed }
  }
}`;

const CURVE = `query Curve($input: ImpactCurveInput!) {
  impactCurve(input: $input) {
    __typename
    ... on ImpactCurve {
      curves { horizonSeconds points { quantity advFraction slippage { meanBps quantiles { probability bps } } } }
    }
    ... on ExpectedError { code field allowed }
  }
}`;

const TABLE = `query Table($input: StrategyTableInput!) {
  strategyTable(input: $input) {
    ... on StrategyTable {
      rows { strategy temporaryBps permanentBps slippageBps lastingShiftBps exceedanceProbability }
    }
  }
}`;

const MODEL = `query Model($id: ID!) {
  model(version: $id) {
    __typename
    ... on Model { modelVersion status card families { label family } outOfSample { label } calibration { label cells { cell } }
      reliability { label n observed low high } pit { label counts } importance { label input points low high }
      analogues { inputs n meanBps quantilesBps } }
    ... on ExpectedError { code field }
  }
}`;

const folder = temporaryFolder();
const ANALOGUE = { inputs: [-7, 5, 5, 80, 1], n: 200, meanBps: 2, quantilesBps: [-9, -5, -3, 0, 2, 4, 7, 9, 13] };
const BLOCK = { instrumentId: 'TEST', side: 'BUY', quantity: 20_000 };
const SPREAD = FEATURE_SET_V1.definitions.findIndex(({ name }) => name === 'spreadBps');
const secondsAgo = (seconds: number): string => formatInstant(SESSION_TIME - BigInt(seconds) * 1_000_000_000n);

const forecastOf = (temporaryBps: number, permanentBps: number, sdBps: number): ImpactForecast => ({
  modelVersion: 'test/1',
  tier: 'PARAMETRIC',
  identification: 'SIMULATED',
  temporaryBps,
  permanentBps,
  lastingShiftBps: 2 * permanentBps,
  slippage: gaussian(temporaryBps + permanentBps, sdBps),
  residual: [],
  members: [],
});

let app: NestFastifyApplication;
let formulas: NestFastifyApplication;
const asked: ImpactRequest[] = [];
let calls = 0;

beforeAll(async () => {
  writeModel(folder, { name: 'simulated', definition: 'P' });
  writeModel(folder, {
    name: 'metaorder',
    edit: (manifest) => ({ ...manifest, ...heldOutFigures(), analogues: [ANALOGUE] }),
  });
  const modelLibrary = new OnnxModelLibrary({ folder, threads: 1 });
  const { server, registry } = await serve(modelLibrary);
  const served = server.modelFor('M');
  const model: ImpactModel = {
    forecast: (requests) => {
      asked.push(...requests);
      calls += 1;
      return served.forecast(requests);
    },
  };
  const featureHistory = new MemoryFeatureHistory();
  const { features } = instrumentState(market());
  const values = features.values.map((value, i) => (i === SPREAD ? 3 : value));
  featureHistory.record({ ...features, asOf: secondsAgo(100), values });
  featureHistory.record({
    ...features,
    asOf: secondsAgo(200),
    values: values.map((v, i) => (i === SPREAD ? null : v)),
  });
  app = await startApi({
    ...memoryPorts(),
    model,
    namedModels: server,
    models: registry,
    modelLibrary,
    featureHistory,
  });
  formulas = await startApi(memoryPorts());
});

afterAll(async () => {
  await app.close();
  await formulas.close();
});

type Value = Readonly<Record<string, unknown>>;

const ask = async <T = Value>(query: string, variables: object, api = app): Promise<T> => {
  const { data, errors } = await send<Readonly<Record<string, T>>>(api, query, variables);
  expect(errors).toEqual([]);
  return Object.values(data)[0]!;
};

const sum = (terms: readonly { readonly bps: number }[]): number => terms.reduce((all, { bps }) => all + bps, 0);

interface Told {
  readonly at: string;
  readonly featuresAsOf: string | null;
  readonly request: { readonly quantity: number; readonly horizonSeconds: number };
  readonly forecast: {
    readonly tier: string;
    readonly temporaryBps: number;
    readonly permanentBps: number;
    readonly slippage: { readonly meanBps: number; readonly quantiles: readonly { readonly bps: number }[] };
  };
  readonly trained: {
    readonly horizons: readonly { afterSeconds: number; temporaryBps: number; shift: { meanBps: number } }[];
  } | null;
  readonly explanation: {
    readonly baseBps: number;
    readonly meanBps: number;
    readonly inputs: readonly { readonly bps: number }[];
    readonly terms: readonly { readonly bps: number }[];
  } | null;
}

const forecast = (input: object, api = app): Promise<Told> => ask(FORECAST, { input: { ...BLOCK, ...input } }, api);

describe('impactForecast of a trained model', () => {
  it('says where the mid stands when the order ends and after, in parts that add up', async () => {
    const { forecast: told, trained, featuresAsOf } = await forecast({});
    expect(told).toMatchObject({ tier: 'MODEL', modelVersion: 'metaorder/1.0.0', fallback: null });
    expect(told.temporaryBps + told.permanentBps).toBeCloseTo(told.slippage.meanBps, 9);
    expect(trained!.horizons.map(({ afterSeconds }) => afterSeconds)).toEqual([0, 60, 300, 900]);
    const [peak] = trained!.horizons;
    for (const { shift, temporaryBps } of trained!.horizons) {
      expect(shift.meanBps + temporaryBps).toBeCloseTo(peak!.shift.meanBps, 9);
    }
    expect(featuresAsOf).toBe(market().exchangeTime);
  });

  it('explains itself by contributions that add up', async () => {
    const { explanation, forecast: told } = await forecast({});
    const { baseBps, inputs, terms, meanBps } = explanation!;
    expect(baseBps + sum(inputs) + sum(terms)).toBeCloseTo(meanBps, 6);
    expect(meanBps).toBeCloseTo(told.slippage.meanBps, 9);
  });

  it('is another one where the request names it, and is refused by name where there is none', async () => {
    const { forecast: told, explanation } = await forecast({ model: 'simulated' });
    expect(told).toMatchObject({ tier: 'MODEL', modelVersion: 'simulated/1.0.0', fallback: null });
    expect(explanation!.meanBps).toBeCloseTo(told.slippage.meanBps, 9);
    expect(await ask(FORECAST, { input: { ...BLOCK, model: 'nobody' } })).toEqual({
      __typename: 'UnknownModel',
      code: 'UNKNOWN_MODEL',
      field: 'model',
      allowed: 'one of: metaorder, simulated',
    });
  });

  it('without a model the published formulas answer, and nothing is told that they do not know', async () => {
    const { forecast: told, trained, explanation } = await forecast({}, formulas);
    expect([told.tier, trained, explanation]).toEqual(['PARAMETRIC', null, null]);
  });
});

describe('impactForecast at a participation', () => {
  it.each([0.02, 0.1, 0.5])('of %d takes the time in which the order is that share of all volume', async (rate) => {
    const { request } = await forecast({ participation: rate });
    const traded = (4_000_000 * request.horizonSeconds) / 23_400;
    expect(request.quantity / (request.quantity + traded)).toBeCloseTo(rate, 12);
  });

  it.each<[string, object]>([
    ['beside horizonSeconds', { participation: 0.1, horizonSeconds: 600 }],
    ['at which the block is over within a second', { participation: 0.998, quantity: 1 }],
    ['at which it takes weeks', { participation: 0.000_1, quantity: 4_000_000 }],
  ])('%s is refused and named', async (_, input) => {
    expect(await forecast(input)).toMatchObject({ code: 'INVALID_HORIZON', field: 'participation' });
  });

  it('half an hour is the horizon when none is stated', async () => {
    expect((await forecast({})).request.horizonSeconds).toBe(1_800);
  });
});

describe('impactForecast at an earlier moment', () => {
  it('reads the features recorded by then', async () => {
    asked.length = 0;
    const { at, featuresAsOf } = await forecast({ at: secondsAgo(50) });
    expect([at, featuresAsOf]).toEqual([secondsAgo(50), secondsAgo(100)]);
    const [{ market: shown, features }] = asked as [ImpactRequest];
    expect(features!.asOf).toBe(secondsAgo(100));
    const mid = (shown.bids[0].price + shown.asks[0].price) / 2;
    expect(((shown.asks[0].price - shown.bids[0].price) / mid) * 1e4).toBeCloseTo(3, 9);
  });

  it.each<[string, number]>([
    ['of which nothing was recorded', 1_000],
    ['at which nothing was quoted', 150],
  ])('%s is NO_FEATURES', async (_, seconds) => {
    expect(await forecast({ at: secondsAgo(seconds) })).toMatchObject({ code: 'NO_FEATURES', field: 'at' });
  });
});

interface Curves {
  readonly curves: readonly {
    readonly horizonSeconds: number;
    readonly points: readonly {
      readonly quantity: number;
      readonly slippage: { readonly meanBps: number; readonly quantiles: readonly { readonly bps: number }[] };
    }[];
  }[];
}

describe('impactCurve', () => {
  const curve = <T = Curves>(input: object): Promise<T> =>
    ask(CURVE, { input: { instrumentId: 'TEST', side: 'BUY', ...input } });

  it('is one call of the model, rises in size, and has bands around it', async () => {
    calls = 0;
    const { curves } = await curve({
      fromQuantity: 100,
      toQuantity: 100_000,
      points: 12,
      horizonsSeconds: [600, 3600],
    });
    expect([calls, curves.map(({ horizonSeconds }) => horizonSeconds)]).toEqual([1, [600, 3600]]);
    for (const { points } of curves) {
      expect(points).toHaveLength(12);
      expect([points[0]!.quantity, points.at(-1)!.quantity]).toEqual([100, 100_000]);
      const means = points.map(({ slippage }) => slippage.meanBps);
      expect(means).toEqual([...means].sort((a, b) => a - b));
      for (const { quantity, slippage } of points) {
        const band = slippage.quantiles.map(({ bps }) => bps);
        expect(band).toEqual([...band].sort((a, b) => a - b));
        expect(Number.isInteger(quantity)).toBe(true);
      }
    }
  });

  it('takes sizes as they are stated', async () => {
    const { curves } = await curve({ quantities: [5_000, 100, 100], quantityUnit: 'CONTRACTS' });
    expect(curves[0]!.points.map(({ quantity }) => quantity)).toEqual([5_000, 100, 100]);
  });

  it.each<[string, object, string]>([
    ['no sizes', {}, 'quantities'],
    ['sizes and a range', { quantities: [1], fromQuantity: 1, toQuantity: 2 }, 'quantities'],
    ['a range without a beginning', { toQuantity: 2 }, 'fromQuantity'],
    ['a range without an end', { fromQuantity: 2 }, 'toQuantity'],
    ['a range that falls', { fromQuantity: 200, toQuantity: 100 }, 'toQuantity'],
    ['a size of half a lot', { quantities: [100, 0.5] }, 'quantities.1'],
  ])('%s is refused and named', async (_, input, field) => {
    expect(await curve<Value>(input)).toMatchObject({ code: 'INVALID_QUANTITY', field });
  });

  it.each<[string, object, string]>([
    ['too many sizes', { quantities: Array.from({ length: 41 }, () => 1) }, 'quantities'],
    ['no size in the list', { quantities: [] }, 'quantities'],
    ['too many points', { fromQuantity: 1, toQuantity: 2, points: 41 }, 'points'],
    ['too many horizons', { quantities: [1], horizonsSeconds: [1, 2, 3, 4, 5, 6] }, 'horizonsSeconds'],
  ])('%s: the limit is said', async (_, input, field) => {
    const { errors } = await send(app, CURVE, { input: { instrumentId: 'TEST', side: 'BUY', ...input } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field }] });
  });
});

describe('strategyTable', () => {
  it("prints the product's example: 65, 15 and 5 percent", async () => {
    const example = [forecastOf(8.5, 3.2, 4.41), forecastOf(4.1, 1.8, 3.96), forecastOf(2.3, 1.1, 4.01)];
    const table = await startApi({ ...memoryPorts(), model: { forecast: () => Promise.resolve(ok(example)) } });
    try {
      const { rows } = await ask<{ rows: readonly Record<string, number | string>[] }>(
        TABLE,
        { input: { ...BLOCK, quantity: 100_000 } },
        table,
      );
      const shown = rows.map((row) => [
        row.strategy,
        row.temporaryBps,
        row.permanentBps,
        Number(Number(row.slippageBps).toFixed(9)),
        row.lastingShiftBps,
        `${Math.round(100 * Number(row.exceedanceProbability))} %`,
      ]);
      expect(shown).toEqual([
        ['AGGRESSIVE', 8.5, 3.2, 11.7, 6.4, '65 %'],
        ['BALANCED', 4.1, 1.8, 5.9, 3.6, '15 %'],
        ['PASSIVE', 2.3, 1.1, 3.4, 2.2, '5 %'],
      ]);
    } finally {
      await table.close();
    }
  });
});

describe('models', () => {
  it('are listed with where they stand', async () => {
    const models = await ask<readonly Value[]>('{ models { modelVersion status } }', {});
    expect(models).toEqual([
      { modelVersion: 'metaorder/1.0.0', status: 'CHAMPION' },
      { modelVersion: 'simulated/1.0.0', status: 'CHAMPION' },
    ]);
  });

  it('show their card and what their manifest says', async () => {
    const model = await ask(MODEL, { id: 'metaorder/1.0.0' });
    expect(model).toMatchObject({ __typename: 'Model', modelVersion: 'metaorder/1.0.0', status: 'CHAMPION' });
    expect((model.card as string).length).toBeGreaterThan(0);
    expect(model.families).toHaveLength(5);
    expect(model.calibration).toHaveLength(5);
    const { reliability, pit, importance } = heldOutFigures();
    expect(model.reliability).toEqual(IMPACT_LABELS.map((label) => ({ label, ...reliability[label] })));
    expect(model.pit).toEqual([
      { label: 'slippage', counts: pit.slippage },
      { label: 'peak', counts: pit.peak },
    ]);
    expect(model).toMatchObject({ importance, analogues: [ANALOGUE] });
  });

  it.each(['metaorder/9.9.9', '../../etc/passwd', '__proto__'])('there is none under %j', async (id) => {
    expect(await ask(MODEL, { id })).toMatchObject({ code: 'UNKNOWN_MODEL' });
  });
});
