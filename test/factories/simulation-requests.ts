import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { canonicalJson } from '#domain/core';
import { simulateSeed, statedAuctions, type Experiment } from '#domain/simulation';
import { type KeptSeed, type SimulationRunStore } from '#application/ports';
import { simulationRun } from './records.js';

const REGISTER = pathToFileURL(path.resolve('test/factories/typescript-process/register.mjs')).href;

/** The computing thread from its source, as tests run everything. */
export const startComputingThread = (): Worker =>
  new Worker(path.resolve('libs/adapters/src/computing-threads/computing-thread.ts'), {
    execArgv: ['--conditions=source', '--import', REGISTER],
  });

const auctions = (requests: number): Experiment => {
  const stated = statedAuctions({ panelSizes: [2, 5], requests });
  if (!stated.ok) throw new Error(stated.error.message);
  return stated.value;
};

/** Auctions that take a few milliseconds per seed, and some that take a moment. */
export const QUICK_AUCTIONS = auctions(50);
export const SLOWER_AUCTIONS = auctions(1_500);

/** What is kept of each seed, whoever simulates it. */
export const expectedSeeds = (experiment: Experiment, seeds: readonly number[]): readonly KeptSeed[] =>
  seeds.map((seed) => {
    const simulated = simulateSeed(experiment, seed);
    if (!simulated.ok) throw new Error(simulated.error.message);
    return { seed, result: JSON.stringify(simulated.value) };
  });

/** What the api leaves behind when it dies right after its commit: rows, and no word to the queue. Resolves to the id. */
export const commitRun = async (
  runs: SimulationRunStore,
  experiment: Experiment,
  seeds: readonly number[],
): Promise<string> => {
  const one = simulationRun({ experiment: canonicalJson(experiment), kind: experiment.kind, seeds });
  const { deskId, runId } = one;
  await runs.create(
    one,
    seeds.map((seed) => ({ name: 'simulation.run', payload: { deskId, runId, seed } })),
  );
  return runId;
};
