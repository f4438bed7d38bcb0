import { type Worker } from 'node:worker_threads';
import { type ThreadAnswer, type ThreadedModel, type ThreadRequest } from './thread-messages.js';

interface Call {
  resolve(outputs: Float32Array | null): void;
  reject(error: Error): void;
}

// Distributes over the kinds; Omit of the union would keep none of them.
type Unnumbered<R> = R extends ThreadRequest ? Omit<R, 'callId'> : never;

/** A thread died and took the calls that it held along: they say nothing of the rows that they were about. */
export class ThreadDied extends Error {
  override readonly name = 'ThreadDied';
}

/** This side of one thread: started by its first run, and again by the first one after it died. */
export class InferenceThread {
  private worker: Worker | undefined;
  private readonly calls = new Map<number, Call>();
  private readonly opened = new Map<number, Promise<unknown>>();
  private lastCallId = 0;

  constructor(private readonly start: () => Worker) {}

  /** Calls without an answer so far. */
  get busy(): number {
    return this.calls.size;
  }

  /** `inputs` [rows, F] go over to the thread; resolves to [rows, W]. */
  async run({ modelId, bytes }: ThreadedModel, inputs: Float32Array, rows: number): Promise<Float32Array> {
    await (this.opened.get(modelId) ?? this.open(modelId, bytes));
    const outputs = await this.call({ kind: 'run', modelId, inputs, rows }, [inputs.buffer as ArrayBuffer]);
    return outputs!;
  }

  async release(modelId: number): Promise<void> {
    if (this.opened.delete(modelId)) await this.call({ kind: 'release', modelId });
  }

  async close(): Promise<void> {
    this.worker?.ref(); // whoever waits for its end may have nothing else to wait for
    await this.worker?.terminate();
  }

  private open(modelId: number, bytes: Uint8Array): Promise<unknown> {
    const opening = this.call({ kind: 'open', modelId, bytes });
    this.opened.set(modelId, opening);
    opening.catch(() => this.opened.delete(modelId)); // the next run tries again
    return opening;
  }

  private call(request: Unnumbered<ThreadRequest>, handedOver: ArrayBuffer[] = []): Promise<Float32Array | null> {
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
    else call?.resolve(answer.outputs);
  }

  private died(error: Error): void {
    this.worker = undefined;
    this.opened.clear();
    const lost = [...this.calls.values()];
    this.calls.clear();
    for (const call of lost) call.reject(error);
  }
}
