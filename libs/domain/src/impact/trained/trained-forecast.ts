import { BPS, err, ok, type Failure, type Result } from '#domain/core';
import { midPrice, spreadBps } from '#domain/market-data';
import { calibratedQuantilesBps } from '../calibration/calibrated-quantiles.js';
import { offsetsAt } from '../calibration/calibration-table.js';
import { quantileCost, type QuantileCost } from '../distribution/quantile-cost.js';
import { type ForecastTier, type ImpactForecast } from '../forecast.js';
import { meanImpactBps, meanPartBps, type MemberImpacts } from '../members.js';
import { PARAMETRIC_COEFFICIENTS } from '../parametric-coefficients.js';
import { requireNotNegative } from '../range.js';
import { forecastFlags } from './forecast-flags.js';
import { IMPACT_LABELS, LABEL_AFTER_SECONDS, PERMANENT_LABELS, type ImpactLabel } from './impact-label.js';
import { type ModelManifest } from './model-manifest.js';
import { type PreparedForecast } from './prepare-forecast.js';
import { onPriceGrid, withDeadZoneKnots, type GridPosition, type QuantileKnots } from './price-grid.js';
import { shiftToMean } from './published-level.js';
import { trainedResidual } from './trained-residual.js';
import { type TrainedModel } from './trained-model.js';

/** A model's answer that means nothing: another tier must answer. */
export type UnusableOutput = Failure<'OUTPUT_NOT_FINITE'>;

/** After which time what is left of the peak counts as permanent. */
const LASTING_LABEL = 'perm15';

/**
 * The forecast of a trained model from its raw output for `prepared.row.inputs`: L x K numbers, label-major, from
 * `outputAt` on. Per label: sorted, conformal offsets of the cell, sorted; moved and widened where the model does not
 * reach (`continuation`); then onto the grid of prices where the model's costs are latent ones.
 *
 * - **Level**: where it is the published formulas' (`publishedLevel`), latent slippage is shifted until the mean of its map is
 *   theirs and the spread that is crossed; peak and permanent impact move by the difference of the means. Temporary and permanent
 *   part are then theirs, too.
 * - **Aggression**: a tape's trades all crossed the spread, so the share that is posted saves half of the spread:
 *   slippage falls by `(1 - a) halfSpread`, as in the parametric forecast, and never falls in a.
 * - **Split**: the permanent part of the slippage is the mean of the mid 15 min after the end times the share of a lasting
 *   shift that the fills pay, which no tape tells: that of the published formulas for this order (between 1/2 and 1). The
 *   temporary part is the rest.
 * - **Monotone**: mean, quantiles that never fall in the model and expected shortfall at 95 % never fall in quantity.
 *
 * Tier MODEL: answered by ONNX Runtime; COMPILED: by the additive form.
 */
export const trainedForecast = (
  model: TrainedModel,
  prepared: PreparedForecast,
  output: ArrayLike<number>,
  outputAt: number,
  tier: Exclude<ForecastTier, 'PARAMETRIC'>,
): Result<ImpactForecast, UnusableOutput> => {
  const { manifest } = model;
  const count = manifest.probabilities.length;
  for (let i = 0; i < IMPACT_LABELS.length * count; i += 1) {
    if (!Number.isFinite(output[outputAt + i])) return notFinite(i, count);
  }
  const { market, aggression } = prepared.request;
  const halfSpreadBps = spreadBps(market) / 2;
  requireNotNegative('halfSpreadBps', halfSpreadBps);
  const position = { tickBps: (BPS * market.terms.tickSize) / midPrice(market), halfSpreadBps };
  const latent = (label: ImpactLabel): readonly number[] => movedQuantiles(model, prepared, output, outputAt, label);
  const { members, level } = prepared;
  const ownSlippage = latent('slippage');
  const slippageAt = (shiftBps: number): QuantileCost =>
    slippageCost(manifest, position, aggression, ownSlippage, shiftBps);
  const own = slippageAt(0);
  const crossingBps = aggression * halfSpreadBps;
  const slippage =
    level === null
      ? own
      : slippageAt(
          shiftToMean((shiftBps) => slippageAt(shiftBps).meanBps, level.meanBps.slippage + crossingBps, own.meanBps),
        );
  const ofMid = (label: Exclude<ImpactLabel, 'slippage'>): QuantileCost => {
    const cost = midCost(manifest, position, label, latent(label));
    return level === null ? cost : movedBy(level.meanBps[label] - cost.meanBps, cost);
  };
  const peak = ofMid('peak');
  const permanent = PERMANENT_LABELS.map((label) => ({
    afterSeconds: LABEL_AFTER_SECONDS[label],
    distribution: ofMid(label),
  }));
  const lastingShiftBps = permanent[PERMANENT_LABELS.indexOf(LASTING_LABEL)]!.distribution.meanBps;
  const permanentBps = paidShare(members) * lastingShiftBps;
  return ok({
    modelVersion: manifest.modelVersion,
    tier,
    identification: manifest.identification,
    temporaryBps: slippage.meanBps - permanentBps,
    permanentBps,
    lastingShiftBps,
    slippage,
    residual: trainedResidual(slippage, crossingBps, prepared),
    members: [
      { name: manifest.families.slippage, slippageBps: own.meanBps },
      { name: PARAMETRIC_COEFFICIENTS.modelVersion, slippageBps: meanImpactBps(members) + crossingBps },
    ],
    trained: {
      peak,
      permanent,
      temporary: { afterSeconds: LABEL_AFTER_SECONDS[LASTING_LABEL], meanBps: peak.meanBps - lastingShiftBps },
      level: { source: level === null ? 'MODEL' : 'PUBLISHED_COEFFICIENTS', modelMeanBps: own.meanBps },
      regime: marketRegime(model, prepared),
      flags: forecastFlags(prepared),
      calibration: model.calibrationFigures[prepared.sizeClass]![prepared.regime]!,
    },
  });
};

