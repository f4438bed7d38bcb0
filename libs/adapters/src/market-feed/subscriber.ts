import { type WebSocket } from 'ws';

/** Unsent bytes beyond which a reader gets no more messages until it has caught up. */
const MAX_UNSENT_BYTES = 256 * 1024;
/** A reader that has taken nothing for so long is cut off; it may connect again. */
const MAX_STUCK_MS = 10_000;

/** What a subscriber owes its reader, as the messages that the server can write. */
export interface MessageSource {
  state(): string;
  update(instrumentIds: Iterable<string>): string;
}

/**
 * One reader of the feed. What it is too slow to take is not queued: only which instruments it missed is remembered, and
 * it gets their latest snapshot when it has caught up.
 */
export class Subscriber {
  private readonly missed = new Set<string>();
  private missedState = false;
  private stuckSinceMs: number | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly source: MessageSource,
  ) {}

  /** Sends everything that is known. */
  sendState(nowMs: number): void {
    this.missedState = true;
    this.sendUpdate([], '', nowMs);
  }

  /** Sends an update, or what this reader missed together with it. True when the reader was too slow to take it. */
  sendUpdate(instrumentIds: readonly string[], message: string, nowMs: number): boolean {
    if (this.isStuck(nowMs)) {
      for (const instrumentId of instrumentIds) this.missed.add(instrumentId);
      return true;
    }
    this.socket.send(this.owed(instrumentIds, message));
    this.missed.clear();
    this.missedState = false;
    return false;
  }

  private owed(instrumentIds: readonly string[], message: string): string {
    if (this.missedState) return this.source.state();
    if (this.missed.size === 0) return message;
    return this.source.update(new Set([...this.missed, ...instrumentIds]));
  }

  private isStuck(nowMs: number): boolean {
    if (this.socket.bufferedAmount <= MAX_UNSENT_BYTES) {
      this.stuckSinceMs = undefined;
      return false;
    }
    this.stuckSinceMs ??= nowMs;
    if (nowMs - this.stuckSinceMs > MAX_STUCK_MS) this.socket.terminate();
    return true;
  }
}
