import { type ModelSession } from '#application/ports';
import { type InferenceThreads } from './inference-threads.js';
import { type OnnxSession } from './onnx-session.js';
import { type ThreadedModel } from './thread-messages.js';

/** More rows than this would hold up whoever else waits for the same thread: they go to another one. */
const ROWS_IN_PLACE_MAX = 64;

/** Few rows run where they are asked for, many in threads. */
export class OnnxModelSession implements ModelSession {
  private readonly threaded: ThreadedModel;

  constructor(
    private readonly session: OnnxSession,
    private readonly threads: InferenceThreads,
    bytes: Uint8Array,
  ) {
    const { inputWidth, outputWidth } = session.shape;
    this.threaded = { modelId: threads.newModelId(), bytes, inputWidth, outputWidth };
  }

  run(inputs: Float32Array, quantiles: Float32Array, rows: number): Promise<void> {
    return rows <= ROWS_IN_PLACE_MAX
      ? this.session.run(inputs, quantiles, rows)
      : this.threads.run(this.threaded, inputs, quantiles, rows);
  }

  async release(): Promise<void> {
    await Promise.all([this.session.release(), this.threads.release(this.threaded.modelId)]);
  }
}
