import { normalCdf, type Rng } from '#domain/core';

/** How long a dealer who answers takes: log-normal, as times of human and of machine answers are. */
export interface ResponseDelay {
  readonly medianSeconds: number;
  /** Standard deviation of the logarithm; 0: always the median. */
  readonly logSd: number;
}

export const drawDelaySeconds = ({ medianSeconds, logSd }: ResponseDelay, rng: Rng): number =>
  medianSeconds * Math.exp(logSd * rng.normal());

/** P(an answer that comes has come within so many seconds). */
export const answeredWithin = ({ medianSeconds, logSd }: ResponseDelay, seconds: number): number => {
  if (logSd === 0) return seconds >= medianSeconds ? 1 : 0;
  return normalCdf(Math.log(seconds / medianSeconds) / logSd);
};
