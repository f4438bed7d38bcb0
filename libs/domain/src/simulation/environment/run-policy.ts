import { err, ok, type Result } from '#domain/core';
import { type Observation, type PolicyFactory, type Request } from '#domain/execution';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { type MarketParameters } from '../market/market-parameters.js';
import { ExecutionEnvironment, type ExecutionResult } from './execution-environment.js';
import { type ExecutionTask } from './execution-task.js';

/** Works a task once; the same seed is the same market up to what the policy does in it. */
export const runPolicy = (
  parameters: MarketParameters,
  task: ExecutionTask,
  factory: PolicyFactory,
  seed: number,
): Result<ExecutionResult, ImpossibleParameters> => {
  const opened = ExecutionEnvironment.open(parameters, task, seed);
  if (!opened.ok) return opened;
  const environment = opened.value;
  const policy = factory();
  while (!environment.isDone) environment.step(policy.act(environment.observe()));
  return ok(environment.result());
};

/**
 * The same task in as many markets as there are seeds, in lock step: what a learner wants, which decides for all of them at
 * once. They share nothing, so that seeds may as well be spread over workers.
 */
export class VectorEnvironment {
  private constructor(private readonly environments: readonly ExecutionEnvironment[]) {}

  static open(
    parameters: MarketParameters,
    task: ExecutionTask,
    seeds: readonly number[],
  ): Result<VectorEnvironment, ImpossibleParameters> {
    const environments: ExecutionEnvironment[] = [];
    for (const seed of seeds) {
      const opened = ExecutionEnvironment.open(parameters, task, seed);
      if (!opened.ok) return err(opened.error);
      environments.push(opened.value);
    }
    return ok(new VectorEnvironment(environments));
  }

  /** All of them are, after as many steps as the task has decisions. */
  get isDone(): boolean {
    return this.environments.every((environment) => environment.isDone);
  }

  observe(): readonly Observation[] {
    return this.environments.map((environment) => environment.observe());
  }

  /** One list of requests per seed, in the order of the seeds. Throws when there is another number of them. */
  step(requests: readonly (readonly Request[])[]): void {
    if (requests.length !== this.environments.length) {
      throw new RangeError(`requests: one list per seed, ${this.environments.length}, got ${requests.length}`);
    }
    this.environments.forEach((environment, i) => {
      environment.step(requests[i]!);
    });
  }

  results(): readonly ExecutionResult[] {
    return this.environments.map((environment) => environment.result());
  }
}