/** On the grid, less the half-spread that the posted share saves. */
const slippageCost = (
  { probabilities, priceGrid }: ModelManifest,
  position: GridPosition,
  aggression: number,
  latentBps: readonly number[],
  shiftBps: number,
): QuantileCost => {
  const savedBps = (1 - aggression) * position.halfSpreadBps;
  if (priceGrid === undefined) {
    return quantileCost(
      probabilities,
      latentBps.map((bps) => bps + shiftBps - savedBps),
    );
  }
  const latent = { probabilities, quantilesBps: latentBps.map((bps) => bps + shiftBps) };
  const knots = withDeadZoneKnots(priceGrid, position, latent);
  return quantileCost(
    knots.probabilities,
    knots.quantilesBps.map((bps) => onPriceGrid(priceGrid, 'slippage', position, bps) - savedBps),
  );
};

const midCost = (
  { probabilities, priceGrid }: ModelManifest,
  position: GridPosition,
  label: Exclude<ImpactLabel, 'slippage'>,
  latentBps: readonly number[],
): QuantileCost =>
  quantileCost(
    probabilities,
    priceGrid === undefined ? latentBps : latentBps.map((bps) => onPriceGrid(priceGrid, label, position, bps)),
  );

const movedBy = (bps: number, { probabilities, quantilesBps }: QuantileKnots): QuantileCost =>
  quantileCost(
    probabilities,
    quantilesBps.map((quantile) => quantile + bps),
  );

const notFinite = (at: number, count: number): Result<never, UnusableOutput> =>
  err({
    code: 'OUTPUT_NOT_FINITE',
    message: `the model's quantile ${at % count} of ${IMPACT_LABELS[Math.floor(at / count)]!} is not finite`,
  });

/** Calibrated, and moved to where the model does not reach. */
const movedQuantiles = (
  model: TrainedModel,
  { sizeClass, regime, continuation }: PreparedForecast,
  output: ArrayLike<number>,
  outputAt: number,
  label: ImpactLabel,
): number[] => {
  const count = model.normalScores.length;
  const l = IMPACT_LABELS.indexOf(label);
  const offsetsFrom = offsetsAt(model.calibration, l, sizeClass, regime);
  const quantiles = calibratedQuantilesBps(output, outputAt + l * count, count, model.calibration, offsetsFrom);
  const { shiftBps, wideningBps } = continuation.labels[label];
  for (let k = 0; k < count; k += 1) quantiles[k]! += shiftBps + wideningBps * model.normalScores[k]!;
  return quantiles;
};

/** What the fills pay of a lasting shift; 2/3, the path of the square root, where the formulas see none. */
const paidShare = (members: MemberImpacts): number => {
  const lastingBps = meanPartBps(members, 'lastingShiftBps');
  if (lastingBps > 0) return meanPartBps(members, 'permanentBps') / lastingBps;
  return PARAMETRIC_COEFFICIENTS.squareRoot.averageFillToPeak;
};

const marketRegime = (
  { mixture }: TrainedModel,
  { regime, regimeProbabilities }: PreparedForecast,
): NonNullable<ImpactForecast['trained']>['regime'] =>
  mixture === null
    ? null
    : {
        name: mixture.names[regime]!,
        probabilities: mixture.names.map((name, i) => ({ name, probability: regimeProbabilities[i]! })),
      };
