import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { type DealtBlock, type InstrumentState, type MarketPublisher, type SessionTick } from '#application/ports';
import { decodeDealtBlock } from './dealt-block.js';
import { encodeFeedMessage, type FeedMessage } from './feed-message.js';
import { FeedPages, type FeedStatus } from './feed-pages.js';
import { Subscriber } from './subscriber.js';

const MAX_SUBSCRIBERS = 64;
/** Readers say little: what simulated dealers hedge. */
const MAX_INCOMING_BYTES = 1024;
/** WebSocket close code for what is not understood. */
const UNSUPPORTED_DATA = 1003;
/** WebSocket close code "try again later". */
const TRY_AGAIN_LATER = 1013;

/**
 * Serves the playing market to any number of readers over WebSocket: everything that is known on connecting, then what
 * changed. Publishing never waits for a reader. On the same port: GET /health and GET /metrics.
 *
 * Browsers are refused (a request with an Origin): the api is the market's only door.
 */
export class FeedServer implements MarketPublisher {
  private readonly run = randomUUID();
  private readonly latest = new Map<string, { readonly json: string; readonly state: InstrumentState }>();
  private readonly subscribers = new Map<WebSocket, Subscriber>();
  private readonly http: Server;
  private readonly webSockets: WebSocketServer;
  private readonly pages: FeedPages;
  private tick: SessionTick | undefined;

  /** `hedge` is given the blocks that readers send; without it they are not understood. */
  constructor(status: () => FeedStatus, hedge?: (block: DealtBlock) => void) {
    this.pages = new FeedPages(() => ({
      ...status(),
      states: [...this.latest.values()].map(({ state }) => state),
      tick: this.tick,
      subscribers: this.subscribers.size,
    }));
    this.http = createServer((request, response) => void this.pages.answer(request, response));
    this.webSockets = new WebSocketServer({
      server: this.http,
      maxPayload: MAX_INCOMING_BYTES,
      perMessageDeflate: false,
      verifyClient: ({ origin }: { origin: string | undefined }) => origin === undefined,
    });
    this.webSockets.on('connection', (socket) => {
      this.welcome(socket);
      socket.on('message', (data) => {
        const block = decodeDealtBlock((data as Buffer).toString());
        if (hedge === undefined || !block.ok) socket.close(UNSUPPORTED_DATA, 'not understood');
        else hedge(block.value);
      });
    });
  }

  /** Resolves with the port that was bound (another than asked for only when that was 0); rejects when it is in use. */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      // The WebSocket server repeats the HTTP server's errors; this is the one place that hears them.
      this.webSockets.once('error', reject);
      this.http.listen(port, host, resolve);
    });
    return (this.http.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.webSockets.clients) socket.terminate();
    this.webSockets.close();
    this.http.closeAllConnections();
    if (this.http.listening) await new Promise((resolve) => this.http.close(resolve));
  }

  begin(tick: SessionTick, states: readonly InstrumentState[]): void {
    this.latest.clear();
    this.remember(tick, states);
    for (const subscriber of this.subscribers.values()) subscriber.sendState(performance.now());
  }

  update(tick: SessionTick, changed: readonly InstrumentState[]): void {
    this.remember(tick, changed);
    const instrumentIds = changed.map(({ market }) => market.terms.instrumentId);
    const message = this.encode('update', instrumentIds);
    for (const subscriber of this.subscribers.values()) {
      if (subscriber.sendUpdate(instrumentIds, message, performance.now())) this.pages.countConflated();
    }
  }

  private welcome(socket: WebSocket): void {
    // A broken socket also closes, and closing is what counts.
    socket.on('error', () => undefined);
    if (this.subscribers.size >= MAX_SUBSCRIBERS) {
      socket.close(TRY_AGAIN_LATER, 'too many readers');
      return;
    }
    const subscriber = new Subscriber(socket, {
      state: () => this.encode('state', this.latest.keys()),
      update: (instrumentIds) => this.encode('update', instrumentIds),
    });
    this.subscribers.set(socket, subscriber);
    socket.on('close', () => this.subscribers.delete(socket));
    if (this.tick !== undefined) subscriber.sendState(performance.now());
  }

  private remember(tick: SessionTick, states: readonly InstrumentState[]): void {
    this.tick = tick;
    for (const state of states) {
      this.latest.set(state.market.terms.instrumentId, { json: JSON.stringify(state), state });
    }
  }

  private encode(type: FeedMessage['type'], instrumentIds: Iterable<string>): string {
    const states = [...instrumentIds].flatMap((instrumentId) => this.latest.get(instrumentId)?.json ?? []);
    return encodeFeedMessage(type, this.run, this.tick!, states);
  }
}
