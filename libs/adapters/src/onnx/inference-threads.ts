import { Worker } from 'node:worker_threads';
import { type ExecutionProvider } from '#domain/impact';
import { InferenceThread, ThreadDied, type ProviderObserver, type ThreadRun } from './thread-handle.js';
import { type ThreadedModel } from './thread-messages.js';

/** Rows of one message: enough that handing over costs nothing, few enough that threads share a batch evenly. */
const ROWS_PER_RUN = 1_024;

export interface InferenceThreadsOptions {
  /** Threads at most; one is started when there is work for it. */
  readonly threads: number;
  /** Instead of the compiled one beside this file. */
  readonly startThread?: () => Worker;
  /** What threads run models on: the first that starts and answers the golden vectors. The processor unless told otherwise. */
  readonly providers?: readonly ExecutionProvider[];
  readonly onProvider?: ProviderObserver;
}

/**
 * Worker threads that run models on batches. A thread that dies is replaced by the next run; what it held is tried once more,
 * so that an accident costs nobody a forecast, and no more than once, since the rows themselves may have killed it.
 */
export class InferenceThreads {
  private readonly threads: InferenceThread[];
  private lastModelId = 0;
  private isClosed = false;

  constructor(options: InferenceThreadsOptions) {
    const { threads, startThread = startCompiledThread, providers = ['CPU'], onProvider = () => undefined } = options;
    this.threads = Array.from({ length: threads }, () => new InferenceThread(startThread, providers, onProvider));
  }

  newModelId(): number {
    return (this.lastModelId += 1);
  }

  /**
   * Answers of `rows` rows of `inputs` [rows, F] into `outputs` [rows, W]; resolves to what computed the last of them. Rejects
   * when the model fails, or threads die of it.
   */
  async run(
    model: ThreadedModel,
    inputs: Float32Array,
    outputs: Float32Array,
    rows: number,
  ): Promise<ExecutionProvider> {
    const { inputWidth, outputWidth } = model;
    const parts: Promise<ExecutionProvider>[] = [];
    for (let from = 0; from < rows; from += ROWS_PER_RUN) {
      const count = Math.min(ROWS_PER_RUN, rows - from);
      const part = inputs.subarray(from * inputWidth, (from + count) * inputWidth);
      parts.push(
        this.runPart(model, part, count).then((answered) => {
          outputs.set(answered.outputs, from * outputWidth);
          return answered.provider;
        }),
      );
    }
    return (await Promise.all(parts)).at(-1) ?? 'CPU';
  }

  /** Lets go of a model in every thread that has it open. */
  async release(modelId: number): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.release(modelId)));
  }

  /** Ends the threads; runs in hand reject. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private async runPart(model: ThreadedModel, inputs: Float32Array, rows: number): Promise<ThreadRun> {
    // What is handed over to a thread is gone with it: each attempt has a copy.
    const attempt = (): Promise<ThreadRun> => this.leastBusy().run(model, inputs.slice(), rows);
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ThreadDied) || this.isClosed) throw error;
      return attempt();
    }
  }

  private leastBusy(): InferenceThread {
    return this.threads.reduce((least, thread) => (thread.busy < least.busy ? thread : least));
  }
}

const startCompiledThread = (): Worker => new Worker(new URL('./inference-thread.js', import.meta.url));
