import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compiledForecast } from '../../../../../test/factories/compiled-forecast.js';
import { market, terms } from '../../../../../test/factories/market.js';
import {
  additiveDocument,
  features,
  modelManifest,
  PROBABILITIES,
  stump,
} from '../../../../../test/factories/trained-model.js';
import {
  AdditiveModel,
  exceedanceProbability,
  expectedShortfallBps,
  IMPACT_LABELS,
  parametricForecast,
  prepareForecast,
  quantileBps,
  RISK_PROBABILITY,
  trainedForecast,
  trainedModel,
  type AdditiveForm,
  type ImpactForecast,
  type ImpactLabel,
  type ImpactRequest,
  type ModelManifest,
} from '../index.js';

const ADDITIVE = new AdditiveModel(additiveDocument(), 7);
const MODEL = trainedModel(modelManifest());

/** An order that somebody decides on. */
const decision = (overrides: Partial<ImpactRequest> = {}): ImpactRequest => ({
  side: 'BUY',
  quantity: 10_000,
  horizonSeconds: 120,
  aggression: 1,
  market: market(),
  features: features(),
  ...overrides,
});

/** One as the model's rows are. */
const request = (overrides: Partial<ImpactRequest> = {}): ImpactRequest => ({
  ...decision(overrides),
  inHindsight: true,
});

const forecast = (overrides: Partial<ImpactRequest> = {}, model = MODEL, additive = ADDITIVE) =>
  compiledForecast(model, additive, request(overrides));

const flags = (overrides: Partial<ImpactRequest>): Record<string, readonly string[]> =>
  Object.fromEntries(forecast(overrides).trained.flags.map(({ code, names }) => [code, names]));

/** From far below the reach of the factory's model to far above. */
const quantity = fc.double({ min: -2, max: 8, noNaN: true }).map((power) => 10 ** power);
const horizonSeconds = fc.double({ min: -1, max: 6, noNaN: true }).map((power) => 10 ** power);
const aggression = fc.double({ min: 0, max: 1, noNaN: true });

/** Figures that must never fall in quantity. */
const worse = ({ slippage }: ImpactForecast): readonly number[] => [
  slippage.meanBps,
  quantileBps(slippage, 0.75),
  quantileBps(slippage, 0.9),
  quantileBps(slippage, 0.95),
  quantileBps(slippage, 0.99),
  expectedShortfallBps(slippage, RISK_PROBABILITY),
];

