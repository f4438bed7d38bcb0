import { Worker } from 'node:worker_threads';
import { COMPUTATIONS, type Computations } from '#application/computations';
import { ComputingBusy, type InThreads } from '#application/ports';
import { type ComputationAnswer, type ComputationRequest } from './thread-messages.js';

export interface ComputingThreadsOptions {
  /** What is computed at the same time at most; the rest waits, first come, first served. A thread is started when there is work for it. */
  readonly threads: number;
  /** One more than so many waiting is refused with ComputingBusy. Absent: whoever asks bounds what he asks for. */
  readonly waitingMost?: number;
  /** Instead of the compiled one beside this file. */
  readonly startThread?: () => Worker;
}

/** Worker threads, one computation at a time each. One that dies takes its computation along, and the next starts another. */
export class ComputingThreads {
  /** Every computation by its name. */
  readonly functions: InThreads<Computations>;
  private readonly idle: Worker[] = [];
  private readonly busy = new Set<Worker>();
  private readonly waiting: (() => void)[] = [];
  private readonly threads: number;
  private readonly waitingMost: number;
  private readonly startThread: () => Worker;
  private taken = 0;

  constructor({ threads, waitingMost = Infinity, startThread = startCompiledThread }: ComputingThreadsOptions) {
    this.threads = threads;
    this.waitingMost = waitingMost;
    this.startThread = startThread;
    const names = Object.keys(COMPUTATIONS) as readonly (keyof Computations)[];
    this.functions = Object.fromEntries(
      names.map((name) => [name, (...given: readonly unknown[]) => this.compute({ name, given })]),
    ) as unknown as InThreads<Computations>;
  }

  /** Ends the threads; what is in hand rejects. */
  async close(): Promise<void> {
    await Promise.all([...this.idle, ...this.busy].map((thread) => thread.terminate()));
  }

  private async compute(request: ComputationRequest): Promise<unknown> {
    await this.place();
    try {
      return await this.computeIn(this.idle.pop() ?? this.started(), request);
    } finally {
      this.free();
    }
  }

  private async computeIn(thread: Worker, request: ComputationRequest): Promise<unknown> {
    this.busy.add(thread);
    thread.ref();
    try {
      const answer = await answerOf(thread, request);
      thread.unref(); // a thread without work keeps no process alive
      this.idle.push(thread);
      if ('error' in answer) throw new Error(answer.error);
      return answer.value;
    } finally {
      this.busy.delete(thread);
    }
  }

  private started(): Worker {
    const thread = this.startThread();
    thread.on('error', () => undefined); // whoever waits for it hears of its end
    thread.once('exit', () => {
      const at = this.idle.indexOf(thread);
      if (at >= 0) this.idle.splice(at, 1);
    });
    return thread;
  }

  /** Resolves when a thread may be taken. */
  private async place(): Promise<void> {
    if (this.taken < this.threads) {
      this.taken += 1;
      return;
    }
    if (this.waiting.length >= this.waitingMost) throw new ComputingBusy(this.waiting.length);
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Hands the place over to whoever waits longest. */
  private free(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.taken -= 1;
    else next();
  }
}

/** What the thread says to one request. Rejects when it ends without a word. */
const answerOf = (thread: Worker, request: ComputationRequest): Promise<ComputationAnswer> =>
  new Promise((resolve, reject) => {
    let cause: unknown;
    const onMessage = (answer: ComputationAnswer): void => {
      thread.off('exit', onExit).off('error', onError);
      resolve(answer);
    };
    const onError = (error: unknown): void => {
      cause = error;
    };
    const onExit = (code: number): void => {
      reject(new Error(`a computing thread ended with ${code}`, { cause }));
    };
    thread.once('message', onMessage).on('error', onError).once('exit', onExit);
    thread.postMessage(request);
  });

const startCompiledThread = (): Worker => new Worker(new URL('./computing-thread.js', import.meta.url));
