import { type Job, type Queue } from 'bullmq';

const LOOK_EVERY_MS = 2_000;
const LETTERS_PER_LOOK = 100;

/**
 * The failed set of a queue, as an inbox: each job in it is settled with its owner and then removed. It is looked at
 * after a failure and at an interval, so that a job whose worker died between failing and settling is settled by the
 * next one.
 */
export class DeadLetters {
  private readonly timer: NodeJS.Timeout;
  private looking: Promise<void> = Promise.resolve();
  private again = false;

  constructor(
    private readonly queue: Queue,
    private readonly settle: (job: Job) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {
    this.timer = setInterval(() => {
      this.look();
    }, LOOK_EVERY_MS);
    this.look();
  }

  look(): void {
    if (this.again) return;
    this.again = true;
    this.looking = this.looking.then(async () => {
      this.again = false;
      await this.settleAll().catch(this.onError);
    });
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await this.queue.close();
  }

  private async settleAll(): Promise<void> {
    for (const job of await this.queue.getFailed(0, LETTERS_PER_LOOK - 1)) {
      await this.settle(job);
      await job.remove();
    }
  }
}
