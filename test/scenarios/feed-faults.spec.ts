import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MemoryDecisionLog, MemoryDeskEvents, MemoryMarketState, MemoryOutbox } from '#adapters/memory';
import { nodeDigests } from '#adapters/node-crypto';
import { archiveSession, MARKET_ARCHIVE, readParquet, writeParquet } from '#adapters/parquet';
import { openSessions, Quarantine } from '#adapters/recordings';
import { parseInstant } from '#domain/core';
import { type Fault, MarketTracker, type MarketQuality, type MarketSnapshot } from '#domain/market-data';
import { DEFAULT_QUOTING_POLICY } from '#domain/quoting';
import { AssumedDealerProfiles } from '#application/dealer-profiles';
import { evaluateQuotes } from '#application/evaluate-quotes';
import { parametricAnswers } from '#application/serve-impact';
import {
  temporaryFolder,
  writeBinance,
  writeLean,
  writeLobster,
  type BinanceOptions,
} from '../factories/recordings/index.js';

const base = temporaryFolder();
const folder = (): string => mkdtempSync(join(base, 'faults-'));

interface Played {
  readonly quality: MarketQuality;
  /** The market after the last event. */
  readonly last: MarketSnapshot;
  /** Rows that were set aside by reason: what could not be read, and what the guard did not believe. */
  readonly setAside: Readonly<Record<string, number>>;
}

const play = async (paths: readonly string[]): Promise<Played> => {
  const quarantine = new Quarantine();
  const opened = await openSessions(paths, quarantine);
  if (!opened.ok) throw opened.error;
  const [session] = opened.value;
  const tracker = new MarketTracker(session!);
  const refused: Record<string, number> = {};
  tracker.quarantineTo(({ reason }) => (refused[reason] = (refused[reason] ?? 0) + 1));
  for await (const batch of session!.events()) tracker.applyAll(batch);
  return {
    quality: tracker.quality(),
    last: tracker.snapshot(),
    setAside: { ...Object.fromEntries(quarantine.countsByReason()), ...refused },
  };
};

/** What a buyer is told who sends a quote at this moment of the market. */
const answerTo = async (last: MarketSnapshot): Promise<string> => {
  const market = new MemoryMarketState();
  market.setSnapshot(last);
  market.setNow(parseInstant(last.exchangeTime)!);
  const answer = await evaluateQuotes(
    {
      dealerProfiles: new AssumedDealerProfiles(),
      market,
      model: { forecast: (requests) => Promise.resolve(parametricAnswers(requests)) },
      decisions: new MemoryDecisionLog(new MemoryDeskEvents(), new MemoryOutbox()),
      identifiers: { newId: () => 'one', digest: (text) => nodeDigests.ofBytes([Buffer.from(text)]) },
    },
    { deskId: 'desk', name: 'desk', riskAversion: 0.1, quoting: DEFAULT_QUOTING_POLICY },
    {
      instrumentId: last.terms.instrumentId,
      side: 'BUY',
      quantity: 1,
      quantityUnit: 'UNITS',
      horizonSeconds: 600,
      quotes: [{ dealer: 'A', price: 28_145, validForMs: 1000 }],
      idempotencyKey: 'one',
    },
  );
  return answer.ok ? 'RANKED' : `${answer.error.code}: ${answer.error.message}`;
};

type Lines = string[];
type Kind = 'depthUpdate' | 'bookTicker' | '"trade"';
/** Lines before this one are as they were. */
const FROM = 600;

const indexOf = (lines: Lines, kind: Kind, from = FROM): number =>
  lines.findIndex((line, i) => i >= from && line.includes(kind));
const keep = (lines: Lines, isKept: (line: string, i: number) => boolean): void => {
  lines.splice(0, lines.length, ...lines.filter(isKept));
};

type Message = Record<string, string | number>;

const rewrite = (line: string, change: (message: Message) => void): string => {
  const at = line.indexOf('{');
  const json = JSON.parse(line.slice(at)) as { data?: Message };
  if (json.data !== undefined) change(json.data);
  return line.slice(0, at) + JSON.stringify(json);
};
const rewriteFrom = (lines: Lines, from: number, change: (message: Message) => void): void => {
  for (let i = from; i < lines.length; i += 1) lines[i] = rewrite(lines[i]!, change);
};
const rewriteOne = (lines: Lines, kind: Kind, change: (message: Message) => void): void => {
  const at = indexOf(lines, kind);
  lines[at] = rewrite(lines[at]!, change);
};
const moveClock =
  (ms: number) =>
  (message: Message): void => {
    for (const name of ['E', 'T']) if (name in message) message[name] = Number(message[name]) + ms;
  };

