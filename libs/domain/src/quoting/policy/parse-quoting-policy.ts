import { readStated, type Failure, type Result, type Stated } from '#domain/core';
import { type Exploration } from '../exploration/index.js';
import { type FlowLimits, type Guardrails } from '../guardrails/index.js';
import { type QuotingPolicy } from './quoting-policy.js';

export type InvalidQuotingPolicy = Failure<'INVALID_QUOTING_POLICY'>;

/** A policy as somebody wrote it; what he leaves out is as in `usual`. Refuses what is unknown or out of range, by its field. */
export const parseQuotingPolicy = (
  stated: unknown,
  usual: QuotingPolicy,
): Result<QuotingPolicy, InvalidQuotingPolicy> =>
  readStated('INVALID_QUOTING_POLICY', 'quotingPolicy', stated, (whole) => policy(whole, usual));

const policy = (stated: Stated, usual: QuotingPolicy): QuotingPolicy => {
  stated.knows(Object.keys(usual));
  const clientLimits = stated.field('clientLimits', usual.clientLimits, limits(usual.clientLimits));
  const validSecondsMin = stated.field('validSecondsMin', usual.validSecondsMin, from(0.1, 3_600));
  return {
    riskAversion: stated.field('riskAversion', usual.riskAversion, from(1e-6, 10)),
    sizeSlope: stated.field('sizeSlope', usual.sizeSlope, from(0, 10)),
    thinDepthBlocks: stated.field('thinDepthBlocks', usual.thinDepthBlocks, from(0, 1_000)),
    blocksMax: stated.field('blocksMax', usual.blocksMax, from(0.001, 1_000)),
    correlation: stated.field('correlation', usual.correlation, from(0, 0.99)),
    validSecondsMin,
    validSecondsMax: stated.field('validSecondsMax', usual.validSecondsMax, from(validSecondsMin, 3_600)),
    lastLookMs: stated.field('lastLookMs', usual.lastLookMs, from(0, 1_000)),
    exploration: stated.field('exploration', usual.exploration, (value) => value.orNull(exploration)),
    guardrails: stated.field('guardrails', usual.guardrails, guardrails(usual.guardrails)),
    clientLimits,
    limitsByClient: stated.field('limitsByClient', usual.limitsByClient, (named) => named.each(limits(clientLimits))),
    deskLimits: stated.field('deskLimits', usual.deskLimits, limits(usual.deskLimits)),
  };
};

const from =
  (least: number, most: number) =>
  (stated: Stated): number =>
    stated.numberFrom(least, most);

/** Both have to be stated: how far and how often a desk pays to learn is for it to say. */
const exploration = (stated: Stated): Exploration => {
  stated.knows(['stepBps', 'probability']);
  return {
    stepBps: stated.required('stepBps', from(STEP_BPS_MIN, STEP_BPS_MAX)),
    probability: stated.required('probability', from(PROBABILITY_MIN, 0.5)),
  };
};

/** A smaller step moves next to no price by a tick; a larger one is no small perturbation. */
const STEP_BPS_MIN = 0.01;
const STEP_BPS_MAX = 10;
/** A direction taken more seldom weighs so much in the estimate that one quote decides it. */
const PROBABILITY_MIN = 0.01;

const guardrails =
  (usual: Guardrails) =>
  (stated: Stated): Guardrails => {
    stated.knows(Object.keys(usual));
    const minSpreadBps = stated.field('minSpreadBps', usual.minSpreadBps, from(0, 10_000));
    return {
      minSpreadBps,
      maxSpreadBps: stated.field('maxSpreadBps', usual.maxSpreadBps, from(minSpreadBps, 10_000)),
      maxSkewBps: stated.field('maxSkewBps', usual.maxSkewBps, from(0, 10_000)),
      inventoryBlocksMax: stated.field('inventoryBlocksMax', usual.inventoryBlocksMax, from(0, 1e15)),
      marketAgeSecondsMax: stated.field('marketAgeSecondsMax', usual.marketAgeSecondsMax, from(0, 86_400)),
    };
  };

/** `usual`: of a client of whom no more is said. */
const limits =
  (usual: FlowLimits) =>
  (stated: Stated): FlowLimits => {
    stated.knows(Object.keys(usual));
    return {
      notionalMax: stated.field('notionalMax', usual.notionalMax, from(0, 1e18)),
      messagesMax: stated.field('messagesMax', usual.messagesMax, from(0, 1e9)),
    };
  };
