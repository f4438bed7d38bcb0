import { Worker } from 'node:worker_threads';
import { type Experiment, type SeedResult } from '#domain/simulation';
import { type Simulator } from '#application/ports';
import { type SeedAnswer, type SeedRequest } from './thread-messages.js';

export interface SimulationThreadsOptions {
  /** Seeds that are simulated at the same time at most; further ones wait. A thread is started when there is work for it. */
  readonly threads: number;
  /** Instead of the compiled one beside this file. */
  readonly startThread?: () => Worker;
}

/** Worker threads that simulate, one seed at a time each. One that dies takes its seed along, and the next seed starts another. */
export class SimulationThreads implements Simulator {
  private readonly idle: Worker[] = [];
  private readonly busy = new Set<Worker>();
  private readonly waiting: (() => void)[] = [];
  private readonly threads: number;
  private readonly startThread: () => Worker;
  private taken = 0;

  constructor({ threads, startThread = startCompiledThread }: SimulationThreadsOptions) {
    this.threads = threads;
    this.startThread = startThread;
  }

  async simulate(experiment: Experiment, seed: number): Promise<SeedResult> {
    await this.place();
    try {
      return await this.simulateIn(this.idle.pop() ?? this.started(), { experiment, seed });
    } finally {
      this.free();
    }
  }

  /** Ends the threads; seeds in hand reject. */
  async close(): Promise<void> {
    await Promise.all([...this.idle, ...this.busy].map((thread) => thread.terminate()));
  }

  private async simulateIn(thread: Worker, request: SeedRequest): Promise<SeedResult> {
    this.busy.add(thread);
    thread.ref();
    try {
      const answer = await answerOf(thread, request);
      thread.unref(); // a thread without work keeps no process alive
      this.idle.push(thread);
      if ('error' in answer) throw new Error(answer.error);
      return answer.result;
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

  /** Resolves when a thread may be taken; first come, first served. */
  private async place(): Promise<void> {
    if (this.taken === this.threads) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.taken += 1;
  }

  /** Hands the place over to whoever waits longest. */
  private free(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.taken -= 1;
    else next();
  }
}

/** What the thread says to one request. Rejects when it ends without a word. */
const answerOf = (thread: Worker, request: SeedRequest): Promise<SeedAnswer> =>
  new Promise((resolve, reject) => {
    let cause: unknown;
    const onMessage = (answer: SeedAnswer): void => {
      thread.off('exit', onExit).off('error', onError);
      resolve(answer);
    };
    const onError = (error: unknown): void => {
      cause = error;
    };
    const onExit = (code: number): void => {
      reject(new Error(`a simulation thread ended with ${code}`, { cause }));
    };
    thread.once('message', onMessage).on('error', onError).once('exit', onExit);
    thread.postMessage(request);
  });

const startCompiledThread = (): Worker => new Worker(new URL('./simulation-thread.js', import.meta.url));
