import { BPS } from '#domain/core';
import { type EstimatedTerm, type InstrumentTerms } from '#domain/market-data';
import { type ResidualComponent } from '../forecast.js';
import { meanImpactBps, meanPartBps, memberImpacts, type MemberImpacts } from '../members.js';
import { PARAMETRIC_COEFFICIENTS } from '../parametric-coefficients.js';
import { estimateComponents } from '../residual.js';
import { timingRiskBps } from '../timing-risk.js';
import { type WorkedOrder } from '../worked-order.js';
import { LABEL_AFTER_SECONDS, type ImpactLabel } from './impact-label.js';
import { type ModelRow } from './model-row.js';
import { levelUncertaintyBps, type PublishedLevel } from './published-level.js';
import { type TrainedModel } from './trained-model.js';

/** How one label's quantiles are moved from the model's answer to the forecast. */
export interface Movement {
  readonly shiftBps: number;
  /** Each quantile moves outward by this many bps per standard normal score of its probability. */
  readonly wideningBps: number;
}

/** How a forecast goes on where a model does not reach; inside nothing moves but by an open level and open terms. */
export interface Continuation {
  readonly labels: Readonly<Record<ImpactLabel, Movement>>;
  /** What the longer horizon and the excess of the row add to the risk of the slippage, a standard deviation. */
  readonly riskBeyondBps: number;
  /** What the shift leaves open of the expected slippage, where the level is the model's own. */
  readonly addedBps: number;
  /** Estimated terms, each with what it leaves open. */
  readonly estimates: readonly ResidualComponent[];
}

/** Share of what the formulas add beyond the reach that stays uncertain (prior): their members disagree by about that. */
const ADDED_UNCERTAINTY = 0.5;

/** By which share the model's risk is taken to be wrong one width of a training range beyond it (prior). */
const EXCESS_UNCERTAINTY = 0.5;

/**
 * From the order that the model is asked about to the order that was asked; `there` is what the published formulas say of it:
 *
 * - **shift**: the difference of the parametric forecast between the two, of slippage, peak and lasting shift; each
 *   permanent label moves with the lasting shift. Where an input was moved to the edge of its range (`modelRow`): for the
 *   square-root law the second is taken with the volatility that would bring it there; with the half-spread slippage moves
 *   bps for bps.
 * - **widening**, a standard deviation to add to the model's: `sqrt(r^2 (1 + (e/2)^2) + a^2 + sum u^2) - r0`, where r is
 *   how far the market moves over the horizon asked and r0 over the substitute's (`sig sqrt(T/3)` for slippage,
 *   `sig sqrt(T + h)` for the mid h after the end, r at least r0), e the excess of the row, a half of what the shift adds, or
 *   what the formulas leave open where the level is theirs, and u what each estimated term leaves open.
 *
 * But for open level and terms, both are zero at the edge of the reach and grow continuously; neither falls in quantity,
 * for slippage.
 */
export const continuation = (
  model: TrainedModel,
  asked: WorkedOrder,
  substitute: WorkedOrder,
  row: ModelRow,
  { sessionSeconds, estimated }: Pick<InstrumentTerms, 'sessionSeconds' | 'estimated'>,
  there: MemberImpacts,
  level: PublishedLevel | null,
): Continuation => {
  const share = volatilityShare(model, row);
  const here =
    substitute === asked && share === 1
      ? there
      : memberImpacts({ ...substitute, dailyVolatility: substitute.dailyVolatility * share }, PARAMETRIC_COEFFICIENTS);
  const estimates = estimateComponents(asked, there, estimated.filter(readByModels), PARAMETRIC_COEFFICIENTS);
  const riskOfSlippage = (horizonDays: number): number => timingRiskBps(asked.dailyVolatility, horizonDays);
  const slippageShiftBps = meanImpactBps(there) - meanImpactBps(here);
  const fartherBps = (riskBps: (horizonDays: number) => number): number =>
    Math.max(riskBps(substitute.horizonDays), riskBps(asked.horizonDays)) *
    Math.hypot(1, EXCESS_UNCERTAINTY * row.excess);
  const addedBps = (shiftBps: number): number => (level === null ? ADDED_UNCERTAINTY * Math.max(0, shiftBps) : 0);
  const movement = (label: ImpactLabel, shiftBps: number, riskBps: (horizonDays: number) => number): Movement => {
    const openBps = level === null ? 0 : levelUncertaintyBps(level, label);
    let variance = fartherBps(riskBps) ** 2 + addedBps(shiftBps) ** 2 + openBps * openBps;
    for (const { sdBps } of estimates) variance += sdBps * sdBps;
    return { shiftBps, wideningBps: Math.sqrt(variance) - riskBps(substitute.horizonDays) };
  };
  const ofMid = (label: Exclude<ImpactLabel, 'slippage'>): Movement => {
    const part = label === 'peak' ? 'peakBps' : 'lastingShiftBps';
    const afterDays = LABEL_AFTER_SECONDS[label] / sessionSeconds;
    return movement(
      label,
      difference(there, here, part),
      (horizonDays) => asked.dailyVolatility * Math.sqrt(horizonDays + afterDays) * BPS,
    );
  };
  const slippage = movement('slippage', slippageShiftBps, riskOfSlippage);
  return {
    labels: {
      slippage: { ...slippage, shiftBps: slippage.shiftBps + beyondRangeBps(model, row, 'halfSpreadBps') },
      peak: ofMid('peak'),
      perm1: ofMid('perm1'),
      perm5: ofMid('perm5'),
      perm15: ofMid('perm15'),
    },
    riskBeyondBps: Math.sqrt(fartherBps(riskOfSlippage) ** 2 - riskOfSlippage(substitute.horizonDays) ** 2),
    addedBps: addedBps(slippageShiftBps),
    estimates,
  };
};

/** The terms that the inputs of a model are computed from. */
export const readByModels = (term: EstimatedTerm): boolean =>
  term === 'averageDailyVolume' || term === 'dailyVolatility';

const difference = (there: MemberImpacts, here: MemberImpacts, part: 'peakBps' | 'lastingShiftBps'): number =>
  meanPartBps(there, part) - meanPartBps(here, part);

/** Share of the volatility at which `sqrtImpactBps` would stand where the model was asked; 1 where it was not lowered. */
const volatilityShare = ({ inputNames }: TrainedModel, { asked, inputs }: ModelRow): number => {
  const at = inputNames.indexOf('sqrtImpactBps');
  return at < 0 || asked[at]! <= inputs[at]! ? 1 : Math.max(0, inputs[at]! / asked[at]!);
};

const beyondRangeBps = ({ inputNames }: TrainedModel, { asked, inputs }: ModelRow, name: string): number => {
  const at = inputNames.indexOf(name);
  return at < 0 ? 0 : asked[at]! - inputs[at]!;
};
