import { type Failure, type Result } from '#domain/core';

/** What the features of a version are, as text: two that are equal are equal byte by byte. */
export interface RegisteredFeatureSet {
  readonly version: string;
  /** SHA-256 of `definitions`, hexadecimal. */
  readonly hash: string;
  /** Canonical JSON of the ordered `FeatureDefinition`s. */
  readonly definitions: string;
}

/** Another meaning is registered under this version: a definition changes only by a new one. */
export type FeatureSetConflict = Failure<'FEATURE_SET_CONFLICT'>;

/** The feature sets that were ever used, kept for as long as anything refers to them. */
export interface FeatureSetRegistry {
  /** Makes the set known; registering it again changes nothing. */
  register(set: RegisteredFeatureSet): Promise<Result<void, FeatureSetConflict>>;
  /** All sets, in order of their versions. */
  list(): Promise<readonly RegisteredFeatureSet[]>;
}

export const featureSetConflict = (version: string, registeredHash: string): FeatureSetConflict => ({
  code: 'FEATURE_SET_CONFLICT',
  message: `feature set ${version} is registered with other definitions (${registeredHash.slice(0, 12)})`,
  allowed: 'the registered definitions, or a new version for new ones',
});
