import {
  estimateAlternatives,
  type AlternativeEstimates,
  type Experiment,
  type SeedResult,
  type simulateSeed,
} from '#domain/simulation';
import { type JobHandler, type Jobs } from '#application/jobs';
import { type InThreads, type SimulationRunStore } from '#application/ports';

export interface SimulateSeedPorts {
  readonly simulationRuns: SimulationRunStore;
  readonly computing: InThreads<{ readonly simulateSeed: typeof simulateSeed }>;
}

type SeedKey = Jobs['simulation.run'];

/**
 * Simulates one seed of a stored run and keeps what it gave. A repeat finds it kept and computes nothing; a run that is settled,
 * cancelled ones too, stays as it is.
 *
 * Rejects when the store fails or what computed the seed died, which another attempt may cure, and when there is no such run.
 */
export const simulateSeedOfRun = async (
  { simulationRuns, computing }: SimulateSeedPorts,
  { deskId, runId, seed }: SeedKey,
): Promise<void> => {
  const started = await simulationRuns.advance(deskId, runId, { status: 'RUNNING' });
  if (started === 'REFUSED') return;
  const experiment = await simulationRuns.experiment(deskId, runId);
  if (experiment === undefined) throw new Error(`desk ${deskId} has no simulation run ${runId}`);
  const missing = await simulationRuns.missingSeeds(deskId, runId);
  if (!missing.includes(seed)) return;
  const result = await computing.simulateSeed(JSON.parse(experiment) as Experiment, seed);
  if (!result.ok) throw new Error(result.error.message);
  await simulationRuns.keepSeed(deskId, runId, { seed, result: JSON.stringify(result.value) });
};

/** A seed that is given up takes its run along: without it the others are no answer to what was asked. */
export const simulateSeedHandler = (ports: SimulateSeedPorts): JobHandler<SeedKey> => ({
  run: (key) => simulateSeedOfRun(ports, key),
  abandon: async ({ deskId, runId, seed }, reason) => {
    const failureReason = `seed ${seed}: ${reason}`;
    await ports.simulationRuns.advance(deskId, runId, { status: 'FAILED', failureReason });
  },
});

/** What the seeds that are done gave, by rising seed. */
export const seedResultsOf = async (
  store: SimulationRunStore,
  deskId: string,
  runId: string,
): Promise<readonly SeedResult[]> => {
  const kept = await store.keptSeeds(deskId, runId);
  return kept.map(({ result }) => JSON.parse(result) as SeedResult);
};

/** What they say together so far. */
export const runEstimates = async (
  store: SimulationRunStore,
  deskId: string,
  runId: string,
): Promise<readonly AlternativeEstimates[]> => estimateAlternatives(await seedResultsOf(store, deskId, runId));
