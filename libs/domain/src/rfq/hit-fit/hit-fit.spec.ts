import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng, type Rng } from '#domain/core';
import {
  areaUnderCurve,
  drawReservation,
  expectedCalibrationError,
  fitHitModel,
  fitSegments,
  hitBand,
  HitCurve,
  HitModel,
  OutcomeCounts,
  REFERENCE_HIT_PARAMETERS,
  STATED_HIT_PRIOR,
  type HitFit,
  type HitParameters,
  type QuoteOutcome,
} from '../index.js';

const PLANTED: HitParameters = {
  reservation: { mean: 1.5, sd: 0.8 },
  competitors: { location: 0.8, scale: 0.7, skewness: 0.6, shape: 0.9 },
  responseProbability: 0.6,
};

interface Telling {
  readonly tellsCover: boolean;
  readonly tellsCompetitors: boolean;
}
const TELLS_ALL: Telling = { tellsCover: true, tellsCompetitors: true };

/** One auction of the model itself, as its dealer learns of it. */
const drawOutcome = (model: HitModel, asked: number, telling: Telling, rng: Rng): QuoteOutcome => {
  const { reservation, responseProbability } = model.parameters;
  const reducedSpread = -1 + 4 * rng.uniform();
  const limit = drawReservation(reservation, rng);
  let best = Infinity;
  for (let i = 0; i < asked; i += 1) {
    if (rng.uniform() < responseProbability) best = Math.min(best, model.competitors.draw(rng));
  }
  const known = { reducedSpread, competitors: telling.tellsCompetitors ? asked : null };
  if (Math.min(best, reducedSpread) >= limit) return { ...known, kind: 'NOT_TRADED' };
  if (best < reducedSpread) return { ...known, kind: 'TRADED_AWAY' };
  if (!telling.tellsCover) return { ...known, kind: 'DONE' };
  return best === Infinity ? { ...known, kind: 'DONE_ALONE' } : { ...known, kind: 'DONE_WITH_COVER', cover: best };
};

const counted = (outcomes: readonly QuoteOutcome[]): OutcomeCounts => {
  const counts = new OutcomeCounts();
  for (const outcome of outcomes) expect(counts.add(outcome).ok).toBe(true);
  return counts;
};

const drawn = (parameters: HitParameters, quotes: number, seed: number, telling = TELLS_ALL): QuoteOutcome[] => {
  const model = new HitModel(parameters);
  const rng = seededRng(seed);
  return Array.from({ length: quotes }, (_, i) =>
    drawOutcome(model, telling.tellsCompetitors ? i % 6 : 4, telling, rng),
  );
};

const fitOf = (outcomes: readonly QuoteOutcome[]): HitFit => {
  const fit = fitHitModel(counted(outcomes));
  if (!fit.ok) throw new Error(fit.error.message);
  return fit.value;
};

const planted = (name: string, parameters: HitParameters, asked: number): number => {
  const { reservation, competitors, responseProbability } = parameters;
  const values: Record<string, number> = {
    'reservation.mean': reservation.mean,
    'reservation.sd': reservation.sd,
    'competitors.location': competitors.location,
    'competitors.scale': competitors.scale,
    'competitors.skewness': competitors.skewness,
    'competitors.shape': competitors.shape,
    responseProbability,
    effectiveCompetitors: asked,
  };
  return values[name]!;
};

/** Standard errors between a fitted parameter and the planted one, by the interval of its own. */
const errorsOff = (fit: HitFit, parameters: HitParameters, asked = 4): number[] =>
  fit.fitted.map(({ name, value, low, high }) => {
    const truth = planted(name, parameters, asked);
    return (truth - value) / ((truth > value ? high - value : value - low) / 1.96);
  });

