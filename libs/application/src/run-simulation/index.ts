import { canonicalJson, err, ok, type Failure, type Result } from '#domain/core';
import {
  checkExperiment,
  impossible,
  refusedUnder,
  statedAuctions,
  statedMarket,
  statedSeeds,
  type ExecutionPolicy,
  type ExecutionTask,
  type Experiment,
  type ImpossibleParameters,
  type StatedAuctions,
  type StatedMarket,
  type StatedSeeds,
} from '#domain/simulation';
import { type Job } from '#application/jobs';
import { type Identifiers, type SimulationRunRecord, type SimulationRunStore } from '#application/ports';
import { sameRequest, type IdempotencyConflict } from '#application/record-decision';

/** An order and the policies that work it, as a client sends them. */
export interface ExecutionCommand extends ExecutionTask {
  readonly policies: readonly ExecutionPolicy[];
  /** Absent: the liquid stock. */
  readonly market?: StatedMarket;
}

/** What is to be simulated, as a client sends it: one experiment, and its seeds. */
export interface RunSimulationCommand extends StatedSeeds {
  readonly execution?: ExecutionCommand;
  readonly auctions?: StatedAuctions;
  readonly idempotencyKey: string;
}

export interface RunSimulationPorts {
  readonly simulationRuns: SimulationRunStore;
  readonly identifiers: Identifiers;
}

export type RunSimulationFailure = ImpossibleParameters | IdempotencyConflict;
export type UnknownSimulationRun = Failure<'UNKNOWN_SIMULATION_RUN'>;

/**
 * Stores a run and, with it, one job per seed. Answers when all are durable; the results come later. Impossible parameters are
 * refused by name, and the key stays free.
 */
export const runSimulation = async (
  { simulationRuns, identifiers }: RunSimulationPorts,
  deskId: string,
  command: RunSimulationCommand,
): Promise<Result<SimulationRunRecord, RunSimulationFailure>> => {
  const experiment = statedExperiment(command);
  if (!experiment.ok) return experiment;
  const seeds = statedSeeds(command);
  if (!seeds.ok) return seeds;
  const requestHash = identifiers.digest(canonicalJson(command));
  const runId = identifiers.newId();
  const run = {
    runId,
    deskId,
    idempotencyKey: command.idempotencyKey,
    requestHash,
    kind: experiment.value.kind,
    seeds: seeds.value,
    experiment: canonicalJson(experiment.value),
  };
  const jobs = seeds.value.map((seed): Job => ({ name: 'simulation.run', payload: { deskId, runId, seed } }));
  const outcome = await simulationRuns.create(run, jobs);
  if (outcome.kind === 'EXISTS') {
    return sameRequest(outcome.record, requestHash, `simulation run ${outcome.record.runId}`);
  }
  const created = await simulationRuns.find(deskId, runId);
  if (created === undefined) throw new Error(`simulation run ${runId} vanished after it was created`);
  return ok(created);
};

/** Wants no more of a run; one that is settled stays as it is. What it has is kept. */
export const cancelSimulationRun = async (
  { simulationRuns }: Pick<RunSimulationPorts, 'simulationRuns'>,
  deskId: string,
  runId: string,
): Promise<Result<SimulationRunRecord, UnknownSimulationRun>> => {
  await simulationRuns.advance(deskId, runId, { status: 'CANCELLED' });
  const run = await simulationRuns.find(deskId, runId);
  return run === undefined ? err(unknownSimulationRun(runId)) : ok(run);
};

export const unknownSimulationRun = (runId: string): UnknownSimulationRun => ({
  code: 'UNKNOWN_SIMULATION_RUN',
  field: 'id',
  message: `this desk has no simulation run ${JSON.stringify(runId)}`,
  allowed: 'the runId of a request made by this desk',
});

/** The experiment with every parameter, checked before anything is written down. */
const statedExperiment = (command: RunSimulationCommand): Result<Experiment, ImpossibleParameters> => {
  const experiment = experimentOf(command);
  if (!experiment.ok) return experiment;
  const wrong = checkExperiment(experiment.value);
  return wrong === undefined ? experiment : err(wrong);
};

const experimentOf = ({ execution, auctions }: RunSimulationCommand): Result<Experiment, ImpossibleParameters> => {
  if (execution !== undefined && auctions === undefined) return executionOf(execution);
  if (auctions !== undefined && execution === undefined) return placed('auctions', statedAuctions(auctions));
  return err(impossible('execution', 'given where auctions is absent, and only there', execution && 'both'));
};

const executionOf = ({ policies, market, ...task }: ExecutionCommand): Result<Experiment, ImpossibleParameters> => {
  const stated = placed('execution.market', statedMarket(market ?? {}));
  return stated.ok ? ok({ kind: 'EXECUTION', market: stated.value, task, policies }) : stated;
};

/** A refusal by its path in the command. */
const placed = <T>(path: string, result: Result<T, ImpossibleParameters>): Result<T, ImpossibleParameters> =>
  result.ok ? result : err(refusedUnder(path, result.error));
