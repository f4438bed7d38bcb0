import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { openSessions, Quarantine } from '#adapters/recordings';
import { type MarketEvent, type MarketSession } from '#domain/market-data';
import { bestByDiffs, playAll, temporaryFolder, writeBinance, type Played } from '../factories/recordings/index.js';

const dir = temporaryFolder();
let folders = 0;
const folder = (): string => {
  folders += 1;
  const path = join(dir, String(folders));
  mkdirSync(path);
  return path;
};

const open = async (
  paths: readonly string[],
  quarantine = new Quarantine(),
): Promise<readonly [MarketSession, ...MarketSession[]]> => {
  const opened = await openSessions(paths, quarantine);
  if (!opened.ok) throw opened.error;
  return opened.value as [MarketSession, ...MarketSession[]];
};

const playOne = async (paths: readonly string[], quarantine = new Quarantine()): Promise<Played> => {
  const [played, ...others] = await playAll(paths, quarantine);
  expect(others).toEqual([]);
  return played!;
};

/** A file of these lines. */
const fileOf = (...lines: readonly string[]): string => {
  const path = join(folder(), 'recording');
  writeFileSync(path, lines.join('\n'));
  return path;
};

const reasons = (quarantine: Quarantine): object => Object.fromEntries(quarantine.countsByReason());
const leftOut = (quarantine: Quarantine): object => Object.fromEntries(quarantine.leftOutCounts());

describe('a Binance recording of a perpetual', () => {
  it.each([
    ['microseconds', { stamps: 'MICROSECONDS' }],
    ['nanoseconds', { stamps: 'NANOSECONDS' }],
    ['messages without their stream', { combined: false }],
  ] as const)('gives the true best prices by its diffs alone (%s)', async (_, options) => {
    const written = writeBinance({ seed: 1, dir: folder(), ...options });
    const quarantine = new Quarantine();
    const [session] = await open(written.paths, quarantine);
    const check = await bestByDiffs(session);
    expect(check).toMatchObject({ gaps: 0, mismatches: [] });
    // Only those before the snapshot are not compared.
    expect(check.comparisons).toBeGreaterThan(written.messages.diffs - 10);
    expect([reasons(quarantine), leftOut(quarantine)]).toEqual([{}, { MARK_PRICE: written.messages.marks }]);
  });

  it('plays through midnight as one session of two days, whatever the order of its files', async () => {
    const written = writeBinance({ seed: 2, dir: folder(), symbol: 'ETHUSDT', stamps: 'NANOSECONDS' });
    expect(written.paths).toHaveLength(2);
    for (const paths of [written.paths, [...written.paths].reverse()]) {
      const { session, events, last } = await playOne(paths);
      expect(session).toMatchObject({
        instrumentId: 'ETHUSDT-PERP',
        source: { kind: 'RECORDED', name: 'Binance ETHUSDT-PERP 2023-04-04' },
        origin: 1_680_566_400_000_000_000n,
        openNs: 0,
        closeNs: 2 * 86_400e9,
        tickUnits: written.tickUnits,
        depth: 'LEVELS',
        terms: { kind: 'PERPETUAL', currency: 'USDT', sessionSeconds: 86_400, contractMultiplier: 1 },
        files: written.paths,
      });
      expect(events[0]!.timeNs).toBe(Number(written.firstNs - session.origin));
      expect([last.bids[0]!.price, last.asks[0]!.price].map((price) => Math.round(price * 1e8))).toEqual(
        written.lastBest,
      );
      expect(Math.round(last.tradedVolume * 1e8)).toBe(written.tradedVolume);
    }
  });

  it('without its snapshot has only best prices: the diffs of the second day alone are left out', async () => {
    const written = writeBinance({ seed: 3, dir: folder() });
    const quarantine = new Quarantine();
    const { session, events } = await playOne([written.paths[1]!], quarantine);
    expect([session.depth, session.source.name]).toEqual(['TOP', 'Binance BTCUSDT-PERP 2023-04-05']);
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['BEST', 'TRADE']));
    const diffs = written.lines[1]!.filter((line) => line.includes('depthUpdate')).length;
    expect(leftOut(quarantine)).toMatchObject({ DIFF_WITHOUT_SNAPSHOT: diffs });
  });

  it('of several instruments and of days far apart is several sessions', async () => {
    const into = folder();
    writeBinance({ seed: 4, dir: into });
    writeBinance({ seed: 4, dir: into, symbol: 'ETHUSDT' });
    writeBinance({ seed: 4, dir: into, market: 'SPOT' });
    writeBinance({ seed: 4, dir: into, from: '2023-04-07T10:00:00Z' });
    expect((await open([into])).map(({ source }) => source.name)).toEqual([
      'Binance BTCUSDT 2023-04-04',
      'Binance BTCUSDT-PERP 2023-04-04',
      'Binance ETHUSDT-PERP 2023-04-04',
      'Binance BTCUSDT-PERP 2023-04-07',
    ]);
  });

  it('of one file that goes through midnight ends with the second day', async () => {
    const { lines } = writeBinance({ seed: 5, dir: folder() });
    const { session, events } = await playOne([fileOf(...lines.flat())]);
    expect(session.closeNs).toBe(2 * 86_400e9);
    expect(events.at(-1)!.timeNs).toBeGreaterThan(86_400e9);
  });
});

