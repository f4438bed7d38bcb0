import { type ExecutionProvider } from '#domain/impact';
import { type GoldenVectors } from './golden-vectors.js';
import { type ProviderFailure } from './provider-session.js';

/** A model as threads open it. */
export interface ThreadedModel {
  readonly modelId: number;
  readonly modelVersion: string;
  readonly bytes: Uint8Array;
  readonly golden: GoldenVectors;
  readonly inputWidth: number;
  readonly outputWidth: number;
}

/** What a thread is asked to do. Models are known to it by a number that is never used again. */
export type ThreadRequest = { readonly callId: number; readonly modelId: number } & (
  | {
      readonly kind: 'open';
      readonly bytes: Uint8Array;
      readonly golden: GoldenVectors;
      readonly providers: readonly ExecutionProvider[];
    }
  | { readonly kind: 'run'; readonly inputs: Float32Array; readonly rows: number }
  | { readonly kind: 'release' }
);

/** What a model runs on in a thread, and what was passed over for it. */
export interface ThreadProvider {
  readonly provider: ExecutionProvider;
  readonly failures: readonly ProviderFailure[];
}

/** What came of it: `outputs` [rows, W] of a run, and where the model runs since, unless it was released. */
export interface ThreadResult {
  readonly outputs: Float32Array | null;
  readonly on: ThreadProvider | null;
}

export type ThreadAnswer = { readonly callId: number } & (ThreadResult | { readonly error: string });
