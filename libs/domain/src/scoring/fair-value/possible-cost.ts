import { normalCdf } from '#domain/core';

/** A cost that may come: normal, with the probability that it comes at all. */
export interface PossibleCost {
  readonly meanBps: number;
  /** Must be positive. */
  readonly sdBps: number;
  /** In [0, 1]. */
  readonly probability: number;
}

/** P(it does not come, or lies above x). */
export const survival = ({ meanBps, sdBps, probability }: PossibleCost, x: number): number =>
  1 - probability * normalCdf((x - meanBps) / sdBps);
