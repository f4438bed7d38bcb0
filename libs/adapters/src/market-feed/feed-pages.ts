import { type IncomingMessage, type ServerResponse } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { formatInstant } from '#domain/core';
import { type MarketSource } from '#domain/market-data';
import { type InstrumentState, type SessionTick } from '#application/ports';

/** What the player knows of itself. */
export interface FeedStatus {
  /** PREPARING: reading up to the point where the market is shown; PLAYING: showing it. */
  readonly state: 'PREPARING' | 'PLAYING';
  readonly eventsApplied: number;
  /** How far the books are behind the session's clock, in milliseconds of wall time. */
  readonly lagMs: number;
  /** What plays day after day, today's sources among it. */
  readonly programme: readonly string[];
  /** Rows of the recordings that were set aside, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
}

interface FeedOverview extends FeedStatus {
  readonly states: readonly InstrumentState[];
  readonly tick: SessionTick | undefined;
  readonly subscribers: number;
}

/** The feed's two HTTP pages: /health (200 once a market is shown, 503 before) and /metrics (Prometheus text). */
export class FeedPages {
  private readonly registry = new Registry();
  private readonly conflated = new Counter({
    name: 'footprint_feed_conflated_updates_total',
    help: 'Updates that a reader was too slow to take; it got the latest snapshot later.',
    registers: [this.registry],
  });

  constructor(private readonly overview: () => FeedOverview) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    new Counter({
      name: 'footprint_feed_events_applied_total',
      help: 'Market events applied to the books.',
      registers,
      collect() {
        this.reset();
        this.inc(overview().eventsApplied);
      },
    });
    new Counter({
      name: 'footprint_feed_quarantined_rows_total',
      help: 'Rows of the recordings set aside, by reason.',
      labelNames: ['reason'],
      registers,
      collect() {
        this.reset();
        for (const [reason, rows] of Object.entries(overview().quarantined)) this.inc({ reason }, rows);
      },
    });
    new Gauge({
      name: 'footprint_feed_lag_seconds',
      help: "How far the books are behind the session's clock, in wall time.",
      registers,
      collect() {
        this.set(overview().lagMs / 1000);
      },
    });
    new Gauge({
      name: 'footprint_feed_subscribers',
      help: 'Connected readers.',
      registers,
      collect() {
        this.set(overview().subscribers);
      },
    });
    this.countQuality();
  }

  private countQuality(): void {
    const { overview } = this;
    const registers = [this.registry];
    new Counter({
      name: 'footprint_market_rows_total',
      help: 'Rows of a feed by what became of them: applied, ignored, quarantined.',
      labelNames: ['instrument', 'outcome'],
      registers,
      collect() {
        this.reset();
        for (const state of overview().states) {
          const { applied, ignored, quarantined } = state.quality.rows;
          for (const [outcome, rows] of Object.entries({ applied, ignored, quarantined })) {
            this.inc({ instrument: instrumentOf(state), outcome }, rows);
          }
        }
      },
    });
    new Counter({
      name: 'footprint_market_faults_total',
      help: 'Faults of a feed by kind; docs/quality.md says what each is.',
      labelNames: ['instrument', 'fault'],
      registers,
      collect() {
        this.reset();
        for (const state of overview().states) {
          for (const [fault, count] of Object.entries(state.quality.faults)) {
            this.inc({ instrument: instrumentOf(state), fault }, count);
          }
        }
      },
    });
    new Gauge({
      name: 'footprint_market_valid',
      help: '1 while the book of an instrument may be decided on, 0 while it may not.',
      labelNames: ['instrument'],
      registers,
      collect() {
        this.reset();
        for (const state of overview().states) {
          this.set({ instrument: instrumentOf(state) }, state.quality.validity === 'INVALID' ? 0 : 1);
        }
      },
    });
    new Gauge({
      name: 'footprint_market_clock_skew_seconds',
      help: "By how much a venue's clock is ahead of ours, at least.",
      labelNames: ['instrument'],
      registers,
      collect() {
        this.reset();
        for (const state of overview().states)
          this.set({ instrument: instrumentOf(state) }, state.quality.skewMs / 1e3);
      },
    });
  }

  countConflated(): void {
    this.conflated.inc();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET') reply(response, 405, 'text/plain', 'GET only\n');
    else if (path === '/health') this.health(response);
    else if (path === '/metrics') reply(response, 200, this.registry.contentType, await this.registry.metrics());
    else reply(response, 404, 'text/plain', 'here are /health and /metrics\n');
  }

  private health(response: ServerResponse): void {
    const { state, states, tick, programme, quarantined } = this.overview();
    const body = {
      status: tick === undefined ? 'PREPARING' : state,
      source: combined(states.map(({ market }) => market.source)),
      instruments: states.map(instrumentOf),
      invalid: states.filter(({ quality }) => quality.validity === 'INVALID').map(instrumentOf),
      sessionTime: tick === undefined ? undefined : formatInstant(tick.sessionTime),
      speed: tick?.speed,
      lap: tick?.lap,
      programme,
      quarantined,
    };
    reply(response, tick === undefined ? 503 : 200, 'application/json', `${JSON.stringify(body)}\n`);
  }
}

const instrumentOf = ({ market }: InstrumentState): string => market.terms.instrumentId;

/** What plays, as one source: a day's sessions are of one kind. */
const combined = (sources: readonly MarketSource[]): MarketSource | undefined => {
  const [first] = sources;
  return first && { kind: first.kind, name: [...new Set(sources.map(({ name }) => name))].join(', ') };
};

const reply = (response: ServerResponse, status: number, contentType: string, body: string): void => {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
};
