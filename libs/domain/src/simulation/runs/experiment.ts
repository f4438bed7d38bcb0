import { ok, type Result } from '#domain/core';
import { under, type ImpossibleParameters, type Verdict } from '../impossible-parameters.js';
import { checkAuctionExperiment, runAuctions, type AuctionExperiment } from './auction-experiment.js';
import { checkExecution, runExecution, type ExecutionExperiment } from './execution-experiment.js';
import { type AlternativeResult, type SeedResult } from './seed-result.js';

/** Alternatives that are to be compared under the same luck. Plain data: all that a seed's result depends on. */
export type Experiment = ExecutionExperiment | AuctionExperiment;

/** What makes an experiment impossible, by the path of the parameter, `execution.` or `auctions.` first; undefined when nothing does. */
export const checkExperiment = (experiment: Experiment): Verdict =>
  experiment.kind === 'EXECUTION'
    ? under('execution', checkExecution(experiment))
    : under('auctions', checkAuctionExperiment(experiment));

/** Every alternative on one seed: the same on every machine, to the last bit. Refuses what `checkExperiment` does. */
export const simulateSeed = (experiment: Experiment, seed: number): Result<SeedResult, ImpossibleParameters> => {
  const alternatives = resultsOf(experiment, seed);
  return alternatives.ok ? ok({ seed, alternatives: alternatives.value }) : alternatives;
};

const resultsOf = (experiment: Experiment, seed: number): Result<readonly AlternativeResult[], ImpossibleParameters> =>
  experiment.kind === 'EXECUTION' ? runExecution(experiment, seed) : runAuctions(experiment, seed);
