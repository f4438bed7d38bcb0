import { type Result } from '#domain/core';
import { featureSetJson, type FeatureSet } from '#domain/features';
import { type Digests, type FeatureSetConflict, type FeatureSetRegistry } from '#application/ports';

/** Makes known what this code's features mean; fails when their version is taken by another meaning. */
export const registerFeatureSet = (
  set: FeatureSet,
  registry: FeatureSetRegistry,
  digests: Digests,
): Promise<Result<void, FeatureSetConflict>> => {
  const definitions = featureSetJson(set);
  const hash = digests.ofBytes([new TextEncoder().encode(definitions)]);
  return registry.register({ version: set.version, hash, definitions });
};
