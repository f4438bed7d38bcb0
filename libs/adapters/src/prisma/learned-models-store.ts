import { type LearnedModels } from '#domain/quoting';
import { type LearnedModelsStore, type LearnedVersion } from '#application/ports';
import { type Database } from './database.js';

export class PrismaLearnedModelsStore implements LearnedModelsStore {
  constructor(private readonly database: Database) {}

  keep(deskId: string, { upTo, models }: LearnedVersion): Promise<boolean> {
    return this.database.forDesk(deskId, async ({ learnedModels }) => {
      const data = [{ deskId, upTo, models: JSON.stringify(models) }];
      const { count } = await learnedModels.createMany({ data, skipDuplicates: true });
      return count > 0;
    });
  }

  isKept(deskId: string, upTo: number): Promise<boolean> {
    return this.database.forDesk(deskId, async ({ learnedModels }) => {
      const where = { deskId_upTo: { deskId, upTo } };
      return (await learnedModels.findUnique({ where, select: { upTo: true } })) !== null;
    });
  }

  latest(deskId: string): Promise<LearnedVersion | undefined> {
    return this.database.forDesk(deskId, async ({ learnedModels }) => {
      const row = await learnedModels.findFirst({ where: { deskId }, orderBy: { upTo: 'desc' } });
      return row === null ? undefined : { upTo: row.upTo, models: JSON.parse(row.models) as LearnedModels };
    });
  }

  versions(deskId: string, first: number): Promise<readonly number[]> {
    return this.database.forDesk(deskId, async ({ learnedModels }) => {
      const select = { upTo: true };
      const rows = await learnedModels.findMany({ where: { deskId }, orderBy: { upTo: 'desc' }, take: first, select });
      return rows.map(({ upTo }) => upTo);
    });
  }
}
