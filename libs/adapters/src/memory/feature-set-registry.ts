import { err, ok, type Result } from '#domain/core';
import {
  featureSetConflict,
  type FeatureSetConflict,
  type FeatureSetRegistry,
  type RegisteredFeatureSet,
} from '#application/ports';

export class MemoryFeatureSetRegistry implements FeatureSetRegistry {
  private readonly sets = new Map<string, RegisteredFeatureSet>();

  register(set: RegisteredFeatureSet): Promise<Result<void, FeatureSetConflict>> {
    const registered = this.sets.get(set.version) ?? set;
    this.sets.set(set.version, registered);
    const isTheSame = registered.definitions === set.definitions;
    return Promise.resolve(isTheSame ? ok(undefined) : err(featureSetConflict(set.version, registered.hash)));
  }

  list(): Promise<readonly RegisteredFeatureSet[]> {
    return Promise.resolve([...this.sets.values()].sort((a, b) => (a.version < b.version ? -1 : 1)));
  }
}
