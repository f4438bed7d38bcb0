/** A model as threads open it. */
export interface ThreadedModel {
  readonly modelId: number;
  readonly bytes: Uint8Array;
  readonly inputWidth: number;
  readonly outputWidth: number;
}

/** What a thread is asked to do. Models are known to it by a number that is never used again. */
export type ThreadRequest = { readonly callId: number; readonly modelId: number } & (
  | { readonly kind: 'open'; readonly bytes: Uint8Array }
  | { readonly kind: 'run'; readonly inputs: Float32Array; readonly rows: number }
  | { readonly kind: 'release' }
);

/** How it went; `outputs` [rows, W] of a run, null of the others. */
export type ThreadAnswer =
  | { readonly callId: number; readonly outputs: Float32Array | null }
  | { readonly callId: number; readonly error: string };