/** Swaps two changes of the book that came within the time in which they are put in order. */
const swapChanges = (lines: Lines): void => {
  const microseconds = (i: number): number => Number(lines[i]!.split(' ')[0]);
  let first = indexOf(lines, 'depthUpdate');
  let second = indexOf(lines, 'depthUpdate', first + 1);
  while (microseconds(second) - microseconds(first) > 200_000) {
    [first, second] = [second, indexOf(lines, 'depthUpdate', second + 1)];
  }
  [lines[first], lines[second]] = [lines[second]!, lines[first]!];
};

const restart = (message: Message): void => {
  for (const name of ['U', 'u', 'pu', 't']) if (name in message) message[name] = Number(message[name]) - 2e9;
};

interface Verdict {
  readonly spoil?: (lines: Lines) => void;
  readonly options?: Partial<BinanceOptions>;
  readonly faults: Partial<Readonly<Record<Fault, number>>>;
  /** `VALID`, or another validity and its reason. */
  readonly book: string;
  readonly setAside?: Readonly<Record<string, number>>;
  readonly answer?: string;
}

/** What a sound recording of a perpetual counts, whose snapshot comes a little after the first changes. */
const SOUND = { NO_SNAPSHOT: 1, COVERED: 5 };

const VERDICTS: Readonly<Record<string, Verdict>> = {
  'no fault': { faults: {}, book: 'VALID' },
  'a change of the book that is lost': {
    spoil: (lines) => lines.splice(indexOf(lines, 'depthUpdate'), 1),
    faults: { GAP: 1 },
    book: 'DEPTH_INVALID GAP',
  },
  'a change that is lost where nothing else tells the best prices': {
    spoil: (lines) => {
      keep(lines, (line) => !line.includes('bookTicker'));
      lines.splice(indexOf(lines, 'depthUpdate'), 1);
    },
    faults: { GAP: 1 },
    book: 'INVALID GAP',
    answer: 'MARKET_NOT_TRADABLE: the book of BTCUSDT-PERP is marked invalid: GAP',
  },
  'a change that is told twice': {
    spoil: (lines) => {
      const at = indexOf(lines, 'depthUpdate');
      lines.splice(at + 1, 0, lines[at]!);
    },
    faults: { DUPLICATE: 1 },
    book: 'VALID',
  },
  'two changes that are swapped': { spoil: swapChanges, faults: { OUT_OF_ORDER: 1 }, book: 'VALID' },
  'numbers that start again, without a snapshot': {
    spoil: (lines) => {
      rewriteFrom(lines, FROM, restart);
    },
    faults: { RESET: 3 },
    book: 'DEPTH_INVALID RESET',
  },
  'half a line of a change': {
    spoil: (lines) => {
      const at = indexOf(lines, 'depthUpdate');
      lines[at] = lines[at]!.slice(0, 80);
    },
    faults: { GAP: 1 },
    book: 'DEPTH_INVALID GAP',
    setAside: { NOT_JSON: 1 },
  },
  'half a last line': {
    spoil: (lines) => lines.push(lines.at(-1)!.slice(0, 80)),
    options: { unended: true },
    faults: {},
    book: 'VALID',
    setAside: { HALF_WRITTEN_LINE: 1 },
  },
  'a venue whose clock is five seconds ahead': {
    spoil: (lines) => {
      rewriteFrom(lines, FROM, moveClock(5000));
    },
    // Every message from there on.
    faults: { CLOCK_AHEAD: 1247, CLOCK_JUMP: 1 },
    book: 'VALID',
  },
  'a venue whose clock falls back': {
    spoil: (lines) => {
      rewriteFrom(lines, FROM, moveClock(-5000));
    },
    faults: { CLOCK_JUMP: 1 },
    book: 'VALID',
  },
  'changes that end while trades go on': {
    spoil: (lines) => {
      keep(lines, (line, i) => i < FROM || line.includes('"trade"'));
    },
    options: { seconds: 3000 },
    faults: { STALE: 2 },
    book: 'INVALID STALE',
    answer: 'MARKET_NOT_TRADABLE: the book of BTCUSDT-PERP is marked invalid: STALE',
  },
  'best prices that cross for one message': {
    spoil: (lines) => {
      rewriteOne(lines, 'bookTicker', (best) => (best.b = '29000.00'));
    },
    faults: { CROSSED: 1 },
    book: 'VALID',
  },
  'best prices that stay crossed': {
    spoil: (lines) => {
      keep(lines, (line, i) => i < FROM || !line.includes('depthUpdate'));
      rewriteFrom(lines, FROM, (message) => {
        if (message.e === 'bookTicker') message.b = '29000.00';
      });
    },
    faults: { CROSSED: 1, STAYS_CROSSED: 1 },
    book: 'INVALID STAYS_CROSSED',
    answer: 'MARKET_NOT_TRADABLE: the book of BTCUSDT-PERP is marked invalid: STAYS_CROSSED',
  },
  'a trade at an absurd price': {
    spoil: (lines) => {
      rewriteOne(lines, '"trade"', (trade) => (trade.p = '2.0'));
    },
    faults: { OUTLIER_PRICE: 1 },
    book: 'VALID',
    setAside: { OUTLIER_PRICE: 1 },
  },
  'a trade of an absurd size': {
    spoil: (lines) => {
      rewriteOne(lines, '"trade"', (trade) => (trade.q = '900000000'));
    },
    faults: { OUTLIER_SIZE: 1 },
    book: 'VALID',
    setAside: { OUTLIER_SIZE: 1 },
  },
};

