import { type MeanEstimate } from '../../mean-estimate.js';

/** What the formula says and what the simulation does. */
export interface Comparison {
  /** In words, such as `3 competitors, d 0.5`. */
  readonly of: string;
  readonly formula: number;
  readonly simulated: MeanEstimate;
}

/** By how many standard errors the simulation is off; 0 where both agree to rounding, however little varies. */
export const deviation = ({ formula, simulated }: Comparison): number => {
  const difference = simulated.value - formula;
  return Math.abs(difference) < ROUNDING ? 0 : difference / simulated.standardError;
};

const ROUNDING = 1e-9;