describe('inside the reach', () => {
  it('is the model, calibrated: no flag, no shift, no widening', () => {
    const asked = request();
    const prepared = prepareForecast(MODEL, asked);
    expect(prepared).toMatchObject({
      ok: true,
      value: { sizeClass: 2, beyondReach: [], row: { imputed: ['sentiment'], outOfRange: [], excess: 0 } },
    });
    const { trained, slippage, tier, modelVersion } = forecast();
    expect([tier, modelVersion]).toEqual(['COMPILED', 'factory/1.0.0']);
    expect(trained.flags.map(({ code }) => code)).toEqual(['IMPUTED']);
    const raw = new Float64Array(45);
    if (prepared.ok) ADDITIVE.quantiles(prepared.value.row.inputs, 0, raw, 0);
    const { offsets, cell } = trained.calibration;
    expect(cell).toBe('overall');
    expect(offsets[1]).toEqual({ lower: 0.05, upper: 0.95, offsetBps: 0.3 });
    expect(quantileBps(slippage, 0.95)).toBeCloseTo(raw[7]! + 0.3, 9);
    expect(quantileBps(slippage, 0.05)).toBeCloseTo(raw[1]! - 0.3, 9);
  });

  it('the parts add up: slippage of temporary and permanent, peak of what stays and what goes', () => {
    fc.assert(
      fc.property(quantity, horizonSeconds, aggression, (quantity, horizonSeconds, aggression) => {
        const { temporaryBps, permanentBps, slippage, trained, lastingShiftBps } = forecast({
          quantity,
          horizonSeconds,
          aggression,
        });
        expect(temporaryBps + permanentBps).toBeCloseTo(slippage.meanBps, 9);
        const lasting = trained.permanent.find(({ afterSeconds }) => afterSeconds === trained.temporary.afterSeconds)!;
        expect(lasting.distribution.meanBps).toBe(lastingShiftBps);
        expect(trained.temporary.meanBps + lastingShiftBps).toBeCloseTo(trained.peak.meanBps, 9);
        // The fills pay half of a shift that builds up evenly, all of one that is there at once.
        expect(permanentBps / lastingShiftBps).toBeGreaterThanOrEqual(0.5);
        expect(permanentBps / lastingShiftBps).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('what is posted saves its half of the spread', () => {
    const [posted, crossed] = [forecast({ aggression: 0 }), forecast({ aggression: 1 })];
    expect(crossed.slippage.meanBps - posted.slippage.meanBps).toBeCloseTo(0.5, 9);
    expect(posted.trained.peak).toEqual(crossed.trained.peak);
  });

  it('the residual is the spread, part by part', () => {
    const { residual, slippage } = forecast();
    const squares = residual.reduce((sum, { sdBps }) => sum + sdBps ** 2, 0);
    expect(Math.sqrt(squares)).toBeCloseTo(slippage.sdBps, 9);
    expect(residual.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['MARKET outcomes', 'MODEL modelUncertainty']);
  });

  it('tells the regime', () => {
    const { regime } = forecast().trained;
    expect(regime!.name).toBe('calm');
    expect(regime!.probabilities.map(({ name }) => name)).toEqual(['calm', 'stressed']);
    const wild = features({ spreadBps: 3, volatility300sBpsPerSqrtSecond: 2 });
    expect(forecast({ features: wild }).trained.regime!.name).toBe('stressed');
    expect(forecast({}, trainedModel(modelManifest(WITHOUT_REGIMES))).trained.regime).toBeNull();
  });
});

const perLabel = <T>(value: T): Record<ImpactLabel, T> =>
  Object.fromEntries(IMPACT_LABELS.map((label) => [label, value])) as Record<ImpactLabel, T>;

const WITHOUT_REGIMES: Partial<ModelManifest> = {
  regimes: null,
  calibration: {
    method: 'CQR',
    cells: { sizeInput: 'lnAdvFraction', sizeEdges: [] },
    labels: perLabel({ overall: [0, 0, 0, 0], cells: {} }),
  },
};

const share = fc.double({ min: 0, max: 2, noNaN: true });

/** Quantiles from the median up rise with size, low ones may fall: outcomes spread with size. They never cross. */
const risingForm: fc.Arbitrary<AdditiveForm> = fc
  .record({ size: share, law: share, wider: share, step: share })
  .map(({ size, law, wider, step }) => ({
    probabilities: PROBABILITIES,
    linear: MODEL.normalScores.map((z) => [size * (1 + 0.2 * z), 0, law * (1 + 0.5 * wider * z), 1, 0.8 * z, 0.5, 0]),
    intercept: MODEL.normalScores.map((z) => 9 * size + 40 * z),
    scale: { weights: [0, 0, 0, 0.1, 0.1, 0, 0], intercept: 0.5 },
    trees: MODEL.normalScores.map(() => [stump(0, -7, 0, step), stump(2, 4, 0, step)]),
  }));

const CELLS = ['0:0', '1:0', '2:0', '0:1', '1:1', '2:1'];

/** Four offsets for each of the cells, in any order of size. */
const rowsOfOffsets = fc.array(
  fc.array(fc.double({ min: -0.5, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 }),
  {
    minLength: CELLS.length,
    maxLength: CELLS.length,
  },
);

const calibratedBy = (rows: readonly (readonly number[])[]): Pick<ModelManifest, 'calibration'> => {
  const cells = Object.fromEntries(CELLS.map((cell, i) => [cell, rows[i]!]));
  return { calibration: { ...modelManifest().calibration, labels: perLabel({ overall: [0, 0, 0, 0], cells }) } };
};

/** Just below and just above the edges of the size classes, of the stump and of the reach. */
const AROUND_EDGES = [-11.5, -8, -7, -6, -4.6]
  .map((lnAdvFraction) => 4e6 * Math.exp(lnAdvFraction))
  .flatMap((edge) => [edge * (1 - 1e-5), edge * (1 + 1e-5)]);

describe('properties of every forecast', () => {
  it('never falls in quantity, for any model that does not', () => {
    const inRisingOrder = fc
      .array(quantity, { minLength: 6, maxLength: 6 })
      .map((drawn) => [...drawn, ...AROUND_EDGES].sort((a, b) => a - b));
    const dailyVolatility = fc.double({ min: 0.001, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(
        risingForm,
        rowsOfOffsets,
        fc.boolean(),
        fc.boolean(),
        inRisingOrder,
        horizonSeconds,
        dailyVolatility,
        (form, offsets, onGrid, isDecision, quantities, horizonSeconds, dailyVolatility) => {
          const model = trainedModel(
            modelManifest({ ...calibratedBy(offsets), ...(onGrid && { priceGrid: { deadZoneTicks: 0.3 } }) }),
          );
          const additive = new AdditiveModel({ labels: perLabel(form) }, 7);
          const volatile = market({ terms: terms({ dailyVolatility }) });
          const at = (quantity: number): readonly number[] => {
            const asked = { quantity, horizonSeconds, market: volatile };
            return worse(compiledForecast(model, additive, isDecision ? decision(asked) : request(asked)));
          };
          let before = at(0);
          for (const quantity of quantities) {
            const figures = at(quantity);
            for (const [i, figure] of figures.entries()) {
              expect(figure).toBeGreaterThanOrEqual(before[i]! - 1e-7 * (1 + Math.abs(figure)));
            }
            before = figures;
          }
        },
      ),
    );
  });

  it('rises with aggression', () => {
    fc.assert(
      fc.property(quantity, aggression, aggression, (quantity, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const costs = [less, more].map((aggression) => forecast({ quantity, aggression }).slippage.meanBps);
        expect(costs[1]!).toBeGreaterThanOrEqual(costs[0]!);
      }),
    );
  });

  it('is the same in bps at any price', () => {
    fc.assert(
      fc.property(quantity, horizonSeconds, fc.integer({ min: -6, max: 6 }), (quantity, horizonSeconds, power) => {
        const scale = 2 ** power;
        const { bids, asks } = market();
        const scaled = market({
          terms: terms({ tickSize: 0.01 * scale }),
          bids: [{ ...bids[0], price: bids[0].price * scale }],
          asks: [{ ...asks[0], price: asks[0].price * scale }],
        });
        expect(forecast({ quantity, horizonSeconds, market: scaled })).toEqual(forecast({ quantity, horizonSeconds }));
      }),
    );
  });

  it('a sell in the mirrored market costs what the buy costs', () => {
    fc.assert(
      fc.property(quantity, fc.double({ min: -1, max: 1, noNaN: true }), (quantity, imbalanceBest) => {
        const buy = forecast({ quantity, features: features({ imbalanceBest }) });
        const sell = forecast({ quantity, side: 'SELL', features: features({ imbalanceBest: -imbalanceBest }) });
        expect(sell).toEqual(buy);
      }),
    );
  });

  it('holds no number that is none, and no quantiles that cross, for any finite features', () => {
    const wild = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 });
    const names = ['spreadBps', 'volatility300sBpsPerSqrtSecond', 'imbalanceBest', 'volumeRate300sUnitsPerSecond'];
    fc.assert(
      fc.property(
        fc.array(wild, { minLength: 4, maxLength: 4 }),
        quantity,
        horizonSeconds,
        (values, quantity, horizonSeconds) => {
          const named = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
          const { slippage, trained, ...rest } = forecast({ quantity, horizonSeconds, features: features(named) });
          for (const of of [slippage, trained.peak, ...trained.permanent.map(({ distribution }) => distribution)]) {
            if (of.kind !== 'QUANTILES') throw new Error('a trained forecast is given by quantiles');
            expect(of.quantilesBps).toEqual([...of.quantilesBps].sort((a, b) => a - b));
            expect([of.meanBps, of.sdBps, ...of.quantilesBps].every(Number.isFinite)).toBe(true);
          }
          const figures = [rest.temporaryBps, rest.permanentBps, ...rest.residual.map(({ sdBps }) => sdBps)];
          expect(figures.every(Number.isFinite)).toBe(true);
        },
      ),
    );
  });
});

describe('beyond the reach', () => {
  it('says what lies beyond, and is wider', () => {
    // 1 % of 4 million shares is the largest order of training, 900 s the longest.
    expect(flags({ quantity: 39_000, horizonSeconds: 900 })).toEqual({ IMPUTED: ['sentiment'] });
    expect(flags({ quantity: 41_000 }).BEYOND_REACH).toEqual(['quantity']);
    expect(flags({ horizonSeconds: 2 }).BEYOND_REACH).toEqual(['horizonSeconds']);
    expect(flags({ quantity: 4e6, horizonSeconds: 46_800 }).BEYOND_REACH).toEqual(['quantity', 'horizonSeconds']);
    expect(flags({ quantity: 0 }).BEYOND_REACH).toEqual(['quantity']);
    expect(flags({ features: features({ spreadBps: 20 }) }).OUT_OF_RANGE).toEqual(['halfSpreadBps']);
    const width = (overrides: Partial<ImpactRequest>): number => forecast(overrides).slippage.sdBps;
    expect(width({ quantity: 400_000 })).toBeGreaterThan(width({ quantity: 40_000 }));
    expect(width({ horizonSeconds: 23_400 })).toBeGreaterThan(2 * width({ horizonSeconds: 900 }));
    expect(width({ features: features({ spreadBps: 20 }) })).toBeGreaterThan(width({}));
    // What the market may do there is less known; the price that the formulas hold fair is known as well as ever.
    const kinds = (overrides: Partial<ImpactRequest>): readonly string[] =>
      forecast(overrides).residual.map(({ name, kind }) => `${kind} ${name}`);
    expect(kinds({ horizonSeconds: 23_400 })).toEqual([
      'MARKET outcomes',
      'MODEL modelUncertainty',
      'MARKET beyondTraining',
    ]);
    expect(kinds({ quantity: 400_000, horizonSeconds: 900 })).toContain('MODEL continuation');
  });

  it('goes on at the edge without a step', () => {
    const figures = (overrides: Partial<ImpactRequest>): readonly number[] => {
      const { slippage, trained, permanentBps } = forecast(overrides);
      const of = [slippage, trained.peak, ...trained.permanent.map(({ distribution }) => distribution)];
      return [permanentBps, ...of.flatMap(({ meanBps, sdBps }) => [meanBps, sdBps])];
    };
    const edges: readonly [keyof ImpactRequest, number][] = [
      ['quantity', 40_000],
      ['quantity', 4e6 * Math.exp(-11.5)],
      ['horizonSeconds', 5],
      ['horizonSeconds', 900],
    ];
    for (const [field, edge] of edges) {
      const [before, after] = [figures({ [field]: edge * (1 - 1e-7) }), figures({ [field]: edge * (1 + 1e-7) })];
      for (const [i, figure] of after.entries()) expect(Math.abs(figure - before[i]!)).toBeLessThan(1e-3);
    }
  });

  it('adds what the published formulas add', () => {
    const parametric = (quantity: number): number => parametricForecast(request({ quantity })).slippage.meanBps;
    const added = forecast({ quantity: 200_000 }).slippage.meanBps - forecast({ quantity: 40_000 }).slippage.meanBps;
    expect(added).toBeCloseTo(parametric(200_000) - parametric(40_000), 6);
  });

  it('a slower order costs less, down to what the formulas say of it', () => {
    const cost = (horizonSeconds: number): number => forecast({ horizonSeconds, quantity: 30_000 }).slippage.meanBps;
    expect(cost(23_400)).toBeLessThan(cost(900));
    expect(cost(5 * 23_400)).toBeLessThan(cost(23_400));
  });

  it('terms that nobody vouches for widen it', () => {
    const estimated = market({ terms: terms({ estimated: ['averageDailyVolume', 'sharesOutstanding'] }) });
    const guessed = forecast({ market: estimated });
    expect(guessed.slippage.meanBps).toBeCloseTo(forecast().slippage.meanBps, 9);
    expect(guessed.slippage.sdBps).toBeGreaterThan(forecast().slippage.sdBps);
    expect(guessed.trained.flags.find(({ code }) => code === 'ESTIMATED_TERM')!.names).toEqual(['averageDailyVolume']);
    expect(guessed.residual.map(({ name }) => name)).toContain('estimatedAverageDailyVolume');
  });
});

describe('a model whose costs are latent', () => {
  const gridded = trainedModel(modelManifest({ priceGrid: { deadZoneTicks: 0.3 } }));

  it('puts mids on whole ticks, and slippage near half of the spread on it', () => {
    const { slippage, trained } = forecast({}, gridded);
    if (slippage.kind !== 'QUANTILES' || trained.peak.kind !== 'QUANTILES') throw new Error('not by quantiles');
    for (const bps of trained.peak.quantilesBps) expect(bps).toBeCloseTo(Math.round(bps), 9);
    // The mean lies where the model without a grid has it, within half a tick of 1 bps.
    expect(Math.abs(trained.peak.meanBps - forecast().trained.peak.meanBps)).toBeLessThan(0.5);
    expect(Math.abs(slippage.meanBps - forecast().slippage.meanBps)).toBeLessThan(0.3);
    expect(exceedanceProbability(slippage, 0.5)).toBeLessThan(1);
  });
});

describe('an order that somebody decides on', () => {
  const gridded = trainedModel(modelManifest({ priceGrid: { deadZoneTicks: 0.3 } }));
  const decided = (overrides: Partial<ImpactRequest> = {}, model = MODEL) =>
    compiledForecast(model, ADDITIVE, decision(overrides));

  it('costs on average what the published formulas say, in every part', () => {
    fc.assert(
      fc.property(
        quantity,
        horizonSeconds,
        aggression,
        fc.boolean(),
        (quantity, horizonSeconds, aggression, onGrid) => {
          const asked = { quantity, horizonSeconds, aggression };
          const formulas = parametricForecast(decision(asked));
          const { slippage, temporaryBps, permanentBps, lastingShiftBps, trained } = decided(
            asked,
            onGrid ? gridded : MODEL,
          );
          const close = (bps: number, expected: number): void => {
            expect(Math.abs(bps - expected)).toBeLessThan(1e-8 * (1 + Math.abs(expected)));
          };
          close(slippage.meanBps, formulas.slippage.meanBps);
          close(temporaryBps, formulas.temporaryBps);
          close(permanentBps, formulas.permanentBps);
          close(lastingShiftBps, formulas.lastingShiftBps);
          expect(trained.level.source).toBe('PUBLISHED_COEFFICIENTS');
        },
      ),
    );
  });

  it('scatters as on the tape, and wider by what the formulas leave open', () => {
    const [own, tape] = [decided(), forecast()];
    expect(own.slippage.sdBps).toBeGreaterThan(tape.slippage.sdBps);
    const open = own.residual.find(({ name }) => name === 'modelUncertainty')!.sdBps;
    expect(own.slippage.sdBps).toBeLessThan(1.05 * Math.hypot(tape.slippage.sdBps, open));
    expect(own.trained.level.modelMeanBps).toBeCloseTo(tape.slippage.meanBps, 1);
    expect(own.residual.map(({ name }) => name)).toEqual(['outcomes', 'modelUncertainty']);
    const squares = own.residual.reduce((sum, { sdBps }) => sum + sdBps ** 2, 0);
    expect(Math.sqrt(squares)).toBeCloseTo(own.slippage.sdBps, 9);
  });

  it('takes the mean of a model that saw real or simulated parents', () => {
    for (const identification of ['REAL_ORDERS', 'SIMULATED'] as const) {
      const model = trainedModel(modelManifest({ identification }));
      const { slippage, trained } = decided({}, model);
      expect(slippage).toEqual(forecast({}, model).slippage);
      expect(trained.level).toEqual({ source: 'MODEL', modelMeanBps: slippage.meanBps });
    }
  });
});

describe('refusals', () => {
  it.each<[string, Partial<ImpactRequest>]>([
    ['NO_FEATURES', { features: null }],
    ['OTHER_FEATURE_SET', { features: { ...features(), set: 'v0' } }],
    ['INPUT_NOT_FINITE', { features: features({ volatility300sBpsPerSqrtSecond: 1e300 }) }],
  ])('%s', (code, overrides) => {
    expect(prepareForecast(MODEL, request(overrides))).toMatchObject({ ok: false, error: { code } });
  });

  it.each([NaN, Infinity])('OUTPUT_NOT_FINITE: %d', (value) => {
    const prepared = prepareForecast(MODEL, request());
    if (!prepared.ok) throw new Error(prepared.error.message);
    const output = new Float64Array(45).with(13, value);
    expect(trainedForecast(MODEL, prepared.value, output, 0, 'MODEL')).toMatchObject({
      ok: false,
      error: { code: 'OUTPUT_NOT_FINITE', message: expect.stringContaining('peak') as unknown },
    });
  });

  it('throws for a request that no model answers, naming the field', () => {
    expect(() => prepareForecast(MODEL, request({ quantity: -1 }))).toThrow('quantity');
    expect(() => prepareForecast(MODEL, request({ horizonSeconds: 0 }))).toThrow('horizonSeconds');
  });
});
