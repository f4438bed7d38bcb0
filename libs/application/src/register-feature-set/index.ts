import { type Result } from '#domain/core';
import { featureSetJson, type FeatureSet } from '#domain/features';
import {
  type Digests,
  type FeatureSetConflict,
  type FeatureSetRegistry,
  type RegisteredFeatureSet,
} from '#application/ports';

/** What a set means, and the names of the market's features in the order of the vector. */
export interface DescribedFeatureSet extends RegisteredFeatureSet {
  readonly names: readonly string[];
}

export const describeFeatureSet = (set: FeatureSet, digests: Digests): DescribedFeatureSet => {
  const definitions = featureSetJson(set);
  return {
    version: set.version,
    hash: digests.ofBytes([new TextEncoder().encode(definitions)]),
    definitions,
    names: set.definitions.map(({ name }) => name),
  };
};

/** Makes known what this code's features mean; fails when their version is taken by another meaning. */
export const registerFeatureSet = (
  set: FeatureSet,
  registry: FeatureSetRegistry,
  digests: Digests,
): Promise<Result<void, FeatureSetConflict>> => {
  const { version, hash, definitions } = describeFeatureSet(set, digests);
  return registry.register({ version, hash, definitions });
};