describe('a Binance recording of a spot pair', () => {
  it('has the best prices and trades', async () => {
    const written = writeBinance({ seed: 6, dir: folder(), market: 'SPOT', from: '2023-04-05T00:00:01Z' });
    const quarantine = new Quarantine();
    const { session, events, last } = await playOne(written.paths, quarantine);
    expect(session).toMatchObject({
      instrumentId: 'BTCUSDT',
      depth: 'TOP',
      closeNs: 86_400e9,
      terms: { kind: 'SPOT' },
    });
    expect(events.filter(({ kind }) => kind === 'BEST')).toHaveLength(2 * written.messages.bests);
    expect([last.bids[0]!.price, last.asks[0]!.price].map((price) => Math.round(price * 1e8))).toEqual(
      written.lastBest,
    );
    expect(leftOut(quarantine)).toEqual({ DIFF_WITHOUT_SNAPSHOT: written.messages.diffs });
  });
});

describe('a message', () => {
  const stamp = '1680652800004107';
  const quote = `${stamp} {"u":7,"s":"BTCUSDT","b":"28165.47000000","B":"7.98680000","a":"28165.48000000","A":"3.00000001"}`;
  const snapshot = `${stamp} {"lastUpdateId": 9, "bids": [["10.0", "1.5"]], "asks": [["11.0", "2"], ["12.0", "3"]]}`;
  const timeNs = 4_107_000;

  const eventsOf = async (...lines: string[]): Promise<readonly MarketEvent[]> => {
    const [session] = await open([fileOf(quote, snapshot, ...lines)]);
    const events: MarketEvent[] = [];
    for await (const batch of session.events()) events.push(...batch.toEvents());
    return events.slice(6);
  };

  it('is a best quote of both sides, or a snapshot that clears the book', async () => {
    const [session] = await open([fileOf(quote, snapshot)]);
    const events: MarketEvent[] = [];
    for await (const batch of session.events()) events.push(...batch.toEvents());
    const ofSnapshot = { timeNs, sequence: 9, fromSnapshot: true };
    expect(events).toEqual([
      { kind: 'BEST', timeNs, sequence: 7, moreFollows: true, side: 0, price: 2_816_547_000_000, size: 798_680_000 },
      { kind: 'BEST', timeNs, sequence: 7, side: 1, price: 2_816_548_000_000, size: 300_000_001 },
      { kind: 'CLEAR', ...ofSnapshot, moreFollows: true },
      { kind: 'LEVEL', ...ofSnapshot, moreFollows: true, side: 0, price: 1_000_000_000, size: 150_000_000 },
      { kind: 'LEVEL', ...ofSnapshot, moreFollows: true, side: 1, price: 1_100_000_000, size: 200_000_000 },
      { kind: 'LEVEL', ...ofSnapshot, side: 1, price: 1_200_000_000, size: 300_000_000 },
    ]);
    expect(session.tickUnits).toBe(1_000_000);
  });

  const trade = (fields: string): string => `${stamp} {"e":"trade","E":1680652800000,"s":"BTCUSDT","t":5,${fields}}`;
  const oneTrade = { kind: 'TRADE', timeNs, sequence: 5, previousSequence: 4, price: 2_000_000_000, size: 50_000_000 };

  it.each<[string, string, object]>([
    [
      'a spot trade, its time before its E, the number of an order no price',
      trade('"p":"20.00","q":"0.5","b":20720542158,"a":20720542592,"T":1680652799999,"m":true,"M":true'),
      { ...oneTrade, exchangeNs: -1e6, condition: 'DISPLAYED', side: 0 },
    ],
    [
      'a buy',
      trade('"p":"20.00","q":"0.5","m":false'),
      { ...oneTrade, exchangeNs: 0, condition: 'DISPLAYED', side: 1 },
    ],
    [
      'a trade of the insurance fund',
      trade('"T":1680652800003,"p":"20","q":"0.50","X":"INSURANCE_FUND","m":true'),
      { ...oneTrade, exchangeNs: 3e6, condition: 'IRREGULAR', side: 0 },
    ],
  ])('is %s', async (_, line, event) => {
    expect(await eventsOf(line)).toEqual([event]);
  });

  const diff = (first: number, last: number, levels: string, more = ''): string =>
    `${stamp} {"stream":"x","data":{"e":"depthUpdate","E":1680652800001,"s":"BTCUSDT","U":${first},"u":${last},${more}${levels}}}`;

  it('is a diff, which on the spot market follows on the update before its first', async () => {
    const common = { timeNs, exchangeNs: 1e6, sequence: 14, firstSequence: 10 };
    const levels = '"b":[["10.0","0.00"]],"a":[["11.0","4"]]';
    expect(await eventsOf(diff(10, 14, levels))).toEqual([
      { kind: 'LEVEL', ...common, previousSequence: 9, moreFollows: true, side: 0, price: 1_000_000_000, size: 0 },
      { kind: 'LEVEL', ...common, previousSequence: 9, side: 1, price: 1_100_000_000, size: 400_000_000 },
    ]);
    const [event] = await eventsOf(diff(12, 14, levels, '"pu":9,'));
    expect(event).toMatchObject({ firstSequence: 12, previousSequence: 9 });
  });

  it('that changes nothing is told with the next, if that follows on it', async () => {
    const [nothing, something] = ['"b":[],"a":[]', '"b":[["10.0","1"]],"a":[]'];
    expect(await eventsOf(diff(10, 11, nothing), diff(12, 12, nothing), diff(13, 14, something))).toMatchObject([
      { firstSequence: 10, sequence: 14, previousSequence: 9 },
    ]);
    expect(await eventsOf(diff(10, 11, nothing), diff(15, 16, something))).toMatchObject([
      { firstSequence: 15, sequence: 16, previousSequence: 14 },
    ]);
  });

  it('may have its fields in any order, more of them than known, and blanks', async () => {
    const shuffled = `${stamp}  { "data" : {"a" : [ [ "11.0" , "4" , [ ] ] ], "b":[], "new" : {"deep":["}\\"",1e5,null]}, "u":14,"U":10, "s":"BTCUSDT" ,"e":"depthUpdate"} , "stream" : "x" }`;
    expect(await eventsOf(shuffled)).toMatchObject([{ kind: 'LEVEL', sequence: 14, side: 1, price: 1_100_000_000 }]);
  });

  it.each([
    ['a gap', (lines: string[]) => lines.splice(200, 1)],
    ['a duplicate', (lines: string[]) => lines.splice(200, 0, lines[200]!)],
    ['two messages swapped', (lines: string[]) => lines.splice(200, 2, lines[201]!, lines[200]!)],
  ])('is passed on as it was recorded: %s is not ours to judge', async (_, spoil) => {
    const sequences = async (paths: readonly string[]): Promise<number[]> =>
      (await playOneRaw(paths)).map((event) => event.sequence ?? 0);
    const options = { seed: 7, from: '2023-04-05T10:00:00Z', updates: 400 };
    const { paths, lines } = writeBinance({ ...options, dir: folder(), spoil: ([first]) => spoil(first!) });
    const expected = [...lines[0]!];
    spoil(expected);
    expect(await sequences(paths)).toEqual(await sequences([fileOf(...expected)]));
    expect(await sequences(paths)).not.toEqual(await sequences([fileOf(...lines[0]!)]));
  });

  it('that the recorder got before the one before, by its clock, may be used when that may', async () => {
    const earlier = trade('"p":"20","q":"1","m":true').replace(stamp, '1680652800004106');
    expect(await eventsOf(earlier)).toMatchObject([{ timeNs, receiveNs: timeNs - 1000 }]);
  });
});

