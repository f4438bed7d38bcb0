import { type Job } from '#application/jobs';
import { type Outbox } from '#application/ports';

export class MemoryOutbox implements Outbox {
  private waiting: readonly Job[] = [];

  add(jobs: readonly Job[]): void {
    this.waiting = [...this.waiting, ...jobs];
  }

  async relay(limit: number, deliver: (jobs: readonly Job[]) => Promise<void>): Promise<number> {
    const taken = this.waiting.slice(0, limit);
    this.waiting = this.waiting.slice(limit);
    try {
      if (taken.length > 0) await deliver(taken);
    } catch (error) {
      this.waiting = [...taken, ...this.waiting];
      throw error;
    }
    return taken.length;
  }
}
