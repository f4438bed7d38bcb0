import { type LearnedModels } from '#domain/quoting';

/** What a desk had learned from its first so many outcomes. */
export interface LearnedVersion {
  /** Ordinal of the last outcome that was learned from: versions are told apart by it. */
  readonly upTo: number;
  readonly models: LearnedModels;
}

/** Versions of what desks learned of their clients; none is ever changed. A desk sees its own and no other's. */
export interface LearnedModelsStore {
  /** Keeps a version; false where it was kept before, and that one stays. */
  keep(deskId: string, version: LearnedVersion): Promise<boolean>;
  isKept(deskId: string, upTo: number): Promise<boolean>;
  /** The one that learned from most; undefined before the first. */
  latest(deskId: string): Promise<LearnedVersion | undefined>;
  /** `upTo` of each, falling. */
  versions(deskId: string, first: number): Promise<readonly number[]>;
}
