import { err, ok, type Result } from '#domain/core';
import { type PolicyFactory } from '#domain/execution';
import { meanOf, type MeanEstimate } from '../mean-estimate.js';
import { impossible, type ImpossibleParameters } from '../impossible-parameters.js';
import { type MarketParameters } from '../market/market-parameters.js';
import { type ExecutionResult } from './execution-environment.js';
import { type ExecutionTask } from './execution-task.js';
import { runPolicy } from './run-policy.js';

export interface PolicyComparison {
  readonly name: string;
  /** Bps of the arrival mid, positive is worse; over seeds, as the other. */
  readonly shortfallBps: MeanEstimate;
  /** Less than nothing is better than the first policy: by seed, so that what the market did on its own is out of it. */
  readonly againstFirstBps: MeanEstimate;
  readonly results: readonly ExecutionResult[];
}

/** Hears how far it is: runs that are over, of all. */
export type PolicyRunObserver = (done: number, of: number) => void;

const SEEDS_MIN = 2;

/**
 * The same task by several policies on the same seeds (common random numbers). Refuses less than two seeds or no policy by name.
 */
export const comparePolicies = (
  parameters: MarketParameters,
  task: ExecutionTask,
  policies: readonly { readonly name: string; readonly factory: PolicyFactory }[],
  seeds: readonly number[],
  observer: PolicyRunObserver = () => undefined,
): Result<readonly PolicyComparison[], ImpossibleParameters> => {
  if (seeds.length < SEEDS_MIN) return err(impossible('seeds', `at least ${SEEDS_MIN}`, seeds.length));
  if (policies.length === 0) return err(impossible('policies', 'one at least', 0));
  const rows: { name: string; results: ExecutionResult[] }[] = [];
  for (const { name, factory } of policies) {
    const results: ExecutionResult[] = [];
    for (const seed of seeds) {
      const run = runPolicy(parameters, task, factory, seed);
      if (!run.ok) return run;
      results.push(run.value);
      observer(rows.length * seeds.length + results.length, policies.length * seeds.length);
    }
    rows.push({ name, results });
  }
  const first = rows[0]!.results;
  return ok(
    rows.map(({ name, results }) => ({
      name,
      shortfallBps: meanOf(results.map(({ shortfallBps }) => shortfallBps)),
      againstFirstBps: meanOf(results.map(({ shortfallBps }, i) => shortfallBps - first[i]!.shortfallBps)),
      results,
    })),
  );
};