const bookOf = ({ validity, reason }: MarketQuality): string =>
  reason === undefined ? validity : `${validity} ${reason}`;

const happened = (faults: MarketQuality['faults']): Partial<Record<Fault, number>> =>
  Object.fromEntries(Object.entries(faults).filter(([, count]) => count > 0));

describe('a recording of Binance with', () => {
  it.each(Object.entries(VERDICTS))('%s', async (_, verdict) => {
    const { paths } = writeBinance({
      seed: 5,
      dir: folder(),
      seconds: 200,
      from: '2023-04-04T10:00:00Z',
      ...verdict.options,
      spoil: ([lines]) => verdict.spoil?.(lines!),
    });
    const { quality, last, setAside } = await play(paths);
    expect({ faults: happened(quality.faults), book: bookOf(quality), setAside, answer: await answerTo(last) }).toEqual(
      {
        faults: { ...SOUND, ...verdict.faults },
        book: verdict.book,
        setAside: verdict.setAside ?? {},
        answer: verdict.answer ?? 'RANKED',
      },
    );
    const { taken, applied, ignored, quarantined, held } = quality.rows;
    expect(applied + ignored + quarantined + held).toBe(taken);
  });

  it('a recorder that was started again: the book comes back with its snapshot', async () => {
    const before = writeBinance({ seed: 5, dir: folder(), seconds: 200, from: '2023-04-04T10:00:00Z' });
    const after = writeBinance({ seed: 9, dir: folder(), seconds: 60, from: '2023-04-04T10:04:00Z', updates: 1000 });
    const { quality, last } = await play([...before.paths, ...after.paths]);
    expect([bookOf(quality), quality.faults.RESET]).toEqual(['VALID', 3]);
    expect([last.bids[0]!.price, last.asks[0]!.price]).toEqual(after.lastBest.map((units) => units / 1e8));
  });
});

describe('a recording that is being written', () => {
  it('of LOBSTER: half a message is counted, the market is sound', async () => {
    const { paths } = writeLobster({ seed: 7, levels: 5, messages: 500, dir: folder(), cutBytes: 12 });
    const { quality, setAside } = await play(paths);
    expect([quality.validity, setAside]).toEqual(['VALID', { HALF_WRITTEN_LINE: 1 }]);
  });

  it('of LEAN: nothing is missing where the last line has no end', async () => {
    const { trades, suspicious } = writeLean({ seed: 7, moments: 1000, dir: folder() });
    const { quality, setAside } = await play([trades]);
    expect([quality.validity, setAside]).toEqual(['VALID', { SUSPICIOUS: suspicious }]);
  });
});

describe('what is no recording', () => {
  const refusal = async (...paths: string[]): Promise<string> => {
    const opened = await openSessions(paths, new Quarantine(), [MARKET_ARCHIVE]);
    return opened.ok ? 'opened' : `${opened.error.code}: ${opened.error.message}`;
  };

  it('a file of something else is refused by what is known', async () => {
    const path = join(folder(), 'prices.csv');
    writeFileSync(path, 'date,open,close\n2012-06-21,1,2\n');
    expect(await refusal(path)).toMatch(/^UNKNOWN_FORMAT: .*LOBSTER.*LEAN.*Binance.*Bitstamp.*Parquet/);
  });

  it('an archive of a schema from the future says which is known', async () => {
    const { trades } = writeLean({ seed: 8, moments: 50, dir: folder() });
    const opened = await openSessions([trades], new Quarantine());
    if (!opened.ok) throw opened.error;
    const { paths } = await archiveSession(folder(), 'lean', opened.value[0]!);
    const { columns, metadata } = await readParquet(paths[0]!);
    const path = join(folder(), 'future.parquet');
    await writeParquet(path, columns, { ...metadata, 'footprint.market-events': '99' });
    expect(await refusal(path)).toMatch(/^UNKNOWN_FORMAT: .*version 99; expected an archive of market events, version/);
  });
});
