import { type Failure, type Result } from '#domain/core';
import { modelMoves, type ModelStatus } from './model-lifecycle.js';
import { type ModelEntry } from './model-library.js';

/** A model version and where it stands. */
export interface RegisteredModel extends ModelEntry {
  readonly status: ModelStatus;
  /** Number of the change that brought it there: a later change has a higher one. */
  readonly statusChange: number;
}

/** One move of one version; the list of them is the lineage of what answered when. */
export interface ModelChange {
  readonly change: number;
  readonly modelVersion: string;
  /** Null: it became known. */
  readonly from: ModelStatus | null;
  readonly to: ModelStatus;
  /** Wall time, ISO 8601. */
  readonly changedAt: string;
  readonly reason: string;
}

/** Another manifest is registered under this version: a version is never edited. */
export type ModelVersionConflict = Failure<'MODEL_VERSION_CONFLICT'>;
export type UnknownModel = Failure<'UNKNOWN_MODEL'>;
export type ModelMoveRefused = Failure<'MODEL_MOVE_REFUSED'>;

/**
 * Which model versions there are and which of them answer. Changes are announced to every process; whoever misses one finds
 * it by asking again.
 */
export interface ModelRegistry {
  /**
   * Makes versions known, with the statuses that `firstStatuses` gives; one that is known keeps its own. Fails, and changes
   * nothing, when one is known with another manifest.
   */
  register(models: readonly ModelEntry[]): Promise<Result<void, ModelVersionConflict>>;
  /** All versions, in order of name and version. */
  list(): Promise<readonly RegisteredModel[]>;
  /**
   * Moves a version as `modelMoves` allows. A new champion retires the one before it of the same name, at once or not at
   * all. To where it is already: changes nothing.
   */
  move(
    modelVersion: string,
    to: ModelStatus,
    reason: string,
  ): Promise<Result<RegisteredModel, UnknownModel | ModelMoveRefused>>;
  /** Moves of all versions of a name, latest first. */
  history(name: string, limit: number): Promise<readonly ModelChange[]>;
}

export const modelVersionConflict = ({ modelVersion, manifestSha256 }: ModelEntry): ModelVersionConflict => ({
  code: 'MODEL_VERSION_CONFLICT',
  message: `model ${modelVersion} is registered with another manifest (${manifestSha256.slice(0, 12)})`,
  allowed: 'the registered files, or a new version for new ones',
});

export const unknownModel = (modelVersion: string): UnknownModel => ({
  code: 'UNKNOWN_MODEL',
  field: 'modelVersion',
  message: `there is no model ${JSON.stringify(modelVersion)}`,
  allowed: 'a modelVersion that the query models lists',
});

export const modelMoveRefused = ({ modelVersion, status }: RegisteredModel, to: ModelStatus): ModelMoveRefused => ({
  code: 'MODEL_MOVE_REFUSED',
  field: 'status',
  message: `model ${modelVersion} is ${status} and cannot become ${to}`,
  allowed: modelMoves(status).join(', '),
});