/** All events, without a market that would have to make sense of them. */
const playOneRaw = async (paths: readonly string[]): Promise<readonly MarketEvent[]> => {
  const [session] = await open(paths);
  const events: MarketEvent[] = [];
  for await (const batch of session.events()) events.push(...batch.toEvents());
  return events;
};

describe('a line that cannot be read is set aside and the session goes on', () => {
  const at = 60;
  const options = { seed: 8, from: '2023-04-05T10:00:00Z', updates: 150 } as const;
  const whole = writeBinance({ ...options, dir: folder() });
  const expected = playOne(whole.paths);
  const line = (text: string): string => `${whole.lines[0]![at]!.split(' ')[0]!} ${text}`;
  const bookTicker = '{"e":"bookTicker","u":3e3,"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1","T":1,"E":1}';
  const trade = '{"e":"trade","E":1,"T":1,"s":"BTCUSDT","t":1,"p":"28145.10","q":"1","X":"MARKET","m":true}';
  const diff = '{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"pu":0,"b":[["1.0","1"]],"a":[]}';

  it.each([
    ['garbage', 'garbage', 'NOT_A_NUMBER'],
    ['a time in milliseconds', '1680652800004 {}', 'NOT_A_NUMBER'],
    ['a blank line', '', 'NOT_A_NUMBER'],
    ['no JSON', line('hello'), 'NOT_JSON'],
    ['half a message', line(trade.slice(0, 50)), 'NOT_JSON'],
    ['two messages on a line', line(trade + trade), 'NOT_JSON'],
    ['levels that are none', line(diff.replace('["1.0","1"]', '"1.0"')), 'NOT_JSON'],
    ['an event type that is not known', line('{"e":"kline","s":"BTCUSDT","k":{"o":"1"}}'), 'UNKNOWN_CODE'],
    ['a message without type', line('{"result":null,"id":1}'), 'UNKNOWN_CODE'],
    ['another symbol', line(trade.replace('BTCUSDT', 'ETHUSDT')), 'OTHER_INSTRUMENT'],
    ['a symbol that only begins alike', line(trade.replace('BTCUSDT', 'BTCUSDTX')), 'OTHER_INSTRUMENT'],
    ['a number that is none', line(trade.replace('28145.10', '28,145')), 'NOT_A_NUMBER'],
    ['a price as NaN', line(trade.replace('"28145.10"', 'NaN')), 'NOT_A_NUMBER'],
    ['an exponent', line(bookTicker), 'NOT_A_NUMBER'],
    ['a ninth decimal', line(trade.replace('28145.10', '0.000000001')), 'NOT_A_NUMBER'],
    ['a missing price', line(trade.replace('"p":"28145.10",', '')), 'MISSING_FIELD'],
    ['a trade that says no side', line(trade.replace(',"m":true', '')), 'MISSING_FIELD'],
    ['a diff of one side', line(diff.replace(',"a":[]', '')), 'MISSING_FIELD'],
    ['a diff without its first update', line(diff.replace('"U":1,', '')), 'MISSING_FIELD'],
    ['a negative price', line(trade.replace('28145.10', '-28145.10')), 'ABSURD_PRICE'],
    ['a price of zero', line(diff.replace('"1.0"', '"0.0"')), 'ABSURD_PRICE'],
    ['an absurd price', line(trade.replace('28145.10', '9'.repeat(400))), 'ABSURD_PRICE'],
    ['a negative size', line(diff.replace('"1"]', '"-1"]')), 'BAD_SIZE'],
    ['a trade of nothing', line(trade.replace('"q":"1"', '"q":"0.000"')), 'BAD_SIZE'],
    ['an absurd size', line(trade.replace('"q":"1"', `"q":"1${'0'.repeat(30)}"`)), 'BAD_SIZE'],
    ['a day that is none of this', `2280652800004107 ${trade}`, 'TIME_OUT_OF_DAY'],
    ['a time hours ahead', `1680735600000000 ${trade}`, 'TIME_AHEAD'],
    ['a line longer than any', line(`{"e":"${'x'.repeat(400_000)}"}`), 'LINE_TOO_LONG'],
  ])('%s', async (_, text, reason) => {
    const quarantine = new Quarantine();
    const spoilt = writeBinance({ ...options, dir: folder(), spoil: ([lines]) => lines!.splice(at, 0, text) });
    const { events } = await playOne(spoilt.paths, quarantine);
    expect(reasons(quarantine)).toEqual({ [reason]: 1 });
    expect(quarantine.rows()[0]).toMatchObject({ line: at + 1, text: text.slice(0, 200) });
    expect(events).toEqual((await expected).events);
  });

  it('a last line that was half written', async () => {
    const quarantine = new Quarantine();
    const half = (lines: string[]): string => (lines[lines.length - 1] = lines.at(-1)!.slice(0, 70));
    const { paths } = writeBinance({ ...options, dir: folder(), unended: true, spoil: ([lines]) => half(lines!) });
    await playOne(paths, quarantine);
    expect(reasons(quarantine)).toEqual({ HALF_WRITTEN_LINE: 1 });
  });

  it('a compressed file that was cut short, and the next file is played', async () => {
    const { paths } = writeBinance({ seed: 9, dir: folder() });
    const packed = readFileSync(paths[0]!);
    writeFileSync(paths[0]!, packed.subarray(0, packed.length * 0.9));
    const quarantine = new Quarantine();
    const { events } = await playOne(paths, quarantine);
    expect(reasons(quarantine)).toEqual({ FILE_CUT_SHORT: 1 });
    const [before, after] = [
      events.filter(({ timeNs }) => timeNs < 86_400e9),
      events.filter(({ timeNs }) => timeNs > 86_400e9),
    ];
    expect(before.length).toBeGreaterThan(after.length * 0.6);
    expect(events.length).toBeGreaterThan(3000);
  });

  it('but a file that is damaged in the middle stops the session', async () => {
    const { paths } = writeBinance({ ...options, updates: 5000, dir: folder() });
    const bytes = readFileSync(paths[0]!);
    bytes.fill(0xff, bytes.length - 2000, bytes.length - 1500);
    writeFileSync(paths[0]!, bytes);
    const opened = await openSessions(paths, new Quarantine());
    expect(opened).toMatchObject({ ok: false, error: { name: 'RecordingError', code: 'BROKEN_FILE' } });
  });
});

