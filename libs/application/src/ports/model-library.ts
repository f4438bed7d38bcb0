import { type Result } from '#domain/core';
import { type AdditiveModel, type ExecutionProvider, type ModelManifest } from '#domain/impact';

/** Why a model version, or one way of computing it, does not answer: a file of its folder, and what is wrong with it. */
export interface ModelRefusal {
  readonly modelVersion: string;
  readonly file: string;
  readonly reason: string;
}

/** A model version in memory, none of which answers before its hash, its definitions and its golden vectors were checked. */
export interface LoadedModel {
  readonly manifest: ModelManifest;
  /** SHA-256 of the manifest's bytes, hex. */
  readonly manifestSha256: string;
  /** Null where its file was refused; then `compiled` is there. */
  readonly session: ModelSession | null;
  /** Null where the model has none, or its file was refused. */
  readonly compiled: AdditiveModel | null;
  /** What was refused of a version that can answer all the same. */
  readonly refusals: readonly ModelRefusal[];
}

/** The numeric part of a model: float32 rows in, raw quantiles out. */
export interface ModelSession {
  /**
   * Answers of `rows` rows of `inputs` [rows, F] into `quantiles` [rows, L x K]; resolves to what computed them. Rejects when
   * the runtime fails.
   */
  run(inputs: Float32Array, quantiles: Float32Array, rows: number): Promise<ExecutionProvider>;
  /** Lets go of its memory; runs in hand have ended. */
  release(): Promise<void>;
}

/** A version that the library holds, whether it can be served or not. */
export interface ModelEntry {
  readonly modelVersion: string;
  readonly name: string;
  readonly version: string;
  readonly manifestSha256: string;
}

/** The folder of model versions. A version never changes. */
export interface ModelLibrary {
  /** Versions whose manifest can be read, in order of name and version, and those whose cannot. */
  list(): Promise<{ readonly entries: readonly ModelEntry[]; readonly refusals: readonly ModelRefusal[] }>;
  /** Reads and checks a version; fails when neither its session nor its compiled form may answer. */
  load(modelVersion: string): Promise<Result<LoadedModel, readonly ModelRefusal[]>>;
  /** Its manifest and its card, Markdown, for people; undefined when there is no such version. */
  describe(modelVersion: string): Promise<{ readonly manifest: ModelManifest; readonly card: string } | undefined>;
}
