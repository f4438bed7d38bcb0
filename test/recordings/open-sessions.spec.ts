import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { openSessions, Quarantine, RecordingError, verifyLobsterBook } from '#adapters/recordings';
import { formatInstant } from '#domain/core';
import { playAll, temporaryFolder, writeLean, writeLobster, writeZip } from '../factories/recordings/index.js';

const dir = temporaryFolder();
const folder = (name: string): string => {
  const path = join(dir, name);
  mkdirSync(path);
  return path;
};
const names = async (paths: readonly string[]): Promise<string[]> => {
  const opened = await openSessions(paths, new Quarantine());
  if (!opened.ok) throw opened.error;
  return opened.value.map(({ source }) => source.name);
};

describe('openSessions', () => {
  const mixed = folder('mixed');
  writeLobster({ seed: 1, levels: 2, messages: 50, dir: mixed, symbol: 'LOB' });
  writeLean({ seed: 1, dir: mixed, symbol: 'aa', day: '20131008', moments: 20 });
  writeLean({ seed: 1, dir: mixed, symbol: 'aa', day: '20131007', moments: 20, daily: true });
  writeFileSync(join(mixed, 'notes.txt'), 'not a recording');
  const pair = writeLobster({ seed: 2, levels: 3, messages: 50, dir: folder('pair'), symbol: 'PAIR', plain: true });

  it('plays every day of a folder, by day and symbol', async () => {
    expect(await names([mixed])).toEqual(['LOBSTER LOB 2012-06-21', 'LEAN AA 2013-10-07', 'LEAN AA 2013-10-08']);
  });

  it('takes several days and symbols at once, and the same file twice for one', async () => {
    const trades = join(mixed, 'aa_20131008_trade.zip');
    expect(await names([trades, trades, join(mixed, 'aa_20131007_quote.zip')])).toEqual([
      'LEAN AA 2013-10-07',
      'LEAN AA 2013-10-08',
    ]);
  });

  it('finds either file of a pair from the other', async () => {
    const [messages, orderBook] = pair.paths as [string, string];
    expect([messages, orderBook].map((path) => path.slice(-10))).toEqual(['sage_3.csv', 'book_3.csv']);
    for (const paths of [[messages], [orderBook], [messages, orderBook]]) {
      expect(await names(paths)).toEqual(['LOBSTER PAIR 2012-06-21']);
    }
    expect(await verifyLobsterBook(messages)).toEqual({ rows: pair.rows, mismatchedRows: 0 });
  });

  it('recognises the format by content, not by extension', async () => {
    const renamed = join(folder('renamed'), 'aa.bin');
    copyFileSync(join(mixed, 'aa_20131007_trade.zip'), renamed);
    expect(await names([renamed, join(mixed, 'aa_20131007_quote.zip')])).toEqual(['LEAN AA 2013-10-07']);
  });

  it('reads a file that is compressed, whatever its name is', async () => {
    const packed = folder('packed');
    for (const path of pair.paths) {
      // As by a recorder that was stopped and started: two packed files in a row.
      const text = readFileSync(path);
      const parts = [text.subarray(0, text.length / 2), text.subarray(text.length / 2)].map((part) => gzipSync(part));
      writeFileSync(join(packed, path.split('/').at(-1)!), Buffer.concat(parts));
    }
    expect(await verifyLobsterBook(packed)).toEqual({ rows: pair.rows, mismatchedRows: 0 });
  });

  it('looks into the folders of a folder, but not into hidden ones', async () => {
    const outer = folder('outer');
    for (const name of ['inner', '.hidden']) mkdirSync(join(outer, name));
    writeLobster({ seed: 12, levels: 1, messages: 20, dir: join(outer, 'inner'), symbol: 'IN' });
    writeLobster({ seed: 12, levels: 1, messages: 20, dir: join(outer, '.hidden'), symbol: 'HID' });
    expect(await names([outer])).toEqual(['LOBSTER IN 2012-06-21']);
  });

  it('recognises a file whose first line is spoilt', async () => {
    const day = writeLobster({
      seed: 3,
      levels: 4,
      messages: 60,
      dir: folder('spoilt'),
      spoil: ({ messages, orderBook }) => {
        messages[0] = 'garbage';
        orderBook[0] = '1,2,3';
      },
    });
    const quarantine = new Quarantine();
    const [played] = await playAll(day.paths, quarantine);
    expect(Object.fromEntries(quarantine.countsByReason())).toEqual({ WRONG_COLUMN_COUNT: 2 });
    expect(played!.last.bids.map(({ price, size }) => [Math.round(price * 10_000), size])).toEqual(day.lastBids);
  });

  it.each([
    ['2012-06-21', '2012-06-21T04:00:00.000000000Z', 'summer'],
    ['2013-01-07', '2013-01-07T05:00:00.000000000Z', 'winter'],
    ['2013-03-11', '2013-03-11T04:00:00.000000000Z', 'the day after clocks went forward'],
    ['2013-11-01', '2013-11-01T04:00:00.000000000Z', 'the last trading day of summer time'],
    ['2006-04-03', '2006-04-03T04:00:00.000000000Z', 'the rule of years before 2007'],
  ])('midnight of %s in New York is %s (%s)', async (date, instant) => {
    const day = writeLobster({ seed: 4, levels: 1, messages: 30, dir, symbol: 'DST', date });
    const opened = await openSessions(day.paths, new Quarantine());
    expect(opened.ok && formatInstant(opened.value[0]!.origin)).toBe(instant);
  });

  it('stops reading when the player stops', async () => {
    const day = writeLobster({ seed: 5, levels: 5, messages: 3000, dir: folder('stop') });
    const opened = await openSessions(day.paths, new Quarantine());
    if (!opened.ok) throw opened.error;
    for await (const batch of opened.value[0]!.events()) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe('what cannot be opened', () => {
  const refuse = async (...paths: string[]): Promise<string> => {
    const opened = await openSessions(paths, new Quarantine());
    if (opened.ok) throw new Error('it was opened');
    expect(opened.error).toBeInstanceOf(RecordingError);
    expect(opened.error.message).toContain(opened.error.path);
    return `${opened.error.code}: ${opened.error.message.slice(opened.error.path.length + 2)}`;
  };
  const bad = folder('bad');
  const file = (name: string, content: string): string => {
    writeFileSync(join(bad, name), content);
    return join(bad, name);
  };

  it('a path that does not exist', async () => {
    expect(await refuse(join(bad, 'nothing.zip'))).toMatch(/^FILE_NOT_FOUND: no such file/);
  });

  it.each([
    ['empty.csv', ''],
    ['text.csv', 'date,open,close\n2012-06-21,1,2\n'],
    ['binary.csv', '\u0000\u0001'.repeat(200_000)],
    ['__proto__', '{}'],
  ])('a file that is no recording: %s', async (name, content) => {
    expect(await refuse(file(name, content))).toMatch(/^UNKNOWN_FORMAT: not a recording.*LOBSTER.*LEAN/);
  });

  it('an archive without a recording', async () => {
    writeZip(join(bad, 'readme.zip'), { 'README.txt': 'hello' });
    expect(await refuse(join(bad, 'readme.zip'))).toMatch(/^UNKNOWN_FORMAT/);
  });

  it('an archive that was cut short', async () => {
    const day = writeLobster({ seed: 6, levels: 1, messages: 200, dir: folder('cut') });
    const whole = readFileSync(day.paths[0]!);
    const cut = join(bad, 'cut.zip');
    writeFileSync(cut, whole.subarray(0, whole.length / 2));
    expect(await refuse(cut)).toMatch(/^BROKEN_FILE/);
  });

  it('a compressed file that was cut short says so when it has played what there is', async () => {
    const day = writeLobster({ seed: 13, levels: 3, messages: 20_000, dir: folder('short'), plain: true });
    const packed = gzipSync(readFileSync(day.paths[0]!));
    writeFileSync(day.paths[0]!, packed.subarray(0, packed.length / 2));
    await expect(playAll(day.paths)).rejects.toMatchObject({ name: 'RecordingError', code: 'CUT_SHORT' });
  });

  it('one day in a LOBSTER and in a LEAN recording', async () => {
    const both = folder('both');
    writeLobster({ seed: 14, levels: 1, messages: 20, dir: both, symbol: 'TWO', date: '2013-10-07' });
    writeLean({ seed: 14, dir: both, symbol: 'two', moments: 20 });
    expect(await refuse(both)).toMatch(/^DUPLICATE_SESSION: .*LOBSTER TWO.*LEAN TWO.*give one/);
  });

  it('an archive that breaks while it plays says so', async () => {
    const day = writeLobster({ seed: 6, levels: 10, messages: 20_000, dir: folder('broken') });
    const bytes = readFileSync(day.paths[0]!);
    bytes.fill(0xff, bytes.length / 3, bytes.length / 3 + 2000);
    writeFileSync(day.paths[0]!, bytes);
    await expect(playAll(day.paths)).rejects.toMatchObject({ name: 'RecordingError', code: 'BROKEN_FILE' });
  });

  it('a folder without recordings', async () => {
    expect(await refuse(folder('empty'))).toMatch(/^NO_SESSION: no recording lies in this folder/);
  });

  it.each([
    [1, 'order-book rows', 'messages'],
    [0, 'messages', 'order-book rows'],
  ])('one file of a LOBSTER pair (%#)', async (index, has, lacks) => {
    const day = writeLobster({ seed: 7, levels: 1, messages: 20, dir: folder(`lone${index}`), plain: true });
    const lone = join(folder(`alone${index}`), day.paths[index]!.split('/').at(-1)!);
    copyFileSync(day.paths[index]!, lone);
    expect(await refuse(lone)).toBe(
      `MISSING_PARTNER: holds only the ${has} of TEST 2012-06-21; the ${lacks} lie in no file beside it or given with it`,
    );
  });

  it('trades without quotes', async () => {
    const day = writeLean({ seed: 8, dir: folder('trades'), moments: 20 });
    const lone = join(folder('lonetrades'), 'test_20131007_trade.zip');
    copyFileSync(day.trades, lone);
    expect(await refuse(lone)).toMatch(/^MISSING_PARTNER: holds only the trades of TEST 2013-10-07; the quotes lie/);
  });

  it('daily bars alone', async () => {
    const day = writeLean({ seed: 9, dir: folder('dailyonly'), daily: true, moments: 20 });
    expect(await refuse(day.daily!)).toMatch(/^NO_SESSION: .*daily bars/);
  });

  it('one day in two recordings', async () => {
    const one = writeLobster({ seed: 10, levels: 1, messages: 20, dir: folder('one') });
    const two = writeLobster({ seed: 10, levels: 2, messages: 20, dir: folder('two') });
    expect(await refuse(one.paths[0]!, two.paths[0]!)).toMatch(/^DUPLICATE_SESSION: .*give one/);
  });

  it.each([
    ['a name without symbol and day', 'messages.csv'],
    ['a day that does not exist', 'TEST_2012-02-30_34200000_57600000_message_1.csv'],
  ])('%s', async (_, name) => {
    const orderBook = file(name.replace('message', 'orderbook'), '2000100,5,2000000,5\n');
    expect(await refuse(file(name, '34200.5,1,1,5,2000000,1\n'), orderBook)).toMatch(/^UNNAMED_RECORDING/);
  });
});
