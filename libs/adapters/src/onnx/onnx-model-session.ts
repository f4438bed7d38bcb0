import { type ExecutionProvider } from '#domain/impact';
import { type ModelSession } from '#application/ports';
import { type GoldenVectors } from './golden-vectors.js';
import { type InferenceThreads } from './inference-threads.js';
import { type OnnxSession } from './onnx-session.js';
import { type ThreadedModel } from './thread-messages.js';

/** More rows than this would hold up whoever else waits for the same thread: they go to another one. */
const ROWS_IN_PLACE_MAX = 64;

/** A model's file, and the answers by which every session of it is checked. */
export interface ModelFile {
  readonly modelVersion: string;
  readonly bytes: Uint8Array;
  readonly golden: GoldenVectors;
}

/** Few rows run where they are asked for, on the processor; many in threads. */
export class OnnxModelSession implements ModelSession {
  private readonly threaded: ThreadedModel;

  constructor(
    private readonly session: OnnxSession,
    private readonly threads: InferenceThreads,
    file: ModelFile,
  ) {
    const { inputWidth, outputWidth } = session.shape;
    this.threaded = { modelId: threads.newModelId(), ...file, inputWidth, outputWidth };
  }

  async run(inputs: Float32Array, quantiles: Float32Array, rows: number): Promise<ExecutionProvider> {
    if (rows > ROWS_IN_PLACE_MAX) return this.threads.run(this.threaded, inputs, quantiles, rows);
    await this.session.run(inputs, quantiles, rows);
    return 'CPU';
  }

  async release(): Promise<void> {
    await Promise.all([this.session.release(), this.threads.release(this.threaded.modelId)]);
  }
}
