import { Worker } from 'node:worker_threads';
import { InferenceThread } from './thread-handle.js';
import { type ThreadedModel } from './thread-messages.js';

/** Rows of one message: enough that handing over costs nothing, few enough that threads share a batch evenly. */
const ROWS_PER_RUN = 1_024;

export interface InferenceThreadsOptions {
  /** Threads at most; one is started when there is work for it. */
  readonly threads: number;
  /** Instead of the compiled one beside this file. */
  readonly startThread?: () => Worker;
}

/** Worker threads that run models on batches. A thread that dies fails the runs it held and is replaced by the next run. */
export class InferenceThreads {
  private readonly threads: InferenceThread[];
  private lastModelId = 0;

  constructor({ threads, startThread = startCompiledThread }: InferenceThreadsOptions) {
    this.threads = Array.from({ length: threads }, () => new InferenceThread(startThread));
  }

  newModelId(): number {
    return (this.lastModelId += 1);
  }

  /** Answers of `rows` rows of `inputs` [rows, F] into `outputs` [rows, W]. Rejects when a thread fails or dies. */
  async run(model: ThreadedModel, inputs: Float32Array, outputs: Float32Array, rows: number): Promise<void> {
    const { inputWidth, outputWidth } = model;
    const parts: Promise<void>[] = [];
    for (let from = 0; from < rows; from += ROWS_PER_RUN) {
      const count = Math.min(ROWS_PER_RUN, rows - from);
      const part = inputs.slice(from * inputWidth, (from + count) * inputWidth);
      parts.push(
        this.leastBusy()
          .run(model, part, count)
          .then((answered) => {
            outputs.set(answered, from * outputWidth);
          }),
      );
    }
    await Promise.all(parts);
  }

  /** Lets go of a model in every thread that has it open. */
  async release(modelId: number): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.release(modelId)));
  }

  /** Ends the threads; runs in hand reject. */
  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private leastBusy(): InferenceThread {
    return this.threads.reduce((least, thread) => (thread.busy < least.busy ? thread : least));
  }
}

const startCompiledThread = (): Worker => new Worker(new URL('./inference-thread.js', import.meta.url));
