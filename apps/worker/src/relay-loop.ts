/** NOTIFY wakes the relay at once; the poll finds what a lost notification left behind. */
const POLL_MS = 1_000;

/** Runs the relay whenever it is woken and at an interval, never twice at once. */
export class RelayLoop {
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private queued = false;

  constructor(
    private readonly relay: () => Promise<unknown>,
    private readonly onError: (error: unknown) => void,
  ) {
    this.timer = setInterval(() => {
      this.wake();
    }, POLL_MS);
    this.wake();
  }

  wake(): void {
    if (this.queued) return;
    this.queued = true;
    this.running = this.running.then(async () => {
      this.queued = false;
      await this.relay().catch(this.onError);
    });
  }

  /** Resolves when the relay rests. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
