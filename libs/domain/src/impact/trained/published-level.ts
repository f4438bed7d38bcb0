import { type ImpactRequest, type ResidualComponent } from '../forecast.js';
import { meanImpactBps, meanPartBps, type MemberImpacts } from '../members.js';
import { PARAMETRIC_COEFFICIENTS } from '../parametric-coefficients.js';
import { modelUncertainty } from '../residual.js';
import { type ImpactLabel } from './impact-label.js';
import { type ModelManifest } from './model-manifest.js';

/**
 * What the published formulas hold an order to cost on average, which were fitted on orders of real parents. A model of a
 * public tape takes it in place of its own mean for an order that somebody decides on: the orders it was trained on were
 * picked in hindsight, together with the flow that moved the price with them, so that its prefactor is not that of an order's
 * own impact (reference 10). How the outcomes scatter about their mean is the tape's.
 */
export interface PublishedLevel {
  /** Mean by label, in bps; the slippage without the spread. */
  readonly meanBps: Readonly<Record<ImpactLabel, number>>;
  /** What the formulas leave open of it. */
  readonly uncertainty: ResidualComponent;
}

/** Null where the model's own mean is the answer: it saw real or simulated parents, or the order was picked as its rows were. */
export const publishedLevel = (
  { identification }: Pick<ModelManifest, 'identification'>,
  { inHindsight }: Pick<ImpactRequest, 'inHindsight'>,
  members: MemberImpacts,
): PublishedLevel | null => {
  if (identification !== 'PUBLIC_TAPE' || inHindsight === true) return null;
  const lastingBps = meanPartBps(members, 'lastingShiftBps');
  return {
    meanBps: {
      slippage: meanImpactBps(members),
      peak: meanPartBps(members, 'peakBps'),
      perm1: lastingBps,
      perm5: lastingBps,
      perm15: lastingBps,
    },
    uncertainty: modelUncertainty(members, PARAMETRIC_COEFFICIENTS),
  };
};

/** The same share of every label's mean stays open. */
export const levelUncertaintyBps = ({ meanBps, uncertainty }: PublishedLevel, label: ImpactLabel): number =>
  meanBps.slippage === 0 ? 0 : (uncertainty.sdBps * meanBps[label]) / meanBps.slippage;

/** Closer to the level no reader can tell. */
const TOLERANCE_BPS = 1e-9;
const STEPS_MOST = 60;

/**
 * The shift at which a mean that stands at `unmovedBps` without it stands at its target. `meanAt` never falls, and moves with the shift in the end, as the mean of
 * latent costs on the grid of prices does: it stands while they move within the dead zone. Regula falsi (Illinois).
 */
export const shiftToMean = (meanAt: (shiftBps: number) => number, targetBps: number, unmovedBps: number): number => {
  let [before, missingBefore] = [0, targetBps - unmovedBps];
  let shift = missingBefore;
  let missing = targetBps - meanAt(shift);
  for (let step = 0; step < STEPS_MOST && Math.abs(missing) > TOLERANCE_BPS; step += 1) {
    const isBracketed = missing * missingBefore < 0;
    const next = isBracketed ? shift - (missing * (shift - before)) / (missing - missingBefore) : shift + 2 * missing;
    const stillMissing = targetBps - meanAt(next);
    if (!isBracketed || stillMissing * missing < 0) [before, missingBefore] = [shift, missing];
    else missingBefore /= 2;
    [shift, missing] = [next, stillMissing];
  }
  return shift;
};
