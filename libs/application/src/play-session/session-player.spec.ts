import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SignalTable } from '#domain/features';
import { formatInstant, parseInstant, type Instant } from '#domain/core';
import {
  BID,
  EventBatch,
  type MarketEvent,
  type MarketSession,
  type MarketSnapshot,
  type QuarantinedRow,
} from '#domain/market-data';
import { type InstrumentState, type MarketPublisher, type SessionTick, type WallClock } from '#application/ports';
import { SessionPlayer, livingMarket, type PlayPlan } from './index.js';

const NOON = parseInstant('2024-03-01T12:00:00Z')!;
const SECOND = 1e9;

/** Wall time that passes only while somebody waits for it. */
class ManualClock implements WallClock {
  private ms = 0;

  /** `waits`: what a wait really takes, call by call, and what was asked for when that runs out; `turnMs`: what other work takes. */
  constructor(
    private readonly waits: number[] = [],
    private readonly turnMs = 0,
  ) {}

  nowMs(): number {
    return this.ms;
  }

  sleep(ms: number): Promise<void> {
    this.ms += ms === 0 ? this.turnMs : (this.waits.shift() ?? ms);
    return Promise.resolve();
  }
}

interface Publication {
  readonly kind: 'begin' | 'update';
  readonly atMs: number;
  readonly tick: SessionTick;
  readonly snapshots: readonly MarketSnapshot[];
}

/** Notes what is published and ends the playing when it has seen enough. */
class Notebook implements MarketPublisher {
  readonly publications: Publication[] = [];
  private readonly enough = new AbortController();

  constructor(
    private readonly clock: WallClock,
    private readonly isEnough: (publication: Publication) => boolean,
  ) {}

  get signal(): AbortSignal {
    return this.enough.signal;
  }

  begin(tick: SessionTick, states: readonly InstrumentState[]): void {
    this.note({ kind: 'begin', atMs: this.clock.nowMs(), tick, snapshots: states.map(({ market }) => market) });
  }

  update(tick: SessionTick, states: readonly InstrumentState[]): void {
    this.note({ kind: 'update', atMs: this.clock.nowMs(), tick, snapshots: states.map(({ market }) => market) });
  }

  private note(publication: Publication): void {
    this.publications.push(publication);
    if (this.isEnough(publication)) this.enough.abort();
  }
}

/** A bid that changes its size at each of the given seconds after the session's origin. */
const bidChanges = (seconds: readonly number[]): readonly MarketEvent[] =>
  seconds.map((second, i) => ({
    kind: 'LEVEL',
    timeNs: Math.round(second * SECOND),
    side: BID,
    price: 10_000,
    size: i + 1,
  }));

const session = (
  instrumentId: string,
  events: readonly MarketEvent[],
  overrides: Partial<MarketSession> & { readonly batchSize?: number } = {},
): MarketSession => ({
  instrumentId,
  source: { kind: 'RECORDED', name: 'a test' },
  origin: NOON,
  openNs: 0,
  closeNs: 3_600 * SECOND,
  priceUnitsPerCurrency: 100,
  sizeUnitsPerUnit: 1,
  tickUnits: 1,
  depth: 'LEVELS',
  events: () => inBatches(events, overrides.batchSize ?? 7),
  ...overrides,
});

async function* inBatches(events: readonly MarketEvent[], size: number): AsyncGenerator<EventBatch> {
  for (let i = 0; i < events.length; i += size) yield await Promise.resolve(EventBatch.of(events.slice(i, i + size)));
}

const play = async (
  plan: Partial<PlayPlan> & Pick<PlayPlan, 'sessions'>,
  isEnough: (publication: Publication) => boolean,
  clock = new ManualClock(),
  prepared: number[] = [],
  setAside: QuarantinedRow[] = [],
): Promise<readonly Publication[]> => {
  const notebook = new Notebook(clock, isEnough);
  const player = SessionPlayer.of(
    { overrides: new Map(), signals: new SignalTable([]), speed: 1, warmUpSeconds: 0, ...plan },
    {
      publisher: notebook,
      clock,
      observer: {
        preparing: (_, share) => prepared.push(share),
        playing: () => undefined,
        setAside: (row) => setAside.push(row),
      },
    },
  );
  if (!player.ok) throw new Error(player.error.message);
  const end = await player.value.play(notebook.signal);
  if (!end.ok) throw new Error(end.error.message);
  return notebook.publications;
};

const lapOver = ({ tick }: Publication): boolean => tick.lap === 1;

const secondsAfterNoon = ({ tick }: Pick<Publication, 'tick'>): number => Number(tick.sessionTime - NOON) / SECOND;

const increasingSeconds = fc
  .array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((seconds) => seconds.sort((a, b) => a - b));

