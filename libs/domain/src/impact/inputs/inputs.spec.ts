import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEATURE_SET_V1 } from '#domain/features';
import { fillImpactInputs, IMPACT_INPUTS, type ImpactOrder, type ImpactTerms } from './index.js';

const TERMS: ImpactTerms = { averageDailyVolume: 1e6, dailyVolatility: 0.02, sessionSeconds: 23_400 };
const ORDER: ImpactOrder = { side: 'BUY', quantityUnits: 10_000, horizonSeconds: 900 };

const market = (values: Readonly<Record<string, number>>): Float64Array =>
  Float64Array.from(FEATURE_SET_V1.definitions, ({ name }) => values[name] ?? NaN);

const inputs = (features: Float64Array, order = ORDER, terms = TERMS): Readonly<Record<string, number>> => {
  const target = new Float32Array(IMPACT_INPUTS.length);
  fillImpactInputs(target, 0, features, order, terms);
  return Object.fromEntries(IMPACT_INPUTS.map(({ name }, i) => [name, target[i]!]));
};

describe('impact inputs', () => {
  it.each<[string, number, Readonly<Record<string, number>>, Partial<ImpactOrder>]>([
    ['lnAdvFraction', Math.log(0.01), {}, {}],
    ['lnHorizonSeconds', Math.log(900), {}, {}],
    ['sqrtImpactBps', 20, {}, {}],
    // 2 bps per sqrt(s), 400 s of volume
    ['sqrtImpactNowBps', 40, { volatility300sBpsPerSqrtSecond: 1.97, volumeRate300sUnitsPerSecond: 25 }, {}],
    // no volume for five minutes: a twentieth of 1e6 / 23,400 units a second
    [
      'sqrtImpactNowBps',
      2 * Math.sqrt(4680),
      { volatility300sBpsPerSqrtSecond: 1.97, volumeRate300sUnitsPerSecond: 0 },
      {},
    ],
    ['sqrtDepthImpactBps', 30, { spreadBps: 6, bidDepthBestUnits: 50, askDepthBestUnits: 150 }, {}],
    ['risk300Bps', 60, { volatility300sBpsPerSqrtSecond: 1.97 }, {}],
    ['risk1800After300Bps', 2 * Math.sqrt(1200), { volatility1800sBpsPerSqrtSecond: 1.97 }, {}],
    ['riskOfDayBps', 200 * Math.sqrt(900 / 23_400), {}, {}],
    ['halfSpreadBps', 3, { spreadBps: 6 }, {}],
    ['imbalanceBest', 0.25, { imbalanceBest: 0.25 }, {}],
    ['imbalanceBest', -0.25, { imbalanceBest: 0.25 }, { side: 'SELL' }],
    ['weightedMidEdgeOfHalfSpread', -0.5, { weightedMidEdgeBps: 1.5, spreadBps: 6 }, { side: 'SELL' }],
    [
      'flowPressure60Bps',
      -20,
      { signedFlow60sUnits: -2_500, volatility300sBpsPerSqrtSecond: 1.97, volumeRate300sUnitsPerSecond: 25 },
      {},
    ],
    [
      'slopeTilt10LevelsBps',
      -3 * Math.log(4),
      { spreadMean300sBps: 6, bidSlope10LevelsUnitsPerBps: 50, askSlope10LevelsUnitsPerBps: 200 },
      {},
    ],
    ['lnTakenDepthAdvFraction', Math.log(1e-4), { askDepthBestUnits: 100, bidDepthBestUnits: 300 }, {}],
    ['lnTakenDepthAdvFraction', Math.log(3e-4), { askDepthBestUnits: 100, bidDepthBestUnits: 300 }, { side: 'SELL' }],
    ['lnJoinedDepthAdvFraction', Math.log(3e-4), { askDepthBestUnits: 100, bidDepthBestUnits: 300 }, {}],
    ['sessionFraction', 0.25, { sinceOpenSeconds: 100, toCloseSeconds: 300 }, {}],
    ['dailyReturn5d', -1, { dailyReturn5dBps: 200 * Math.sqrt(5) }, { side: 'SELL' }],
    ['lnNextEventSeconds', Math.log(3601), { nextEventSeconds: 3600 }, {}],
  ])('%s is %d', (name, expected, features, order) => {
    expect(inputs(market(features), { ...ORDER, ...order })[name]).toBeCloseTo(expected, 4);
  });

  it('a value that is missing stays missing, and only that', () => {
    const without = inputs(market({}));
    expect(Object.keys(without).filter((name) => !Number.isNaN(without[name]))).toEqual([
      'lnAdvFraction',
      'lnHorizonSeconds',
      'sqrtImpactBps',
      'riskOfDayBps',
    ]);
    expect(inputs(market({}), ORDER, {})).toMatchObject({ lnAdvFraction: NaN, sqrtImpactBps: NaN, riskOfDayBps: NaN });
  });

  const anyMarket = fc
    .array(fc.double({ min: -50, max: 50, noNaN: true }), {
      minLength: FEATURE_SET_V1.definitions.length,
      maxLength: FEATURE_SET_V1.definitions.length,
    })
    // A feature that is smaller than 1e-9 is 0: nothing of a market is as small as what makes a ratio overflow.
    .map((values) => values.map((value) => (Math.abs(value) < 1e-9 ? 0 : value)))
    .map((values) => Float64Array.from(values, (value, i) => Math.max(value, FEATURE_SET_V1.definitions[i]!.least)));

  const mirrored = (features: Float64Array): Float64Array =>
    Float64Array.from(FEATURE_SET_V1.definitions, ({ mirror }, i) => {
      if (mirror === 'SAME') return features[i]!;
      if (mirror === 'NEGATED') return -features[i]!;
      return features[FEATURE_SET_V1.definitions.findIndex(({ name }) => name === mirror.as)]!;
    });

  it('a sell in the mirrored market reads what the buy reads', () => {
    fc.assert(
      fc.property(anyMarket, (features) => {
        expect(inputs(mirrored(features), { ...ORDER, side: 'SELL' })).toEqual(inputs(features));
      }),
    );
  });

  it('rise with the quantity where they say so, and else do not depend on it', () => {
    fc.assert(
      fc.property(anyMarket, fc.double({ min: 1.01, max: 100, noNaN: true }), (features, factor) => {
        const [less, more] = [inputs(features), inputs(features, { ...ORDER, quantityUnits: 10_000 * factor })];
        for (const { name, inQuantity } of IMPACT_INPUTS) {
          if (inQuantity === 'NONE') expect([name, more[name]]).toEqual([name, less[name]]);
          else if (!Number.isNaN(less[name])) expect(more[name]).toBeGreaterThanOrEqual(less[name]!);
        }
      }),
    );
  });

  it('are no other when prices are in cents or sizes in lots', () => {
    const scaled = (features: Float64Array): Float64Array =>
      Float64Array.from(FEATURE_SET_V1.definitions, ({ unit }, i) => {
        if (unit === 'units' || unit === 'units/s') return features[i]! * 128;
        return features[i]!;
      });
    fc.assert(
      fc.property(anyMarket, (features) => {
        const inLots = inputs(
          scaled(features),
          { ...ORDER, quantityUnits: ORDER.quantityUnits * 128 },
          { ...TERMS, averageDailyVolume: 1e6 * 128 },
        );
        const inUnits = inputs(features);
        for (const { name } of IMPACT_INPUTS) {
          if (Number.isNaN(inUnits[name])) expect(inLots[name]).toBeNaN();
          else expect(inLots[name]).toBeCloseTo(inUnits[name]!, 3);
        }
      }),
    );
    const priced = FEATURE_SET_V1.definitions.filter(({ priceScaleFree }) => !priceScaleFree).map(({ name }) => name);
    for (const name of priced) {
      const [one, other] = [inputs(market({ [name]: 1 })), inputs(market({ [name]: 2 }))];
      expect([name, other]).toEqual([name, one]);
    }
  });
});
