import { type Stated } from '#domain/core';
import {
  DEFAULT_DEALER_PRIORS,
  type Assumed,
  type DealerPriors,
  type MeanPrior,
  type RatePrior,
  type ResponsePrior,
} from './dealer-history/index.js';

/** What a desk assumes of dealers; what is left out is as in `DEFAULT_DEALER_PRIORS`. */
export const statedDealerPriors = (stated: Stated): DealerPriors => {
  const usual = DEFAULT_DEALER_PRIORS;
  stated.knows(Object.keys(usual));
  return {
    biasBps: stated.field('biasBps', usual.biasBps, mean(usual.biasBps)),
    errorSdBps: stated.field('errorSdBps', usual.errorSdBps, SD_BPS),
    rejectProbability: stated.field('rejectProbability', usual.rejectProbability, rate(usual.rejectProbability)),
    rejectMoveBps: stated.field('rejectMoveBps', usual.rejectMoveBps, mean(usual.rejectMoveBps)),
    driftBps: stated.field('driftBps', usual.driftBps, mean(usual.driftBps)),
    response: stated.field('response', usual.response, response(usual.response)),
  };
};

const from =
  (least: number, most: number) =>
  (stated: Stated): number =>
    stated.numberFrom(least, most);

const BPS = from(-1_000, 1_000);
const SD_BPS = from(0.01, 1_000);

const mean =
  (usual: MeanPrior) =>
  (stated: Stated): MeanPrior => {
    stated.knows(Object.keys(usual));
    return {
      pool: stated.field('pool', usual.pool, pool(usual.pool)),
      betweenSd: stated.field('betweenSd', usual.betweenSd, SD_BPS),
      withinSd: stated.field('withinSd', usual.withinSd, SD_BPS),
    };
  };

const pool =
  (usual: Assumed) =>
  (stated: Stated): Assumed => {
    stated.knows(Object.keys(usual));
    return { value: stated.field('value', usual.value, BPS), sd: stated.field('sd', usual.sd, SD_BPS) };
  };

/** Neither certainty can be learned away from. */
const RATE = from(0.001, 0.999);

const rate =
  (usual: RatePrior) =>
  (stated: Stated): RatePrior => {
    stated.knows(Object.keys(usual));
    return {
      rate: stated.field('rate', usual.rate, RATE),
      poolStrength: stated.field('poolStrength', usual.poolStrength, from(1, 10_000)),
      strength: stated.field('strength', usual.strength, from(2, 1_000)),
    };
  };

const response =
  (usual: ResponsePrior) =>
  (stated: Stated): ResponsePrior => {
    stated.knows(Object.keys(usual));
    return {
      hazardPerSecond: stated.field('hazardPerSecond', usual.hazardPerSecond, from(0.001, 10)),
      poolSeconds: stated.field('poolSeconds', usual.poolSeconds, from(1, 10_000)),
      answers: stated.field('answers', usual.answers, from(1, 1_000)),
    };
  };