const anyModel = fc.record({
  reservation: fc.record({
    mean: fc.double({ min: 0, max: 3, noNaN: true }),
    sd: fc.double({ min: 0.25, max: 2, noNaN: true }),
  }),
  competitors: fc.record({
    location: fc.double({ min: -1, max: 2, noNaN: true }),
    scale: fc.double({ min: 0.4, max: 2, noNaN: true }),
    skewness: fc.double({ min: -4, max: 4, noNaN: true }),
    shape: fc.double({ min: 0.7, max: 2.5, noNaN: true }),
  }),
  responseProbability: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('the hit curve', () => {
  it('is the closed form of the hit model', () => {
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 0, max: 9 }), (parameters, n) => {
        const model = new HitModel(parameters);
        const curve = new HitCurve(model, n);
        for (const d of [-9, -2.01, 0.017, 0.7, 1.31, 2.6, 5.5]) {
          expect(Math.abs(curve.hit(d) - model.hit(d, n))).toBeLessThan(2e-3);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('never rises, not even beyond its grid', () => {
    fc.assert(
      fc.property(
        anyModel,
        fc.integer({ min: 0, max: 9 }),
        fc.infiniteStream(fc.double({ min: -20, max: 40, noNaN: true })),
        (parameters, n, stream) => {
          const curve = new HitCurve(new HitModel(parameters), n);
          const spreads = [...Array.from({ length: 50 }, () => stream.next().value as number)].sort((a, b) => a - b);
          let last = 1;
          for (const d of spreads) {
            const hit = curve.hit(d);
            expect(hit >= 0 && hit <= last).toBe(true);
            expect(curve.hazard(d)).toBeGreaterThanOrEqual(0);
            last = hit;
          }
        },
      ),
      { numRuns: 60, seed: 2 },
    );
  });
});

describe('the fit of the hit model', () => {
  it.each<[string, Telling]>([
    ['told everything', TELLS_ALL],
    ['not told covers', { tellsCover: false, tellsCompetitors: true }],
    ['not told how many were asked', { tellsCover: true, tellsCompetitors: false }],
  ])('recovers what was planted, %s', (_, telling) => {
    const fit = fitOf(drawn(PLANTED, 20_000, 7, telling));
    const off = errorsOff(fit, PLANTED);
    expect(Math.max(...off.map(Math.abs))).toBeLessThan(3.5);
    expect(fit.fitted.length).toBe(telling.tellsCompetitors ? 7 : 8);
  });

  it('recovers the published model, whose cusp is sharp', () => {
    const fit = fitOf(drawn(REFERENCE_HIT_PARAMETERS, 10_000, 31));
    expect(Math.max(...errorsOff(fit, REFERENCE_HIT_PARAMETERS).map(Math.abs))).toBeLessThan(3.5);
  });

  it('predicts as well as the planted model itself', () => {
    const fit = fitOf(drawn(PLANTED, 10_000, 11));
    const fresh = drawn(PLANTED, 20_000, 12);
    const done = fresh.map(({ kind }) => kind === 'DONE_WITH_COVER' || kind === 'DONE_ALONE');
    const predict = (parameters: HitParameters): number[] => {
      const model = new HitModel(parameters);
      const curves = Array.from({ length: 6 }, (_, n) => new HitCurve(model, n));
      return fresh.map(({ reducedSpread, competitors }) => curves[competitors!]!.hit(reducedSpread));
    };
    const predicted = predict(fit.parameters);
    expect(areaUnderCurve(predicted, done)).toBeGreaterThan(areaUnderCurve(predict(PLANTED), done) - 0.005);
    expect(expectedCalibrationError(predicted, done, 20)).toBeLessThan(0.02);
  });

  it('without competitors is a fit of the reservation alone', () => {
    const model = new HitModel(PLANTED);
    const rng = seededRng(3);
    const outcomes = Array.from({ length: 5_000 }, () => drawOutcome(model, 0, TELLS_ALL, rng));
    const fit = fitOf(outcomes);
    expect(fit.fitted.map(({ name }) => name)).toEqual(['reservation.mean', 'reservation.sd']);
    expect(Math.max(...errorsOff(fit, PLANTED).map(Math.abs))).toBeLessThan(3.5);
  });

  it('learns on from stored counts: the same as from all outcomes at once, as the next version', () => {
    const outcomes = drawn(PLANTED, 8_000, 5);
    const first = counted(outcomes.slice(0, 4_000));
    const before = fitHitModel(first);
    if (!before.ok) throw new Error(before.error.message);
    const restored = OutcomeCounts.fromDocument(JSON.parse(JSON.stringify(first.toDocument())) as never);
    restored.addAll(counted(outcomes.slice(4_000)));
    const after = fitHitModel(restored, { previous: before.value });
    const atOnce = fitOf(outcomes);
    if (!after.ok) throw new Error(after.error.message);
    expect(after.value.version).toBe(2);
    expect(after.value.outcomes).toBe(8_000);
    expect(after.value.logLikelihood).toBeCloseTo(atOnce.logLikelihood, 2);
    for (const d of [0, 0.8, 1.6]) {
      const [one, other] = [after.value, atOnce].map(({ parameters }) => new HitModel(parameters).hit(d, 3));
      expect(one).toBeCloseTo(other!, 3);
    }
  });

  it('has a band around its curve that holds the planted one, and narrows with what was seen', () => {
    const spreads = Array.from({ length: 17 }, (_, i) => -0.5 + i / 4);
    const [few, many] = [1_000, 16_000].map((quotes) => hitBand(fitOf(drawn(PLANTED, quotes, 17)), 3, spreads));
    const truth = new HitModel(PLANTED);
    for (const [i, { reducedSpread, hit, low, high }] of many!.entries()) {
      // A whole curve leaves its pointwise band now and then: half as wide again it does not here.
      const planted = truth.hit(reducedSpread, 3);
      expect(planted).toBeGreaterThan(hit - 1.5 * (hit - low) - 2e-3);
      expect(planted).toBeLessThan(hit + 1.5 * (high - hit) + 2e-3);
      expect(high - low).toBeLessThan(few![i]!.high - few![i]!.low);
      expect(0 <= low && low <= hit && hit <= high && high <= 1).toBe(true);
    }
  });

  it('says that nothing can be fitted to too little', () => {
    const fit = fitHitModel(counted(drawn(PLANTED, 100, 1)));
    expect(fit).toMatchObject({ ok: false, error: { code: 'TOO_FEW_OUTCOMES', field: 'outcomes' } });
  });

  it('says that quotes which are always refused leave the parameters open', () => {
    const refused = Array.from({ length: 500 }, (): QuoteOutcome => ({
      reducedSpread: 9,
      competitors: 0,
      kind: 'NOT_TRADED',
    }));
    expect(fitHitModel(counted(refused))).toMatchObject({ ok: false, error: { code: 'NOT_IDENTIFIED' } });
  });

  it('under a prior stays there without outcomes, and where they are with many', () => {
    const under = (outcomes: readonly QuoteOutcome[]): HitFit => {
      const fit = fitHitModel(counted(outcomes), { prior: STATED_HIT_PRIOR });
      if (!fit.ok) throw new Error(fit.error.message);
      return fit.value;
    };
    const refused = under([{ reducedSpread: 9, competitors: 0, kind: 'NOT_TRADED' }]);
    for (const { value, prior, learned } of refused.fitted) {
      expect(value).toBeCloseTo(prior!, 3);
      expect(learned).toBeLessThan(0.01);
    }
    const outcomes = drawn(PLANTED, 10_000, 41);
    const [posterior, likelihood] = [under(outcomes), fitOf(outcomes)];
    for (const [i, { name, value, learned }] of posterior.fitted.entries()) {
      const alone = likelihood.fitted[i]!;
      expect([name, learned! > 0.8]).toEqual([alone.name, true]);
      expect(Math.abs(value - alone.value)).toBeLessThan((alone.high - alone.low) / 4);
    }
  });

  it.each<[string, QuoteOutcome]>([
    ['reducedSpread', { reducedSpread: NaN, competitors: 2, kind: 'DONE' }],
    ['reducedSpread', { reducedSpread: 17, competitors: 2, kind: 'DONE' }],
    ['competitors', { reducedSpread: 1, competitors: -1, kind: 'DONE' }],
    ['competitors', { reducedSpread: 1, competitors: 1.5, kind: 'DONE' }],
    ['cover', { reducedSpread: 1, competitors: 2, kind: 'DONE_WITH_COVER' }],
    ['cover', { reducedSpread: 1, competitors: 2, kind: 'DONE_WITH_COVER', cover: NaN }],
    ['cover', { reducedSpread: 1, competitors: 2, kind: 'TRADED_AWAY', cover: 2 }],
    ['kind', { reducedSpread: 1, competitors: 0, kind: 'TRADED_AWAY' }],
  ])('refuses an impossible %s by name and counts nothing', (field, outcome) => {
    const counts = new OutcomeCounts();
    expect(counts.add(outcome)).toMatchObject({ ok: false, error: { code: 'IMPOSSIBLE_OUTCOME', field } });
    expect([counts.outcomes, counts.revision]).toEqual([0, 0]);
  });
});

describe('segments', () => {
  const eager: HitParameters = { ...PLANTED, reservation: { mean: 0.8, sd: 0.4 } };
  const counts = new Map([
    ['patient', counted(drawn(PLANTED, 4_000, 21))],
    ['eager', counted(drawn(eager, 4_000, 22))],
    ['new', counted(drawn(eager, 40, 23))],
    ['silent', new OutcomeCounts()],
  ]);
  const fits = fitSegments(counts, STATED_HIT_PRIOR);
  if (!fits.ok) throw new Error(fits.error.message);
  const meanOf = (segment: string): number => fits.value.segments.get(segment)!.parameters.reservation.mean;
  const pooled = fits.value.pooled.parameters.reservation.mean;

  it('with many outcomes go where their outcomes are', () => {
    expect(Math.abs(meanOf('patient') - 1.5)).toBeLessThan(0.08);
    expect(Math.abs(meanOf('eager') - 0.8)).toBeLessThan(0.08);
  });

  it('with few stay between them and the pool, with none at the pool', () => {
    expect(meanOf('new')).toBeLessThan(pooled);
    expect(Math.abs(meanOf('silent') - pooled)).toBeLessThan(0.01);
    const interval = (segment: string) => fits.value.segments.get(segment)!.fitted[0]!;
    const width = (segment: string): number => interval(segment).high - interval(segment).low;
    expect(interval('new').low).toBeLessThan(0.8);
    expect(interval('new').high).toBeGreaterThan(0.8);
    expect(width('new')).toBeGreaterThan(2 * width('eager'));
  });
});
