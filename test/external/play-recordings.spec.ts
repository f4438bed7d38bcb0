import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SignalTable } from '#domain/features';
import { isTwoSided, type MarketSnapshot } from '#domain/market-data';
import { type InstrumentState, type MarketPublisher, type SessionTick, type WallClock } from '#application/ports';
import { SessionPlayer, WARM_UP_SECONDS } from '#application/play-session';
import { openSessions, Quarantine } from '#adapters/recordings';

// Real recordings lie outside the project.
const RECORDINGS = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data');

/** Wall time that passes only while somebody waits for it: a day plays as fast as it is read. */
class ManualClock implements WallClock {
  private ms = 0;

  nowMs(): number {
    return this.ms;
  }

  async sleep(ms: number): Promise<void> {
    this.ms += ms;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Notes how each day of each lap began and ended, for as many laps as asked for. */
class DayBook implements MarketPublisher {
  readonly days: {
    readonly lap: number;
    readonly first: readonly MarketSnapshot[];
    last: Map<string, MarketSnapshot>;
  }[] = [];
  private readonly enough = new AbortController();

  constructor(private readonly laps: number) {}

  get signal(): AbortSignal {
    return this.enough.signal;
  }

  begin(tick: SessionTick, states: readonly InstrumentState[]): void {
    if (tick.lap === this.laps) this.enough.abort();
    else this.days.push({ lap: tick.lap, first: states.map(({ market }) => market), last: new Map() });
  }

  update(_: SessionTick, changed: readonly InstrumentState[]): void {
    for (const { market } of changed) this.days.at(-1)!.last.set(market.terms.instrumentId, market);
  }
}

describe('a recorded day', () => {
  it.each<[string, readonly string[]]>([
    ['LOBSTER AMZN', ['lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip']],
    ['LEAN AIG and BAC', ['lean/aig_20131008_trade.zip', 'lean/bac_20131008_quote.zip']],
  ])('of %s plays from a market that can be traded to the close, and the same the second time', async (_, files) => {
    const sessions = await openSessions(
      files.map((file) => join(RECORDINGS, file)),
      new Quarantine(),
    );
    if (!sessions.ok) throw sessions.error;
    const book = new DayBook(2);
    const player = SessionPlayer.of(
      {
        sessions: sessions.value,
        overrides: new Map(),
        signals: new SignalTable([]),
        speed: 1_000,
        warmUpSeconds: WARM_UP_SECONDS,
      },
      {
        publisher: book,
        clock: new ManualClock(),
        observer: { preparing: () => undefined, playing: () => undefined, setAside: () => undefined },
      },
    );
    if (!player.ok) throw new Error(player.error.message);
    expect(await player.value.play(book.signal)).toEqual({ ok: true, value: undefined });

    const [once, again] = book.days;
    expect(book.days).toHaveLength(2);
    for (const snapshot of once!.first) {
      expect(snapshot.status).toBe('OPEN');
      expect(isTwoSided(snapshot)).toBe(true);
      expect(snapshot.averageSpreadBps).toBeGreaterThan(0);
      expect(snapshot.realisedDailyVolatility).toBeGreaterThan(0);
    }
    expect(again!.first).toEqual(once!.first);
    expect(again!.last).toEqual(once!.last);
    expect(once!.last.size).toBe(sessions.value.length);
  });
});