describe('SessionPlayer', () => {
  it('shows at each moment exactly the events up to that moment, of every instrument', async () => {
    await fc.assert(
      fc.asyncProperty(increasingSeconds, increasingSeconds, async (a, b) => {
        const sessions = [session('A', bidChanges(a)), session('B', bidChanges(b))];
        const publications = await play({ sessions, speed: 10 }, lapOver);
        const shown = new Map<string, number>();
        for (const publication of publications.slice(0, -1)) {
          for (const { terms, sequence } of publication.snapshots) shown.set(terms.instrumentId, sequence);
          const upToNow = (seconds: readonly number[]): number =>
            seconds.filter((second) => BigInt(Math.round(second * SECOND)) <= publication.tick.sessionTime - NOON)
              .length;
          expect([shown.get('A'), shown.get('B')]).toEqual([upToNow(a), upToNow(b)]);
        }
        expect([shown.get('A'), shown.get('B')]).toEqual([a.length, b.length]);
      }),
    );
  });

  it('shows the same whatever the batches', async () => {
    const size = fc.integer({ min: 1, max: 70 });
    await fc.assert(
      fc.asyncProperty(increasingSeconds, increasingSeconds, size, size, async (a, b, sizeA, sizeB) => {
        const inOneBatch = [session('A', bidChanges(a)), session('B', bidChanges(b))];
        const inMany = [
          session('A', bidChanges(a), { batchSize: sizeA }),
          session('B', bidChanges(b), { batchSize: sizeB }),
        ];
        expect(await play({ sessions: inMany }, lapOver)).toEqual(await play({ sessions: inOneBatch }, lapOver));
      }),
      { numRuns: 30 },
    );
  });

  it.each([0.5, 1, 60])('runs the clock at %d session seconds per wall second', async (speed) => {
    const sessions = [session('A', bidChanges([0, 1_000]))];
    const publications = await play({ sessions, speed }, ({ atMs }) => atMs >= 5_000);
    for (const publication of publications) {
      expect(publication.tick.speed).toBe(speed);
      expect(secondsAfterNoon(publication)).toBeCloseTo((publication.atMs / 1_000) * speed, 6);
    }
  });

  it('publishes a change within 50 ms, several together once, and the bare time every 250 ms', async () => {
    const sessions = [session('A', bidChanges([0, 0.06, 0.07, 0.08, 0.12, 1, 10]))];
    const publications = await play({ sessions }, ({ atMs }) => atMs >= 1_000);
    expect(publications.map(({ atMs, snapshots }) => [atMs, snapshots[0]?.sequence])).toEqual([
      [0, 1],
      [100, 4],
      [150, 5],
      [400, undefined],
      [650, undefined],
      [900, undefined],
      [1_000, 6],
    ]);
  });

  it('begins again at the end, with nothing left of the lap before', async () => {
    const sessions = [session('A', bidChanges([0, 1, 2]))];
    const publications = await play({ sessions }, ({ tick }) => tick.lap === 2);
    const lap = (n: number): unknown[] =>
      publications
        .filter(({ tick }) => tick.lap === n)
        .map(({ kind, tick, snapshots }) => [kind, formatInstant(tick.sessionTime), snapshots]);
    expect(lap(0)[0]).toMatchObject(['begin', '2024-03-01T12:00:00.000000000Z', [{ sequence: 1 }]]);
    expect(lap(0).at(-1)).toMatchObject(['update', '2024-03-01T12:00:02.000000000Z', [{ sequence: 3 }]]);
    expect(lap(1)).toEqual(lap(0));
  });

  it('ends a day at its latest close, whatever comes after hours', async () => {
    const sessions = [session('A', bidChanges([0, 1, 7_200]), { closeNs: 2 * SECOND })];
    const publications = await play({ sessions }, lapOver);
    expect(secondsAfterNoon(publications.at(-2)!)).toBe(2);
    expect(publications.flatMap(({ snapshots }) => snapshots.map(({ sequence }) => sequence))).toEqual([1, 2, 1]);
  });

  it('plays day after day, earliest first, and forgets the instruments of the day before', async () => {
    const dayLater: Instant = NOON + 86_400n * BigInt(SECOND);
    const sessions = [
      session('B', bidChanges([0, 1]), { origin: dayLater }),
      session('C', bidChanges([0]), { origin: dayLater + 3_600n * BigInt(SECOND) }),
      session('A', bidChanges([0, 1])),
    ];
    const publications = await play({ sessions, speed: 1_000 }, lapOver);
    const begins = publications.filter(({ kind }) => kind === 'begin');
    expect(
      begins.map(({ tick, snapshots }) => [tick.lap, tick.day, snapshots.map(({ terms }) => terms.instrumentId)]),
    ).toEqual([
      [0, 0, ['A']],
      [0, 1, ['B', 'C']],
      [1, 0, ['A']],
    ]);
  });

  it('reads ahead to the warm-up time after the open before it shows anything', async () => {
    const publications = await play({ sessions: livingMarket(7), warmUpSeconds: 300 }, ({ atMs }) => atMs >= 1_000);
    const [begin] = publications;
    expect(begin).toMatchObject({
      kind: 'begin',
      atMs: 0,
      tick: { sessionTime: parseInstant('2025-01-02T14:35:00Z') },
    });
    for (const snapshot of begin!.snapshots) {
      expect(snapshot.status).toBe('OPEN');
      expect(snapshot.source).toEqual({ kind: 'SIMULATED', name: 'market of agents and dealers, seed 7' });
      expect(snapshot.terms.estimated).toEqual([]);
      expect(snapshot.bids).toHaveLength(10);
      expect(snapshot.averageSpreadBps).toBeGreaterThan(0.5);
      // The minutes after the open are the busiest of the day.
      const volatilityRatio = snapshot.realisedDailyVolatility / snapshot.terms.dailyVolatility;
      expect(volatilityRatio).toBeGreaterThan(0.5);
      expect(volatilityRatio).toBeLessThan(3);
    }
  });

  it('stops the clock while it prepares the next day, and says how far it is', async () => {
    const manyBeforeTen = Array.from({ length: 100_000 }, (_, i) => i / 10_000);
    const sessions = [session('A', bidChanges([...manyBeforeTen, 10, 11]))];
    const shares: number[] = [];
    const clock = new ManualClock([], 50);
    const publications = await play({ sessions, warmUpSeconds: 10 }, lapOver, clock, shares);
    const standing = publications.filter(({ tick }) => tick.speed === 0);
    expect(standing.length).toBeGreaterThan(2);
    for (const { kind, tick, snapshots } of standing) {
      expect([kind, tick.lap, secondsAfterNoon({ tick }), snapshots]).toEqual(['update', 0, 11, []]);
    }
    const ofOneDay = shares.slice(0, shares.length / 2);
    expect(ofOneDay.length).toBeGreaterThan(10);
    expect(ofOneDay).toEqual([...ofOneDay].sort((a, b) => a - b));
    expect(ofOneDay[0]).toBeGreaterThan(0);
    expect(ofOneDay.at(-1)).toBeLessThan(1);
  });

  it.each<[string, readonly number[], number]>([
    ['a recording that begins late warms up from its first event', [100, 150, 200], 110],
    ['one too short to warm up is shown from its first event', [100, 105], 100],
    ['one moment is shown at that moment', [100], 100],
  ])('%s', async (_, seconds, shownFrom) => {
    const sessions = [session('A', bidChanges(seconds))];
    const [begin] = await play({ sessions, warmUpSeconds: 10 }, () => true);
    expect(secondsAfterNoon(begin!)).toBe(shownFrom);
    expect(begin!.snapshots).toMatchObject([{ sequence: 1 }]);
  });

  it('asks for a batch only when the one before is used up', async () => {
    let handedOut = 0;
    const events = bidChanges([...Array(100).keys()]);
    async function* counted(): AsyncGenerator<EventBatch> {
      for await (const batch of inBatches(events, 10)) {
        handedOut += batch.length;
        yield batch;
      }
    }
    const ahead: number[] = [];
    await play({ sessions: [session('A', events, { events: counted })] }, ({ tick, snapshots: [shown] }) => {
      if (shown !== undefined) ahead.push(handedOut - shown.sequence);
      return tick.sessionTime > NOON + 50n * BigInt(SECOND);
    });
    expect(ahead).toHaveLength(51);
    expect(Math.max(...ahead)).toBe(10);
  });

  it('loses the time for which the machine stood still, but a second', async () => {
    const clock = new ManualClock([50, 3_600_000, 50]);
    const sessions = [session('A', bidChanges([...Array(600).keys()]))];
    const last = (await play({ sessions }, ({ atMs }) => atMs > 3_600_050, clock)).at(-1)!;
    expect(secondsAfterNoon(last)).toBeCloseTo((last.atMs - 3_600_000) / 1_000 + 1, 9);
  });

  it.each<[string, readonly MarketSession[]]>([
    ['there is no session to play', []],
    ['there are two sessions of A on 2024-03-01', [session('A', bidChanges([0])), session('A', bidChanges([1]))]],
  ])('refuses when %s', (message, sessions) => {
    const ports = {
      publisher: new Notebook(new ManualClock(), () => true),
      clock: new ManualClock(),
      observer: { preparing: () => undefined, playing: () => undefined, setAside: () => undefined },
    };
    const player = SessionPlayer.of(
      { sessions, overrides: new Map(), signals: new SignalTable([]), speed: 1, warmUpSeconds: 0 },
      ports,
    );
    expect(player).toMatchObject({ ok: false, error: { message } });
  });

  it('tells of every row that is not believed', async () => {
    const traded = (timeNs: number, price: number): MarketEvent => ({
      kind: 'TRADE',
      timeNs,
      sequence: timeNs + 1,
      price,
      size: 1,
      condition: 'DISPLAYED',
    });
    const setAside: QuarantinedRow[] = [];
    const prices = [10_000, 10_001, 10_000, 990_000, 10_001];
    const sessions = [session('A', [...bidChanges([0]), ...prices.map((price, i) => traded(i, price))])];
    await play({ sessions, speed: 100 }, lapOver, new ManualClock(), [], setAside);
    expect(setAside.map(({ file, line, reason }) => [file, line, reason])).toEqual([['a test', 4, 'OUTLIER_PRICE']]);
  });

  it('says so when a day holds no event', async () => {
    await expect(play({ sessions: [session('NONE', [])] }, () => true)).rejects.toThrow(
      'a test: no event could be read',
    );
  });
});
