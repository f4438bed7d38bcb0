import { describe, expect, it } from '@jest/globals';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { type Result } from '#domain/core';
import { EventBatch, type MarketSession } from '#domain/market-data';
import { type RecordingError } from '#application/ports';
import { livingMarket } from '#application/play-session';
import { archiveSession, MARKET_ARCHIVE, readParquet, writeParquet } from '#adapters/parquet';
import { openSessions, Quarantine } from '#adapters/recordings';
import { shortened } from '../scenarios/recorded-markets.js';
import { EVENT_COLUMNS, eventBatches, eventHashes, SESSION, sessionOf } from '../factories/event-batches.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const base = temporaryFolder();
let folders = 0;
const newFolder = (): string => join(base, String((folders += 1)));

const open = (...paths: string[]): Promise<Result<readonly MarketSession[], RecordingError>> =>
  openSessions(paths, new Quarantine(), [MARKET_ARCHIVE]);

const openOne = async (...paths: string[]): Promise<MarketSession> => {
  const opened = await open(...paths);
  if (!opened.ok) throw opened.error;
  expect(opened.value).toHaveLength(1);
  return opened.value[0]!;
};

/** Every column of all batches, bit by bit. */
const columnsOf = async (batches: AsyncIterable<EventBatch> | Iterable<EventBatch>) => {
  const columns = Object.fromEntries(EVENT_COLUMNS.map((name) => [name, [] as number[]]));
  for await (const batch of batches) {
    for (const name of EVENT_COLUMNS) columns[name]!.push(...batch[name].subarray(0, batch.length));
  }
  return columns;
};

const minutes = (count: number): EventBatch =>
  EventBatch.of(
    Array.from({ length: count }, (_, i) => ({
      kind: 'TRADE' as const,
      timeNs: i * 60e9,
      price: 100 + i,
      size: 1,
      condition: 'DISPLAYED' as const,
      sequence: i + 1,
    })),
  );

const refusal = async (...paths: string[]): Promise<Pick<RecordingError, 'code' | 'message'>> => {
  const opened = await open(...paths);
  if (opened.ok) throw new Error('not refused');
  return opened.error;
};

