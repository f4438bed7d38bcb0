import { type Worker } from 'node:worker_threads';
import { type ExecutionProvider } from '#domain/impact';
import {
  type ThreadAnswer,
  type ThreadedModel,
  type ThreadProvider,
  type ThreadRequest,
  type ThreadResult,
} from './thread-messages.js';

interface Call {
  resolve(result: ThreadResult): void;
  reject(error: Error): void;
}

/** Rows that a thread answered, and what computed them. */
export interface ThreadRun {
  readonly outputs: Float32Array;
  readonly provider: ExecutionProvider;
}

// Distributes over the kinds; Omit of the union would keep none of them.
type Unnumbered<R> = R extends ThreadRequest ? Omit<R, 'callId'> : never;

/** A thread died and took the calls that it held along: they say nothing of the rows that they were about. */
export class ThreadDied extends Error {
  override readonly name = 'ThreadDied';
}

/** Told when a model begins to run on a provider in a thread, and which were passed over for it; must not throw. */
export type ProviderObserver = (modelVersion: string, on: ThreadProvider) => void;

/** This side of one thread: started by its first run, and again by the first one after it died. */
export class InferenceThread {
  private worker: Worker | undefined;
  private readonly calls = new Map<number, Call>();
  private readonly opened = new Map<number, Promise<unknown>>();
  private readonly told = new Map<number, ExecutionProvider>();
  private lastCallId = 0;

  constructor(
    private readonly start: () => Worker,
    private readonly providers: readonly ExecutionProvider[],
    private readonly onProvider: ProviderObserver,
  ) {}

  /** Calls without an answer so far. */
  get busy(): number {
    return this.calls.size;
  }

  /** `inputs` [rows, F] go over to the thread; resolves to [rows, W] and what computed them. */
  async run(model: ThreadedModel, inputs: Float32Array, rows: number): Promise<ThreadRun> {
    const { modelId } = model;
    await (this.opened.get(modelId) ?? this.open(model));
    const { outputs, on } = await this.call({ kind: 'run', modelId, inputs, rows }, [inputs.buffer as ArrayBuffer]);
    this.look(model, on!);
    return { outputs: outputs!, provider: on!.provider };
  }

  async release(modelId: number): Promise<void> {
    this.told.delete(modelId);
    if (this.opened.delete(modelId)) await this.call({ kind: 'release', modelId });
  }

  async close(): Promise<void> {
    this.worker?.ref(); // whoever waits for its end may have nothing else to wait for
    await this.worker?.terminate();
  }

  private open(model: ThreadedModel): Promise<unknown> {
    const { modelId, bytes, golden } = model;
    const { providers } = this;
    const opening = this.call({ kind: 'open', modelId, bytes, golden, providers }).then(({ on }) => {
      this.look(model, on!);
    });
    this.opened.set(modelId, opening);
    opening.catch(() => {
      this.opened.delete(modelId); // the next run tries again
      this.told.delete(modelId);
    });
    return opening;
  }

  /** Tells of a provider once. */
  private look({ modelId, modelVersion }: ThreadedModel, on: ThreadProvider): void {
    if (this.told.get(modelId) === on.provider) return;
    this.told.set(modelId, on.provider);
    this.onProvider(modelVersion, on);
  }

  private call(request: Unnumbered<ThreadRequest>, handedOver: ArrayBuffer[] = []): Promise<ThreadResult> {
    const callId = (this.lastCallId += 1);
    const worker = (this.worker ??= this.started());
    return new Promise((resolve, reject) => {
      this.calls.set(callId, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...request, callId }, handedOver);
    });
  }

  private started(): Worker {
    const worker = this.start();
    let cause: unknown;
    worker.on('message', (answer: ThreadAnswer) => {
      this.settle(answer);
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.once('exit', (code) => {
      this.died(new ThreadDied(`an inference thread ended with ${code}`, { cause }));
    });
    return worker;
  }

  private settle(answer: ThreadAnswer): void {
    const call = this.calls.get(answer.callId);
    this.calls.delete(answer.callId);
    if (this.calls.size === 0) this.worker?.unref(); // a thread without work keeps no process alive
    if ('error' in answer) call?.reject(new Error(answer.error));
    else call?.resolve(answer);
  }

  private died(error: Error): void {
    this.worker = undefined;
    this.opened.clear();
    this.told.clear();
    const lost = [...this.calls.values()];
    this.calls.clear();
    for (const call of lost) call.reject(error);
  }
}
