import { err, ok, type Result } from '#domain/core';
import {
  byNameAndVersion,
  firstStatuses,
  modelMoveRefused,
  modelMoves,
  modelVersionConflict,
  unknownModel,
  type ModelChange,
  type ModelEntry,
  type ModelMoveRefused,
  type ModelRegistry,
  type ModelStatus,
  type ModelVersionConflict,
  type RegisteredModel,
  type UnknownModel,
} from '#application/ports';
import { type Database, type Transaction } from './database.js';
import { type ModelVersion as ModelRow } from './generated/client.js';

/** Changes are told on channel `models` by the tables' own trigger. */
export class PrismaModelRegistry implements ModelRegistry {
  constructor(private readonly database: Database) {}

  register(models: readonly ModelEntry[]): Promise<Result<void, ModelVersionConflict>> {
    return this.alone(async (transaction) => {
      const known = new Map((await transaction.modelVersion.findMany()).map((row) => [row.modelVersion, row]));
      const edited = models
        .map(({ modelVersion, manifestSha256 }) => ({ row: known.get(modelVersion), manifestSha256 }))
        .find(({ row, manifestSha256 }) => row !== undefined && row.manifestSha256 !== manifestSha256);
      if (edited?.row !== undefined) return err(modelVersionConflict(edited.row));
      const unknown = models.filter(({ modelVersion }) => !known.has(modelVersion));
      for (const { model, status } of firstStatuses(known.size === 0, unknown)) {
        const { modelVersion, name, version, manifestSha256 } = model;
        const statusChange = await recordChange(transaction, model, null, status, 'found in the models folder');
        await transaction.modelVersion.create({
          data: { modelVersion, name, version, manifestSha256, status, statusChange },
        });
      }
      return ok(undefined);
    });
  }

  async list(): Promise<readonly RegisteredModel[]> {
    const rows = await this.database.forNoDesk(({ modelVersion }) => modelVersion.findMany());
    return rows.map(modelOf).sort(byNameAndVersion);
  }

  move(
    modelVersion: string,
    to: ModelStatus,
    reason: string,
  ): Promise<Result<RegisteredModel, UnknownModel | ModelMoveRefused>> {
    return this.alone(async (transaction) => {
      const row = await transaction.modelVersion.findUnique({ where: { modelVersion } });
      if (row === null) return err(unknownModel(modelVersion));
      if (row.status === to) return ok(modelOf(row));
      if (!modelMoves(row.status).includes(to)) return err(modelMoveRefused(modelOf(row), to));
      if (to === 'CHAMPION') await retireChampion(transaction, row);
      return ok(modelOf(await moveRow(transaction, row, to, reason)));
    });
  }

  history(name: string, limit: number): Promise<readonly ModelChange[]> {
    return this.database.forNoDesk(async ({ modelChange }) => {
      const rows = await modelChange.findMany({ where: { name }, orderBy: { change: 'desc' }, take: limit });
      return rows.map(({ change, modelVersion, fromStatus, toStatus, changedAt, reason }) => ({
        change: Number(change),
        modelVersion,
        from: fromStatus,
        to: toStatus,
        changedAt: changedAt.toISOString(),
        reason,
      }));
    });
  }

  /** One writer at a time: moves are rare, and each looks at several rows. */
  private alone<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.database.forNoDesk(async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${REGISTRY_LOCK})`;
      return work(transaction);
    });
  }
}

const REGISTRY_LOCK = 0x4d6f64656c;

const retireChampion = async (transaction: Transaction, { name, modelVersion }: ModelRow): Promise<void> => {
  const champion = await transaction.modelVersion.findFirst({ where: { name, status: 'CHAMPION' } });
  if (champion !== null) await moveRow(transaction, champion, 'RETIRED', `${modelVersion} became champion`);
};

const moveRow = async (transaction: Transaction, row: ModelRow, to: ModelStatus, reason: string): Promise<ModelRow> => {
  const statusChange = await recordChange(transaction, row, row.status, to, reason);
  return transaction.modelVersion.update({
    where: { modelVersion: row.modelVersion },
    data: { status: to, statusChange },
  });
};

const recordChange = async (
  transaction: Transaction,
  { modelVersion, name }: Pick<ModelEntry, 'modelVersion' | 'name'>,
  fromStatus: ModelStatus | null,
  toStatus: ModelStatus,
  reason: string,
): Promise<bigint> => {
  const { change } = await transaction.modelChange.create({
    data: { modelVersion, name, fromStatus, toStatus, reason },
  });
  return change;
};

const modelOf = ({ modelVersion, name, version, manifestSha256, status, statusChange }: ModelRow): RegisteredModel => ({
  modelVersion,
  name,
  version,
  manifestSha256,
  status,
  statusChange: Number(statusChange),
});