describe('an archived session', () => {
  it('is the session that was written: any events, in any number of files', async () => {
    await fc.assert(
      fc.asyncProperty(eventBatches, fc.integer({ min: 1, max: 60 }), async (batches, eventsPerFile) => {
        const folder = newFolder();
        const written = await archiveSession(folder, 'test', sessionOf(batches), eventsPerFile);
        const session = await openOne(folder);
        expect({ ...session, events: null }).toEqual({ ...SESSION, events: null, files: written.paths });
        expect(await columnsOf(session.events())).toEqual(await columnsOf(batches));
        expect(written.events).toBe(batches.reduce((sum, { length }) => sum + length, 0));
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 20 },
    );
  });

  it('lies in a folder per venue, instrument and UTC day, and is one session over two of them', async () => {
    const folder = newFolder();
    const { paths } = await archiveSession(folder, 'binance', sessionOf([minutes(10)]), 4);
    const symbol = join(folder, 'venue=binance', 'symbol=BTCUSDT-PERP');
    expect(paths).toEqual([
      join(symbol, 'day=2023-04-04', '20230404T235500.123456789Z-0000.parquet'),
      join(symbol, 'day=2023-04-04', '20230404T235500.123456789Z-0001.parquet'),
      join(symbol, 'day=2023-04-05', '20230404T235500.123456789Z-0002.parquet'),
      join(symbol, 'day=2023-04-05', '20230404T235500.123456789Z-0003.parquet'),
    ]);
    const { sequence } = await columnsOf((await openOne(symbol)).events());
    expect(sequence).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await columnsOf((await openOne(...[...paths].reverse())).events())).sequence).toEqual(sequence);
  });

  it('tells its times in nanoseconds since 1970, exactly, and leaves empty what an event does not have', async () => {
    const folder = newFolder();
    const batch = EventBatch.of([
      { kind: 'STATUS', timeNs: 5, exchangeNs: 3, receiveNs: 4, status: 'HALTED' },
      {
        kind: 'ORDER',
        timeNs: 6,
        side: 1,
        price: 9,
        size: 8,
        action: 'ADD',
        orderId: 7,
        previousSequence: 2,
        sequence: 3,
      },
    ]);
    const { paths } = await archiveSession(folder, 'test', sessionOf([batch]));
    const { columns } = await readParquet(paths[0]!);
    expect(Object.fromEntries(columns.map(({ name, values }) => [name, values]))).toEqual({
      exchangeNs: [SESSION.origin + 3n, SESSION.origin + 6n],
      receiveNs: [SESSION.origin + 4n, SESSION.origin + 6n],
      decisionNs: [SESSION.origin + 5n, SESSION.origin + 6n],
      kind: [3, 4],
      side: [null, 1],
      detail: [1, 0],
      flags: [0, 0],
      firstSequence: [0n, 3n],
      sequence: [0n, 3n],
      previousSequence: [null, 2n],
      price: [null, 9n],
      size: [null, 8n],
      orderId: [null, 7n],
    });
  });

  it('has the same bytes whenever it is written', async () => {
    const [one, other] = [newFolder(), newFolder()];
    const bytes: Buffer[] = [];
    for (const folder of [one, other]) {
      const { paths } = await archiveSession(folder, 'test', sessionOf([minutes(10)]));
      bytes.push(...paths.map((path) => readFileSync(path)));
    }
    expect(bytes.slice(0, bytes.length / 2)).toEqual(bytes.slice(bytes.length / 2));
  });

  it('is a simulated session too, whose instrument has a name that is no file name', async () => {
    const folder = newFolder();
    const session = { ...(await shortened(livingMarket(3)[0]!, 300)), instrumentId: '../BTC/USD ö' };
    await archiveSession(folder, 'a/b', session);
    const archived = await openOne(folder);
    expect(archived.terms).toEqual(session.terms);
    expect(archived.instrumentId).toBe(session.instrumentId);
    expect(await eventHashes(archived.events())).toEqual(await eventHashes(session.events()));
    expect(readdirSync(folder)).toEqual(['venue=a%2Fb']);
  });

  it('may be read several times, and left in the middle', async () => {
    const folder = newFolder();
    await archiveSession(folder, 'test', sessionOf([minutes(5000)], { closeNs: 86_400e9 }));
    const session = await openOne(folder);
    for await (const batch of session.events()) {
      expect(batch.sequence[0]).toBe(1);
      break;
    }
    expect((await columnsOf(session.events())).sequence).toHaveLength(5000);
  });

  it('plays beside recordings of other formats and among files of other things', async () => {
    const folder = newFolder();
    await archiveSession(folder, 'test', sessionOf([minutes(3)]));
    await writeParquet(join(folder, 'set.parquet'), [{ name: 'x', type: 'DOUBLE', values: [1] }]);
    writeFileSync(join(folder, 'notes.txt'), 'not a recording\n');
    expect((await openOne(folder)).instrumentId).toBe(SESSION.instrumentId);
  });
});

