import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface ListenerOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly channels: readonly string[];
  readonly onNotification: (channel: string, payload: string) => void;
  /** Listening again after an interruption. What was notified since `since` (the server's time) may have been missed. */
  readonly onReconnect: (since: Date) => void;
  readonly onError: (error: unknown) => void;
}

const HEARTBEAT_MS = 2_000;
const ANSWER_MS_MAX = 5_000;
const BACKOFF_MS_MIN = 100;
const BACKOFF_MS_MAX = 2_000;

/**
 * One connection that LISTENs, for the whole process, and comes back by itself. A heartbeat finds a connection that died
 * without a word and dates the last moment at which nothing was missed.
 */
export class Listener {
  private readonly closing = new AbortController();
  private running: Promise<void> | undefined;
  private heardAt: Date | undefined;
  private backoffMs = BACKOFF_MS_MIN;

  constructor(private readonly options: ListenerOptions) {}

  /** Resolves when listening for the first time; rejects when that fails. */
  async start(): Promise<void> {
    let life: Promise<void> | undefined;
    const listening = new Promise<void>((resolve) => {
      life = this.session(() => {
        resolve();
      });
    });
    await Promise.race([listening, life]);
    this.running = life?.catch((lost: unknown) => this.comeBack(lost));
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('closed'));
    await this.running;
  }

  private async comeBack(lost: unknown): Promise<void> {
    let cause = lost;
    while (!this.closing.signal.aborted) {
      this.options.onError(cause);
      await sleep(this.backoffMs, undefined, { signal: this.closing.signal }).catch(() => undefined);
      this.backoffMs = Math.min(2 * this.backoffMs, BACKOFF_MS_MAX);
      cause = await this.session((since) => {
        this.backoffMs = BACKOFF_MS_MIN;
        if (since !== undefined) this.options.onReconnect(since);
      }).catch((error: unknown) => error);
    }
  }

  /** One connection's life. Rejects when it ends, for whatever reason. */
  private async session(onListening: (missedSince: Date | undefined) => void): Promise<never> {
    const { url, applicationName, channels } = this.options;
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS_MAX,
      query_timeout: ANSWER_MS_MAX,
    });
    const lost = new AbortController();
    client.on('error', (error) => {
      lost.abort(error);
    });
    client.on('end', () => {
      lost.abort(new Error('the listening connection ended'));
    });
    client.on('notification', ({ channel, payload }) => {
      this.deliver(channel, payload ?? '');
    });
    const over = AbortSignal.any([this.closing.signal, lost.signal]);
    try {
      await client.connect();
      for (const channel of channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      const missedSince = this.heardAt;
      this.heardAt = await serverTime(client);
      onListening(missedSince);
      for (;;) {
        await sleep(HEARTBEAT_MS, undefined, { signal: over });
        this.heardAt = await serverTime(client);
      }
    } catch (error) {
      throw over.aborted ? over.reason : error;
    } finally {
      client.removeAllListeners('notification');
      void client.end().catch(() => undefined);
    }
  }

  // Whoever may connect may notify: a payload that nobody understands is reported and costs nothing else.
  private deliver(channel: string, payload: string): void {
    try {
      this.options.onNotification(channel, payload);
    } catch (error) {
      this.options.onError(error);
    }
  }
}

const serverTime = async (client: pg.Client): Promise<Date> => {
  const { rows } = await client.query<{ now: Date }>('SELECT now()');
  return rows[0]!.now;
};
