import { readFile } from 'node:fs/promises';
import ort from 'onnxruntime-node';
import { KeyedRng } from '#domain/core';
import { areaUnderCurve, expectedCalibrationError, fitHitModel, HitCurve, HitModel } from '#domain/rfq';
import { figure } from '../figure.mjs';
import { countedOutcomes, exploredOutcomes, PLANTED } from './auctions.mjs';
import { valueOf } from './estimates.mjs';

const CHALLENGER = new URL('./challenger/model.onnx', import.meta.url);
export const FIRST_SEED = 301;
export const FIT_REQUESTS = 8_000;
const PROBES = 1_000_000;

export const hitModel = {
  title: 'The hit model, fitted on what a dealer sees of simulated auctions',
  needs: [],
  notes:
    'A dealer quotes at random among 0 to 5 competitors and learns covers, trades away and requests not traded. Fits on held seeds: how ' +
    'often the 95 % intervals cover what was planted, and what the first fit predicts of auctions it has not seen. The challenger is ' +
    'LightGBM on the same 8,000 outcomes, monotone in spread and competitors (`sell-side/challenger`). No predictor can beat the ' +
    'planted probabilities, so the loss of AUC against them bounds that against any other challenger.',
  async measure({ quick }) {
    const [fits, requests] = quick ? [2, 3_000] : [16, FIT_REQUESTS];
    const fitted = Array.from({ length: fits }, (_, i) =>
      valueOf(fitHitModel(countedOutcomes(exploredOutcomes(FIRST_SEED + i, requests)))),
    );
    const all = fitted.flatMap((fit) => fit.fitted);
    const covered = all.filter(({ name, low, high }) => low <= truth(name) && truth(name) <= high).length;
    const fresh = exploredOutcomes(FIRST_SEED + 500, quick ? 10_000 : 60_000);
    const done = fresh.map(({ kind }) => kind.startsWith('DONE'));
    const predicted = predictions(fitted[0].parameters, fresh);
    const auc = areaUnderCurve(predicted, done);
    const best = areaUnderCurve(predictions(PLANTED, fresh), done);
    const challenged = await challengerPredictions(fresh);
    const challengerAuc = areaUnderCurve(challenged, done);
    return {
      figures: [
        figure('interval_coverage', 'share', covered / all.length, { n: all.length, goal: 0.9, better: 'higher' }),
        ...all
          .slice(0, 7)
          .flatMap(({ name, value, low, high }) => [
            figure(`fit_${name}`, '', value, { low, high, n: requests }),
            figure(`fit_${name}_planted`, '', truth(name)),
          ]),
        figure('auc', 'probability', auc, { n: fresh.length }),
        figure('auc_challenger', 'probability', challengerAuc, { n: fresh.length }),
        // With --quick the model has seen a third of what the challenger has.
        figure('auc_less_challenger', 'probability', auc - challengerAuc, {
          n: fresh.length,
          goal: -0.005,
          better: 'higher',
        }),
        figure('ece_challenger', 'share', expectedCalibrationError(challenged, done, 20), { n: fresh.length }),
        figure('auc_less_best_possible', 'probability', auc - best, {
          n: fresh.length,
          goal: -0.005,
          better: 'higher',
        }),
        figure('ece', 'share', expectedCalibrationError(predicted, done, 20), {
          n: fresh.length,
          goal: 0.02,
          better: 'lower',
        }),
        figure('monotonicity_violations', 'probes', violations(fitted), { n: PROBES, goal: 0, better: 'lower' }),
      ],
    };
  },
};

/** The committed challenger, as the trainer wrote it. */
const challengerPredictions = async (outcomes) => {
  const session = await ort.InferenceSession.create(await readFile(CHALLENGER), {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const rows = Float32Array.from(outcomes.flatMap(({ reducedSpread, competitors }) => [reducedSpread, competitors]));
  const { hit } = await session.run({ inputs: new ort.Tensor('float32', rows, [outcomes.length, 2]) });
  return hit.data;
};

const truth = (name) => name.split('.').reduce((object, key) => object[key], PLANTED);

const predictions = (parameters, outcomes) => {
  const model = new HitModel(parameters);
  const curves = Array.from({ length: 6 }, (_, n) => new HitCurve(model, n));
  return outcomes.map(({ reducedSpread, competitors }) => curves[competitors].hit(reducedSpread));
};

/** Pairs of spreads at random, on and off the grid, on fitted curves. */
const violations = (fits) => {
  const curves = fits.flatMap(({ parameters }) => [0, 1, 3, 9].map((n) => new HitCurve(new HitModel(parameters), n)));
  const rng = new KeyedRng(5).select(0, 0);
  let count = 0;
  for (let i = 0; i < PROBES; i += 1) {
    const curve = curves[i % curves.length];
    const d = 30 * rng.uniform() - 10;
    const more = d + 4 * rng.uniform() ** 4;
    if (!(curve.hit(more) <= curve.hit(d))) count += 1;
  }
  return count;
};
