import { WebSocket } from 'ws';
import { type Instant } from '#domain/core';
import { type MarketSnapshot } from '#domain/market-data';
import {
  type DealerHedges,
  type DealtBlock,
  type InstrumentState,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { encodeDealtBlock } from './dealt-block.js';
import { decodeFeedMessage, type BadMessage, type FeedMessage } from './feed-message.js';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;
/** A connection on which the feed says nothing for so long is dead, whatever TCP says. */
const MAX_SILENCE_MS = 5_000;
const HANDSHAKE_MS = 2_000;
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const NS_PER_MS = 1e6;

/** What became of the link; for logs and metrics. */
export interface FeedClientEvents {
  connected(): void;
  disconnected(retryInMs: number): void;
  badMessage(bad: BadMessage): void;
}

/**
 * The latest market as the feed tells it. Keeps the last known market while the feed is away (its silence grows, which
 * is what a decision checks) and connects again for as long as it is not stopped.
 */
export class FeedClient implements MarketState, InstrumentStates, DealerHedges {
  private readonly states = new Map<string, InstrumentState>();
  private readonly listeners = new Set<() => void>();
  private readonly badMessages: Record<BadMessage['reason'], number> = {
    NOT_JSON: 0,
    UNSUPPORTED_VERSION: 0,
    MALFORMED: 0,
  };
  private socket: WebSocket | undefined;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private watchdog: NodeJS.Timeout | undefined;
  private stopped = true;
  private last: FeedMessage | undefined;
  private lastAtMs = -Infinity;
  private latestNow: Instant = 0n;

  constructor(
    private readonly url: string,
    private readonly events: FeedClientEvents,
  ) {}

  start(): void {
    this.stopped = false;
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    clearTimeout(this.watchdog);
    this.socket?.terminate();
  }

  latest(instrumentId: string): MarketSnapshot | undefined {
    return this.states.get(instrumentId)?.market;
  }

  state(instrumentId: string): InstrumentState | undefined {
    return this.states.get(instrumentId);
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  instruments(): readonly string[] {
    return [...this.states.keys()];
  }

  /** The last tick advanced by the wall time since, at the session's speed; 0 before the feed's first word. */
  now(): Instant {
    if (this.last === undefined) return 0n;
    const { sessionTime, speed } = this.last.tick;
    const advanced = sessionTime + BigInt(Math.round(this.feedSilenceMs() * speed * NS_PER_MS));
    // The next tick may come out a little behind this guess; time does not go back for that.
    if (advanced > this.latestNow) this.latestNow = advanced;
    return this.latestNow;
  }

  feedSilenceMs(): number {
    return performance.now() - this.lastAtMs;
  }

  /** Messages set aside since the start, by reason. */
  badMessageCounts(): Readonly<Record<BadMessage['reason'], number>> {
    return { ...this.badMessages };
  }

  /** A feed that is away is told nothing. */
  hedge(block: DealtBlock): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(encodeDealtBlock(block));
  }

  private connect(): void {
    const socket = new WebSocket(this.url, {
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
    });
    this.socket = socket;
    socket.on('open', () => {
      this.events.connected();
      this.watch();
    });
    socket.on('message', (data) => {
      this.watch();
      this.read((data as Buffer).toString());
    });
    // Every error is followed by a close.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.reconnect();
    });
  }

  private reconnect(): void {
    clearTimeout(this.watchdog);
    if (this.stopped) return;
    this.events.disconnected(this.retryMs);
    this.retry = setTimeout(() => {
      this.connect();
    }, this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.socket?.terminate(), MAX_SILENCE_MS);
  }

  private read(json: string): void {
    const message = decodeFeedMessage(json);
    if (message.ok) {
      this.apply(message.value);
    } else {
      this.badMessages[message.error.reason] += 1;
      this.events.badMessage(message.error);
    }
  }

  private apply(message: FeedMessage): void {
    if (this.last === undefined || !sameSession(this.last, message)) this.latestNow = 0n;
    if (message.type === 'state') this.states.clear();
    for (const state of message.states) this.states.set(state.market.terms.instrumentId, state);
    this.last = message;
    this.retryMs = FIRST_RETRY_MS;
    this.lastAtMs = performance.now();
    if (message.type === 'update' && message.states.length === 0) return;
    for (const listener of this.listeners) listener();
  }
}

/** Session time is comparable within one process's pass over one day only. */
const sameSession = (a: FeedMessage, b: FeedMessage): boolean =>
  a.run === b.run && a.tick.lap === b.tick.lap && a.tick.day === b.tick.day;
