import { type ImpactInput } from './definition.js';
import { feature, joined, lnRatio, taken } from './market-feature.js';

const usualSpread = feature('spreadMean300sBps');

/** Which way the displayed book leans: a slope is how fast depth grows with the distance from the mid. */
const tilt = (levels: 5 | 10): ImpactInput => {
  const ask = `askSlope${levels}LevelsUnitsPerBps`;
  const bid = `bidSlope${levels}LevelsUnitsPerBps`;
  const [takenSlope, joinedSlope] = [taken(ask, bid), joined(ask, bid)];
  return {
    name: `slopeTilt${levels}LevelsBps`,
    group: 'flow',
    unit: 'bps',
    formula:
      `half of spreadMean300sBps times ln(slope of ${levels} levels of the own side / that of the side taken from); ` +
      "positive in the order's own direction",
    inQuantity: 'NONE',
    read: (situation) => (usualSpread(situation) / 2) * lnRatio(joinedSlope(situation), takenSlope(situation)),
  };
};

export const BOOK_TILT_INPUTS: readonly ImpactInput[] = [tilt(5), tilt(10)];