describe('a file that is no Binance recording', () => {
  const refuse = async (...lines: string[]): Promise<string> => {
    const opened = await openSessions([fileOf(...lines)], new Quarantine());
    if (opened.ok) throw new Error('it was opened');
    return `${opened.error.code} ${opened.error.message}`;
  };
  const trade = (symbol: string): string =>
    `1680652800004107 {"e":"trade","E":1,"T":1,"s":"${symbol}","t":1,"p":"28145.10","q":"1","m":true}`;

  it.each([
    ['JSON without times', trade('BTCUSDT').slice(17)],
    ['times without JSON', '1680652800004107 hello'],
    ['times in seconds', trade('BTCUSDT').slice(6)],
  ])('%s: says what can be played', async (_, text) => {
    expect(await refuse(text, text)).toMatch(/^UNKNOWN_FORMAT .*known are .*Binance websocket recordings/);
  });

  it.each(['BTCUSD_PERP', 'BTCUSDT_240628'])('a contract of another market: %s', async (symbol) => {
    expect(await refuse(trade(symbol))).toMatch(/^UNKNOWN_FORMAT .*spot pairs and USD-margined perpetuals/);
  });

  it('one that says no symbol', async () => {
    expect(await refuse('1680652800004107 {"lastUpdateId":9,"bids":[],"asks":[]}')).toMatch(/^UNNAMED_RECORDING .*"s"/);
  });

  it('the same hours twice, in two files, are one session in which the second says nothing new', async () => {
    const { paths, lines } = writeBinance({ seed: 10, dir: folder(), from: '2023-04-05T10:00:00Z', updates: 200 });
    const again = join(folder(), 'again.gz');
    writeFileSync(again, gzipSync(lines[0]!.join('\n')));
    const { session, last } = await playOne([...paths, again]);
    expect([session.files?.length, last.status]).toEqual([2, 'OPEN']);
  });
});