describe('what is never taken for a whole session', () => {
  const written = async (): Promise<{ folder: string; paths: readonly string[] }> => {
    const folder = newFolder();
    const { paths } = await archiveSession(folder, 'test', sessionOf([minutes(10)]), 4);
    return { folder, paths };
  };

  it.each<[string, (paths: readonly string[]) => void, string, RegExp]>([
    [
      'one whose last file is missing',
      (paths) => {
        rmSync(paths[3]!);
      },
      'MISSING_PARTNER',
      /0002\.parquet: part 3 of its session is missing/,
    ],
    [
      'one whose first day is missing',
      (paths) => {
        rmSync(dirname(paths[0]!), { recursive: true });
      },
      'MISSING_PARTNER',
      /part 0 of its session is missing/,
    ],
    [
      'one with a file twice',
      (paths) => {
        cpSync(paths[1]!, join(dirname(paths[1]!), 'copy.parquet'));
      },
      'DUPLICATE_SESSION',
      /part 1 of the session is also/,
    ],
    [
      'a file that is cut short',
      (paths) => {
        truncateSync(paths[0]!, 1000);
      },
      'BROKEN_FILE',
      /no whole Parquet file/,
    ],
    [
      'a file with nothing but its first bytes',
      (paths) => {
        truncateSync(paths[0]!, 4);
      },
      'BROKEN_FILE',
      /no whole Parquet file/,
    ],
  ])('%s', async (_what, spoil, code, message) => {
    const { folder, paths } = await written();
    spoil(paths);
    const refused = await refusal(folder);
    expect(refused.code).toBe(code);
    expect(refused.message).toMatch(message);
  });

  it('a file with a changed bit: it is refused, its events throw, or the bit said nothing', async () => {
    const { folder, paths } = await written();
    const events = await columnsOf((await openOne(folder)).events());
    const bytes = readFileSync(paths[0]!);
    const outcomes = { refused: 0, thrown: 0, same: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(paths[0]!, changed);
        const opened = await open(folder);
        if (!opened.ok) return void (outcomes.refused += 1);
        const [session] = opened.value;
        const played = await columnsOf(session!.events()).catch((error: unknown) => error as RecordingError);
        if (played instanceof Error) {
          outcomes.thrown += 1;
          expect(played).toMatchObject({ name: 'RecordingError', path: paths[0] });
        } else {
          outcomes.same += 1;
          expect(played).toEqual(events);
          expect(session).toMatchObject(SESSION);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(Object.values(outcomes)).not.toContain(0);
  });

  it('one that was interrupted leaves nothing', async () => {
    const folder = newFolder();
    const broken = sessionOf([]);
    const session: MarketSession = {
      ...broken,
      // eslint-disable-next-line @typescript-eslint/require-await
      async *events() {
        yield minutes(10);
        throw new Error('the recording broke');
      },
    };
    await expect(archiveSession(folder, 'test', session, 4)).rejects.toThrow('the recording broke');
    expect(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toEqual([]);
  });

  it('one that is there already', async () => {
    const { folder, paths } = await written();
    await expect(archiveSession(folder, 'test', sessionOf([minutes(1)]))).rejects.toMatchObject({
      code: 'ALREADY_WRITTEN',
      path: paths[0],
    });
  });

  it('what is no batch of events', async () => {
    const half = minutes(1);
    half.price[0] = 0.5;
    await expect(archiveSession(newFolder(), 'test', sessionOf([half]))).rejects.toThrow(
      "an event's price is 0.5; expected a whole number up to 2^53",
    );
    await expect(archiveSession(newFolder(), 'test', sessionOf([minutes(2), minutes(1)]))).rejects.toThrow(
      "an event's decisionNs is 0, after 60000000000; it may not go back",
    );
  });
});

describe('what is refused', () => {
  const rewritten = async (
    change: (columns: readonly { name: string }[], metadata: Record<string, string>) => void,
  ): Promise<string> => {
    const folder = newFolder();
    const { paths } = await archiveSession(folder, 'test', sessionOf([minutes(1)]));
    const { columns, metadata } = await readParquet(paths[0]!);
    const mutable = [...columns];
    const changed = { ...metadata };
    change(mutable, changed);
    const path = join(folder, 'changed.parquet');
    await writeParquet(path, mutable, changed);
    renameSync(path, paths[0]!);
    return paths[0]!;
  };

  it.each<[string, (columns: { name: string }[], metadata: Record<string, string>) => void, string, RegExp]>([
    [
      'a schema of another version',
      (_, metadata) => {
        metadata['footprint.market-events'] = '2';
      },
      'UNKNOWN_FORMAT',
      /its schema is of version 2; expected an archive of market events, version 1/,
    ],
    [
      'a missing column',
      (columns) => {
        columns.splice(
          columns.findIndex(({ name }) => name === 'price'),
          1,
        );
      },
      'BROKEN_FILE',
      /column price is missing; expected BIGINT/,
    ],
    ['a column of another type', () => undefined, 'BROKEN_FILE', /column kind is INTEGER; expected UTINYINT/],
  ])('%s', async (_what, change, code, message) => {
    const refused = await refusal(await rewritten(change as never));
    expect(refused.code).toBe(code);
    expect(refused.message).toMatch(message);
  });

  it('a Parquet file of something else, by name', async () => {
    const path = join(newFolder(), 'set.parquet');
    await writeParquet(path, [{ name: 'x', type: 'DOUBLE', values: [1] }]);
    const refused = await refusal(path);
    expect(refused.code).toBe('UNKNOWN_FORMAT');
    expect(refused.message).toContain('Parquet archives of market events');
  });
});
