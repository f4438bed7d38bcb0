import { err, ok, type Result } from '#domain/core';
import {
  featureSetConflict,
  type FeatureSetConflict,
  type FeatureSetRegistry,
  type RegisteredFeatureSet,
} from '#application/ports';
import { type Database } from './database.js';

export class PrismaFeatureSetRegistry implements FeatureSetRegistry {
  constructor(private readonly database: Database) {}

  register({ version, hash, definitions }: RegisteredFeatureSet): Promise<Result<void, FeatureSetConflict>> {
    return this.database.forNoDesk(async (transaction) => {
      // Two processes that start together: one of them writes, both read what was written.
      await transaction.$executeRaw`
        INSERT INTO feature_set (version, hash, definitions) VALUES (${version}, ${hash}, ${definitions})
        ON CONFLICT (version) DO NOTHING`;
      const registered = await transaction.featureSet.findUniqueOrThrow({ where: { version } });
      return registered.definitions === definitions ? ok(undefined) : err(featureSetConflict(version, registered.hash));
    });
  }

  list(): Promise<readonly RegisteredFeatureSet[]> {
    return this.database.forNoDesk((transaction) =>
      transaction.featureSet.findMany({
        select: { version: true, hash: true, definitions: true },
        orderBy: { version: 'asc' },
      }),
    );
  }
}
