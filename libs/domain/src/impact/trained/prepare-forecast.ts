import { err, ok, type Failure, type Result } from '#domain/core';
import { sizeClassOf } from '../calibration/calibration-table.js';
import { type ImpactRequest } from '../forecast.js';
import { memberImpacts, type MemberImpacts } from '../members.js';
import { PARAMETRIC_COEFFICIENTS } from '../parametric-coefficients.js';
import { mostProbable, responsibilities } from '../regimes/mixture-table.js';
import { workedOrder, type WorkedOrder } from '../worked-order.js';
import { continuation, type Continuation } from './continuation.js';
import { modelRow, type ModelRow } from './model-row.js';
import { publishedLevel, type PublishedLevel } from './published-level.js';
import { substituteOrder } from './reach.js';
import { type TrainedModel } from './trained-model.js';

/** A request as a model is asked about it: everything of its forecast but the model's own answer. */
export interface PreparedForecast {
  readonly request: ImpactRequest;
  readonly order: WorkedOrder;
  /** Its `inputs` [F] are what the model reads. */
  readonly row: ModelRow;
  /** Class of the calibration's size input. */
  readonly sizeClass: number;
  /** P(regime | market), in the order of the mixture; [1] where the model knows none. */
  readonly regimeProbabilities: readonly number[];
  /** The most probable. */
  readonly regime: number;
  /** The published formulas on the order. */
  readonly members: MemberImpacts;
  /** Whose means the forecast takes; null: the model's own. */
  readonly level: PublishedLevel | null;
  readonly continuation: Continuation;
  /** Fields of the request that lie beyond what the model was trained on. */
  readonly beyondReach: readonly ('quantity' | 'horizonSeconds')[];
}

/** Why a trained model cannot be asked; another tier may answer. */
export type CannotPrepare = Failure<'NO_FEATURES' | 'OTHER_FEATURE_SET' | 'INPUT_NOT_FINITE'>;

/** Throws RangeError naming the field when a number of the request is out of range, as the parametric forecast does. */
export const prepareForecast = (
  model: TrainedModel,
  request: ImpactRequest,
): Result<PreparedForecast, CannotPrepare> => {
  const order = workedOrder(request);
  const { features, market } = request;
  const { version } = model.manifest.featureSet;
  if (features === null) return cannot('NO_FEATURES', 'nobody knows the features of this market', 'features');
  if (features.set !== version) {
    return cannot(
      'OTHER_FEATURE_SET',
      `features are of set ${features.set}, the model reads ${version}`,
      'features.set',
    );
  }
  const { sessionSeconds, averageDailyVolume } = market.terms;
  const { reach } = model;
  const substitute = substituteOrder(order, reach, sessionSeconds);
  const row = modelRow(
    model,
    features,
    {
      side: request.side,
      quantityUnits: substitute.sizeDays * averageDailyVolume,
      horizonSeconds: substitute.horizonDays * sessionSeconds,
    },
    market.terms,
  );
  if (row === undefined) {
    return cannot('INPUT_NOT_FINITE', 'an input of the model is infinite in single precision', 'features.values');
  }
  const beyondReach: ('quantity' | 'horizonSeconds')[] = [];
  if (order.sizeDays < reach.sizeDaysMin || order.sizeDays > reach.sizeDaysMax) beyondReach.push('quantity');
  if (substitute.horizonDays !== order.horizonDays) beyondReach.push('horizonSeconds');
  const members = memberImpacts(order, PARAMETRIC_COEFFICIENTS);
  const level = publishedLevel(model.manifest, request, members);
  const regimeProbabilities = model.mixture === null ? [1] : responsibilities(model.mixture, row.inputs);
  return ok({
    request,
    order,
    row,
    sizeClass: sizeClassOf(model.calibration, row.inputs[model.calibration.sizeColumn]!),
    regimeProbabilities,
    regime: mostProbable(regimeProbabilities),
    members,
    level,
    continuation: continuation(model, order, substitute, row, market.terms, members, level),
    beyondReach,
  });
};

const cannot = (code: CannotPrepare['code'], message: string, field: string): Result<never, CannotPrepare> =>
  err({ code, message, field });
