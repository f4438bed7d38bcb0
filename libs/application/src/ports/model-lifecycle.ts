import { type ModelEntry } from './model-library.js';

/**
 * CANDIDATE: known, answers nothing. SHADOW: answers beside the champion and is only logged. CHAMPION: answers; one per name.
 * RETIRED: was champion or was given up.
 */
export type ModelStatus = 'CANDIDATE' | 'SHADOW' | 'CHAMPION' | 'RETIRED';

/** What may become of a model version. A retired one may come back: that is a rollback. */
const MODEL_TRANSITIONS: Readonly<Record<ModelStatus, readonly ModelStatus[]>> = {
  CANDIDATE: ['SHADOW', 'CHAMPION', 'RETIRED'],
  SHADOW: ['CANDIDATE', 'CHAMPION', 'RETIRED'],
  CHAMPION: ['RETIRED'],
  RETIRED: ['CANDIDATE', 'SHADOW', 'CHAMPION'],
};

/** Statuses that a version may move to: the one rule that every registry applies. */
export const modelMoves = (from: ModelStatus): readonly ModelStatus[] => MODEL_TRANSITIONS[from];

/** A version that becomes known, with where it begins. */
export interface FirstStatus {
  readonly model: ModelEntry;
  readonly status: 'CANDIDATE' | 'CHAMPION';
}

/**
 * Where versions begin that become known together. In a registry that knows none yet the latest of each name is champion;
 * later it takes a person to promote.
 */
export const firstStatuses = (isFirstStart: boolean, models: readonly ModelEntry[]): readonly FirstStatus[] =>
  models.map((model) => ({
    model,
    status: isFirstStart && isLatest(model, models) ? 'CHAMPION' : 'CANDIDATE',
  }));

const isLatest = ({ name, version }: ModelEntry, models: readonly ModelEntry[]): boolean =>
  models.every((other) => other.name !== name || compareVersions(other.version, version) <= 0);

/** Order of versions: number by number, `1.10.0` after `1.9.0`. */
const compareVersions = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

/** By name, the oldest version of each first. */
export const byNameAndVersion = (one: ModelEntry, other: ModelEntry): number =>
  one.name === other.name ? compareVersions(one.version, other.version) : one.name < other.name ? -1 : 1;
