import { type Job, type Jobs } from '#application/jobs';
import {
  scenarioTransition,
  type CreateOutcome,
  type Scenario,
  type ScenarioProgress,
  type ScenarioRecord,
  type ScenarioStore,
  type TransitionOutcome,
} from '#application/ports';
import { type Database } from './database.js';
import { type Scenario as ScenarioRow } from './generated/client.js';
import { leaveJobs } from './follow-up-jobs.js';
import { moveLocked } from './locked-row.js';
import { isUuid } from './uuid.js';

export class PrismaScenarioStore implements ScenarioStore {
  constructor(private readonly database: Database) {}

  create({ scenarioId, ...scenario }: Scenario, followedBy: readonly Job[]): Promise<CreateOutcome<ScenarioRecord>> {
    const { deskId, idempotencyKey } = scenario;
    return this.database.forDesk(deskId, async (transaction) => {
      const earlier = { where: { deskId_idempotencyKey: { deskId, idempotencyKey } } };
      const { count } = await transaction.scenario.createMany({
        data: [{ id: scenarioId, ...scenario }],
        skipDuplicates: true,
      });
      if (count === 0)
        return { kind: 'EXISTS', record: recordOf(await transaction.scenario.findUniqueOrThrow(earlier)) };
      await leaveJobs(transaction, deskId, followedBy);
      return { kind: 'CREATED' };
    });
  }

  find(deskId: string, scenarioId: string): Promise<ScenarioRecord | undefined> {
    if (!isUuid(scenarioId)) return Promise.resolve(undefined);
    return this.database.forDesk(deskId, async ({ scenario }) =>
      toRecord(await scenario.findUnique({ where: { deskId_id: { deskId, id: scenarioId } } })),
    );
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<ScenarioRecord | undefined> {
    return this.database.forDesk(deskId, async ({ scenario }) =>
      toRecord(await scenario.findUnique({ where: { deskId_idempotencyKey: { deskId, idempotencyKey } } })),
    );
  }

  advance(deskId: string, scenarioId: string, to: ScenarioProgress): Promise<TransitionOutcome | 'UNKNOWN'> {
    const row = { table: 'scenario', deskId, id: scenarioId } as const;
    const where = { deskId_id: { deskId, id: scenarioId } };
    return moveLocked(
      this.database,
      row,
      async ({ scenario }) => toRecord(await scenario.findUnique({ where })),
      async (transaction, current) => {
        const outcome = scenarioTransition(current, to);
        if (outcome === 'APPLIED') await transaction.scenario.update({ where, data: to });
        return outcome;
      },
    );
  }

  unsettled(standstillMs: number, limit: number): Promise<readonly Jobs['scenario.analyse'][]> {
    return this.database.forNoDesk(
      (transaction) => transaction.$queryRaw<Jobs['scenario.analyse'][]>`
        SELECT desk_id AS "deskId", id AS "scenarioId" FROM scenario
        WHERE status IN ('QUEUED', 'RUNNING') AND updated_at <= now() - ${standstillMs} * interval '1 ms'
        ORDER BY updated_at LIMIT ${limit}`,
    );
  }
}

const toRecord = (row: ScenarioRow | null): ScenarioRecord | undefined => (row === null ? undefined : recordOf(row));

const recordOf = ({ id, createdAt, updatedAt: _, result, failureReason, ...row }: ScenarioRow): ScenarioRecord => ({
  ...row,
  scenarioId: id,
  createdAt: createdAt.toISOString(),
  ...(result === null ? {} : { result }),
  ...(failureReason === null ? {} : { failureReason }),
});
