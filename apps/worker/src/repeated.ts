/** Does a piece of work at once, whenever it is woken and at an interval, never twice at once. */
export class Repeated {
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private queued = false;

  constructor(
    private readonly work: () => Promise<unknown>,
    intervalMs: number,
    private readonly onError: (error: unknown) => void,
  ) {
    this.timer = setInterval(() => {
      this.wake();
    }, intervalMs);
    this.wake();
  }

  wake(): void {
    if (this.queued) return;
    this.queued = true;
    this.running = this.running.then(async () => {
      this.queued = false;
      await this.work().catch(this.onError);
    });
  }

  /** Resolves when the work rests. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
