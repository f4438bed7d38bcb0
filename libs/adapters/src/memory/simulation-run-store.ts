import { type Job } from '#application/jobs';
import {
  isRunSettled,
  seedTransition,
  simulationRunTransition,
  type CreateOutcome,
  type KeptSeed,
  type SimulationRun,
  type SimulationRunKey,
  type SimulationRunRecord,
  type SimulationRunStatus,
  type SimulationRunStore,
  type TransitionOutcome,
} from '#application/ports';
import { type MemoryDeskEvents } from './desk-events.js';
import { DeskRows } from './desk-rows.js';
import { type MemoryOutbox } from './outbox.js';
import { UnsettledRows } from './unsettled-rows.js';

interface RunRow {
  readonly deskId: string;
  readonly idempotencyKey: string;
  readonly record: SimulationRunRecord;
  readonly experiment: string;
  readonly kept: ReadonlyMap<number, string>;
}

/** Simulation runs of one process, for as long as it lives. */
export class MemorySimulationRunStore implements SimulationRunStore {
  private readonly runs = new DeskRows<RunRow>(({ record }) => record.runId);
  private readonly unsettledRuns = new UnsettledRows<SimulationRunKey>();

  constructor(
    private readonly events: MemoryDeskEvents,
    private readonly outbox: MemoryOutbox,
  ) {}

  async create(
    { experiment, ...run }: SimulationRun,
    followedBy: readonly Job[],
  ): Promise<CreateOutcome<SimulationRunRecord>> {
    await Promise.resolve();
    const { deskId, idempotencyKey } = run;
    const earlier = this.runs.findByKey(deskId, idempotencyKey);
    if (earlier !== undefined) return { kind: 'EXISTS', record: earlier.record };
    const record = { ...run, status: 'QUEUED', seedsDone: 0, createdAt: new Date().toISOString() } as const;
    this.runs.add({ deskId, idempotencyKey, record, experiment, kept: new Map() });
    this.outbox.add(followedBy);
    this.changed(record);
    return { kind: 'CREATED' };
  }

  find(deskId: string, runId: string): Promise<SimulationRunRecord | undefined> {
    return Promise.resolve(this.runs.find(deskId, runId)?.record);
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<SimulationRunRecord | undefined> {
    return Promise.resolve(this.runs.findByKey(deskId, idempotencyKey)?.record);
  }

  experiment(deskId: string, runId: string): Promise<string | undefined> {
    return Promise.resolve(this.runs.find(deskId, runId)?.experiment);
  }

  advance(deskId: string, runId: string, to: SimulationRunStatus): Promise<TransitionOutcome | 'UNKNOWN'> {
    const current = this.runs.find(deskId, runId);
    if (current === undefined) return Promise.resolve('UNKNOWN');
    const outcome = simulationRunTransition(current.record, to);
    if (outcome === 'APPLIED') this.replace({ ...current, record: { ...current.record, ...to } });
    return Promise.resolve(outcome);
  }

  keepSeed(deskId: string, runId: string, { seed, result }: KeptSeed): Promise<TransitionOutcome | 'UNKNOWN'> {
    const current = this.runs.find(deskId, runId);
    if (current === undefined) return Promise.resolve('UNKNOWN');
    const outcome = seedTransition(current.record, current.kept.has(seed));
    if (outcome === 'APPLIED') {
      const kept = new Map(current.kept).set(seed, result);
      const status = kept.size === current.record.seeds.length ? 'DONE' : current.record.status;
      this.replace({ ...current, kept, record: { ...current.record, seedsDone: kept.size, status } });
    }
    return Promise.resolve(outcome);
  }

  keptSeeds(deskId: string, runId: string): Promise<readonly KeptSeed[]> {
    const kept = [...(this.runs.find(deskId, runId)?.kept ?? [])].map(([seed, result]) => ({ seed, result }));
    return Promise.resolve(kept.sort((a, b) => a.seed - b.seed));
  }

  missingSeeds(deskId: string, runId: string): Promise<readonly number[]> {
    const run = this.runs.find(deskId, runId);
    return Promise.resolve(run?.record.seeds.filter((seed) => !run.kept.has(seed)) ?? []);
  }

  unsettled(standstillMs: number, limit: number): Promise<readonly SimulationRunKey[]> {
    return Promise.resolve(this.unsettledRuns.standing(standstillMs, limit));
  }

  private replace(row: RunRow): void {
    this.runs.replace(row);
    this.changed(row.record);
  }

  private changed(record: SimulationRunRecord): void {
    const { deskId, runId } = record;
    if (isRunSettled(record)) this.unsettledRuns.settled(runId);
    else this.unsettledRuns.moved(runId, { deskId, runId });
    this.events.announce(deskId, 'SIMULATION_RUN_UPDATED', runId);
  }
}
