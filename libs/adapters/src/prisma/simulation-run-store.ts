import { type Job } from '#application/jobs';
import {
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
import { type Database, type Transaction } from './database.js';
import { leaveJobs } from './follow-up-jobs.js';
import { type SimulationRun as RunRow } from './generated/client.js';
import { moveLocked } from './locked-row.js';
import { isUuid } from './uuid.js';

export class PrismaSimulationRunStore implements SimulationRunStore {
  constructor(private readonly database: Database) {}

  create(
    { runId, seeds, ...run }: SimulationRun,
    followedBy: readonly Job[],
  ): Promise<CreateOutcome<SimulationRunRecord>> {
    const { deskId, idempotencyKey } = run;
    return this.database.forDesk(deskId, async (transaction) => {
      const { count } = await transaction.simulationRun.createMany({
        data: [{ id: runId, seeds: [...seeds], ...run }],
        skipDuplicates: true,
      });
      if (count === 0) {
        const where = { deskId_idempotencyKey: { deskId, idempotencyKey } };
        const earlier = await transaction.simulationRun.findUniqueOrThrow({ where, omit: LARGE });
        return { kind: 'EXISTS', record: recordOf(earlier) };
      }
      await leaveJobs(transaction, deskId, followedBy);
      return { kind: 'CREATED' };
    });
  }

  find(deskId: string, runId: string): Promise<SimulationRunRecord | undefined> {
    if (!isUuid(runId)) return Promise.resolve(undefined);
    return this.database.forDesk(deskId, (transaction) => found(transaction, deskId, runId));
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<SimulationRunRecord | undefined> {
    return this.database.forDesk(deskId, async ({ simulationRun }) => {
      const where = { deskId_idempotencyKey: { deskId, idempotencyKey } };
      const row = await simulationRun.findUnique({ where, omit: LARGE });
      return row === null ? undefined : recordOf(row);
    });
  }

  experiment(deskId: string, runId: string): Promise<string | undefined> {
    if (!isUuid(runId)) return Promise.resolve(undefined);
    return this.database.forDesk(deskId, async ({ simulationRun }) => {
      const row = await simulationRun.findUnique({ where: byId(deskId, runId), select: { experiment: true } });
      return row?.experiment;
    });
  }

  advance(deskId: string, runId: string, to: SimulationRunStatus): Promise<TransitionOutcome | 'UNKNOWN'> {
    return this.locked(deskId, runId, async (transaction, current) => {
      const outcome = simulationRunTransition(current, to);
      if (outcome === 'APPLIED')
        await transaction.simulationRun.update({ where: byId(deskId, runId), data: to, select: { id: true } });
      return outcome;
    });
  }

  keepSeed(deskId: string, runId: string, { seed, result }: KeptSeed): Promise<TransitionOutcome | 'UNKNOWN'> {
    return this.locked(deskId, runId, async (transaction, current) => {
      const where = { deskId_runId_seed: { deskId, runId, seed } };
      const kept = await transaction.simulationSeed.findUnique({ where, select: { seed: true } });
      const outcome = seedTransition(current, kept !== null);
      if (outcome !== 'APPLIED') return outcome;
      await transaction.simulationSeed.create({ data: { deskId, runId, seed, result }, select: { seed: true } });
      const seedsDone = current.seedsDone + 1;
      const data = { seedsDone, ...(seedsDone === current.seeds.length ? { status: 'DONE' as const } : {}) };
      await transaction.simulationRun.update({ where: byId(deskId, runId), data, select: { id: true } });
      return outcome;
    });
  }

  keptSeeds(deskId: string, runId: string): Promise<readonly KeptSeed[]> {
    if (!isUuid(runId)) return Promise.resolve([]);
    return this.database.forDesk(deskId, ({ simulationSeed }) =>
      simulationSeed.findMany({
        where: { deskId, runId },
        orderBy: { seed: 'asc' },
        select: { seed: true, result: true },
      }),
    );
  }

  missingSeeds(deskId: string, runId: string): Promise<readonly number[]> {
    if (!isUuid(runId)) return Promise.resolve([]);
    return this.database.forDesk(deskId, async (transaction) => {
      const rows = await transaction.$queryRaw<{ readonly seed: number }[]>`
        SELECT seed FROM simulation_run AS run, unnest(run.seeds) AS seed
        WHERE run.desk_id = ${deskId} AND run.id = ${runId}::uuid AND NOT EXISTS (
          SELECT FROM simulation_seed AS kept
          WHERE kept.desk_id = run.desk_id AND kept.run_id = run.id AND kept.seed = seed.seed)
        ORDER BY seed`;
      return rows.map(({ seed }) => seed);
    });
  }

  unsettled(standstillMs: number, limit: number): Promise<readonly SimulationRunKey[]> {
    return this.database.forNoDesk(
      (transaction) => transaction.$queryRaw<SimulationRunKey[]>`
        SELECT desk_id AS "deskId", id AS "runId" FROM simulation_run
        WHERE status IN ('QUEUED', 'RUNNING') AND updated_at <= now() - ${standstillMs} * interval '1 ms'
        ORDER BY updated_at LIMIT ${limit}`,
    );
  }

  private locked(
    deskId: string,
    runId: string,
    move: (transaction: Transaction, current: SimulationRunRecord) => Promise<TransitionOutcome>,
  ): Promise<TransitionOutcome | 'UNKNOWN'> {
    const row = { table: 'simulation_run', deskId, id: runId } as const;
    return moveLocked(this.database, row, (transaction) => found(transaction, deskId, runId), move);
  }
}

/** Read by itself only. */
const LARGE = { experiment: true } as const;

const byId = (deskId: string, runId: string) => ({ deskId_id: { deskId, id: runId } });

const found = async (
  { simulationRun }: Transaction,
  deskId: string,
  runId: string,
): Promise<SimulationRunRecord | undefined> => {
  const row = await simulationRun.findUnique({ where: byId(deskId, runId), omit: LARGE });
  return row === null ? undefined : recordOf(row);
};

const recordOf = ({
  id,
  createdAt,
  updatedAt: _,
  failureReason,
  ...row
}: Omit<RunRow, 'experiment'>): SimulationRunRecord => ({
  ...row,
  runId: id,
  createdAt: createdAt.toISOString(),
  ...(failureReason === null ? {} : { failureReason }),
});
