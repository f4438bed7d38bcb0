import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { seededRng, type Rng } from '#domain/core';

export interface BinanceOptions {
  readonly seed: number;
  readonly dir: string;
  /** In capitals. */
  readonly symbol?: string;
  /** Futures have a snapshot near the start, spot has none. */
  readonly market?: 'SPOT' | 'FUTURES';
  /** Of the receive times. */
  readonly stamps?: 'MICROSECONDS' | 'NANOSECONDS';
  /** Changes of the true book. */
  readonly updates?: number;
  /** When it begins; where it lasts past midnight there is a file per UTC day. */
  readonly from?: string;
  readonly seconds?: number;
  /** Whether each message stands within `{"stream": ..., "data": ...}`. */
  readonly combined?: boolean;
  /** Changes the lines of each file, by the files' order, before they are written. */
  readonly spoil?: (files: string[][]) => void;
  /** Whether the last line has no end. */
  readonly unended?: boolean;
}

export interface WrittenBinance {
  readonly paths: readonly string[];
  /** The lines of each file, before they were spoilt. */
  readonly lines: readonly (readonly string[])[];
  readonly messages: {
    readonly diffs: number;
    readonly bests: number;
    readonly trades: number;
    readonly marks: number;
  };
  /** Sum of the sizes of all trades, in 1e-8. */
  readonly tradedVolume: number;
  /** Of a price, in 1e-8. */
  readonly tickUnits: number;
  /** The true best prices after the last change, in 1e-8. */
  readonly lastBest: readonly [bid: number, ask: number];
  /** The first time, ns since 1970. */
  readonly firstNs: bigint;
}

const UNITS = 1e8;
const SNAPSHOT_LINE = 12;

/** Writes a made-up recording of Binance's streams, by the changes of a true book of which both quotes and diffs tell. */
export const writeBinance = (options: BinanceOptions): WrittenBinance => {
  const { dir, symbol = 'BTCUSDT', market = 'FUTURES', from = '2023-04-04T23:59:00Z', seconds = 120 } = options;
  const { updates = 3000 } = options;
  const recorder = new Recorder({ ...options, symbol, market });
  const startMs = Date.parse(from);
  for (let i = 0; i < updates; i += 1) recorder.step(startMs + (i * seconds * 1000) / updates);
  recorder.endDiff();
  const days = [...recorder.linesByDay].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = days.map(([, ofDay]) => ofDay);
  const spoilt = lines.map((ofDay) => [...ofDay]);
  options.spoil?.(spoilt);
  const paths = spoilt.map((ofDay, i) => {
    const path = join(dir, `${market.toLowerCase()}_${symbol.toLowerCase()}_${days[i]![0]}.gz`);
    writeFileSync(path, gzipSync(`${ofDay.join('\n')}${options.unended === true ? '' : '\n'}`));
    return path;
  });
  const { diffs, bests, trades, marks, tradedVolume, firstNs, book } = recorder;
  const [bid, ask] = [book.best('bids'), book.best('asks')].map((ticks) => ticks * TICK_UNITS);
  return {
    paths,
    lines,
    messages: { diffs, bests, trades, marks },
    tradedVolume,
    tickUnits: TICK_UNITS,
    lastBest: [bid!, ask!],
    firstNs,
  };
};

type Sides = 'bids' | 'asks';

const TICK_UNITS = 0.1 * UNITS;
const MID_TICKS = 281_450;
const LEVELS = 60;

/** The book as it really is: sizes in thousandths by price in ticks. */
class TrueBook {
  readonly bids = new Map<number, number>();
  readonly asks = new Map<number, number>();

  constructor(rng: Rng) {
    for (let i = 1; i <= LEVELS; i += 1) {
      this.bids.set(MID_TICKS - i, 1 + rng.below(9000));
      this.asks.set(MID_TICKS + i, 1 + rng.below(9000));
    }
  }

  best(side: Sides): number {
    return side === 'bids' ? Math.max(...this.bids.keys()) : Math.min(...this.asks.keys());
  }

  set(side: Sides, ticks: number, size: number): void {
    if (size === 0) this[side].delete(ticks);
    else this[side].set(ticks, size);
  }
}

/** Follows the true book as a recorder of the streams does: quotes at once, diffs bundled, the snapshot late. */
class Recorder {
  readonly linesByDay = new Map<string, string[]>();
  diffs = 0;
  bests = 0;
  trades = 0;
  marks = 0;
  tradedVolume = 0;
  firstNs = 0n;
  readonly book: TrueBook;

  private readonly rng: Rng;
  private update = 2_710_246_762_461;
  private tradeId = 3_535_186_032;
  private ms = 0;
  private receivedNs = 0n;
  private lines = 0;
  /** What changed since the last diff, its first update, and the last one of the diff before. */
  private readonly changed: Readonly<Record<Sides, Map<number, number>>> = { bids: new Map(), asks: new Map() };
  private firstChange = 0;
  private lastDiff = this.update;
  private quoted = '';
  private hasSnapshot = false;
  /** Asked for and not there yet: its text, and before which line it comes. */
  private snapshot: { readonly atLine: number; readonly json: string } | undefined;

  constructor(private readonly options: BinanceOptions & Required<Pick<BinanceOptions, 'symbol' | 'market'>>) {
    this.rng = seededRng(options.seed);
    this.book = new TrueBook(this.rng);
  }

  step(ms: number): void {
    const { rng } = this;
    this.ms = Math.floor(ms);
    this.change();
    this.quote();
    if (rng.uniform() < 0.2) this.trade();
    if (rng.uniform() < 0.01 && this.isOfFutures) this.mark();
    if (rng.uniform() < 0.25) this.endDiff();
    this.takeSnapshot();
  }

  /** The diff of all changes so far. */
  endDiff(): void {
    const { changed } = this;
    if (changed.bids.size + changed.asks.size === 0) return;
    const levels = (side: Sides): string[][] =>
      [...changed[side]].sort(([a], [b]) => a - b).map(([ticks, size]) => [priceText(ticks), sizeText(size)]);
    this.write(`${this.symbol.toLowerCase()}@depth@${this.isOfFutures ? '0ms' : '100ms'}`, {
      e: 'depthUpdate',
      E: this.ms + 3,
      ...(this.isOfFutures && { T: this.ms }),
      s: this.symbol,
      U: this.firstChange,
      u: this.update,
      ...(this.isOfFutures && { pu: this.lastDiff }),
      b: levels('bids'),
      a: levels('asks'),
    });
    this.diffs += 1;
    this.lastDiff = this.update;
    changed.bids.clear();
    changed.asks.clear();
  }

  private get isOfFutures(): boolean {
    return this.options.market === 'FUTURES';
  }

  private get symbol(): string {
    return this.options.symbol;
  }

  /** On the futures market all symbols count together, so that one's updates skip numbers. */
  private nextUpdate(): number {
    this.update += this.isOfFutures ? 1 + this.rng.below(40) : 1;
    return this.update;
  }

  private change(): void {
    const { rng, book } = this;
    const side = rng.uniform() < 0.5 ? 'bids' : 'asks';
    const away = side === 'bids' ? -1 : 1;
    const best = book.best(side);
    const other = book.best(side === 'bids' ? 'asks' : 'bids');
    const isTight = Math.abs(other - best) <= 1;
    const improves = !isTight && rng.uniform() < 0.4;
    const ticks = improves ? best - away : best + away * rng.below(8);
    const leaves = !improves && book[side].size > LEVELS / 2 && rng.uniform() < 0.3;
    const size = leaves ? 0 : 1 + rng.below(9000);
    const update = this.nextUpdate();
    if (this.changed.bids.size + this.changed.asks.size === 0) this.firstChange = update;
    book.set(side, ticks, size);
    this.changed[side].set(ticks, size);
  }

  private quote(): void {
    const { book } = this;
    const [bid, ask] = [book.best('bids'), book.best('asks')];
    const fields = {
      b: priceText(bid),
      B: sizeText(book.bids.get(bid)!),
      a: priceText(ask),
      A: sizeText(book.asks.get(ask)!),
    };
    const text = JSON.stringify(fields);
    if (text === this.quoted) return;
    this.quoted = text;
    this.bests += 1;
    this.write(`${this.symbol.toLowerCase()}@bookTicker`, {
      ...(this.isOfFutures && { e: 'bookTicker' }),
      u: this.update,
      s: this.symbol,
      ...fields,
      ...(this.isOfFutures && { T: this.ms, E: this.ms + 2 }),
    });
  }

  private trade(): void {
    const isBuyerMaker = this.rng.uniform() < 0.5;
    const size = 1 + this.rng.below(2000);
    this.trades += 1;
    this.tradeId += 1;
    this.tradedVolume += size * (UNITS / 1000);
    this.write(`${this.symbol.toLowerCase()}@trade`, {
      e: 'trade',
      E: this.ms + 2,
      ...(this.isOfFutures && { T: this.ms }),
      s: this.symbol,
      t: this.tradeId,
      p: priceText(this.book.best(isBuyerMaker ? 'bids' : 'asks')),
      q: sizeText(size),
      ...(this.isOfFutures ? { X: this.trades % 50 === 0 ? 'INSURANCE_FUND' : 'MARKET' } : { b: 1, a: 2, T: this.ms }),
      m: isBuyerMaker,
      ...(!this.isOfFutures && { M: true }),
    });
  }

  private mark(): void {
    this.marks += 1;
    const fields = { e: 'markPriceUpdate', E: this.ms, s: this.symbol, p: '28147.27373413', r: '-0.00002754', T: 0 };
    this.write(`${this.symbol.toLowerCase()}@markPrice@1s`, fields);
  }

  /** Asked for while the streams run already; it comes a few messages later. */
  private takeSnapshot(): void {
    if (!this.isOfFutures) return;
    if (this.lines >= SNAPSHOT_LINE && this.snapshot === undefined) {
      const levels = (side: Sides): string[][] =>
        [...this.book[side]].map(([ticks, size]) => [priceText(ticks), sizeText(size)]);
      const body = { lastUpdateId: this.update, E: this.ms, T: this.ms, bids: levels('bids'), asks: levels('asks') };
      // With blanks, as a recorder writes that parsed the answer before.
      this.snapshot = { atLine: this.lines + 8, json: JSON.stringify(body).replaceAll(/[:,]/g, '$& ') };
    }
    if (this.snapshot === undefined || this.hasSnapshot || this.lines < this.snapshot.atLine) return;
    this.hasSnapshot = true;
    this.writeLine(this.snapshot.json);
  }

  private write(stream: string, data: object): void {
    this.writeLine(JSON.stringify(this.options.combined === false ? data : { stream, data }));
  }

  private writeLine(json: string): void {
    const ns = BigInt(this.ms) * 1_000_000n + BigInt(5_000_000 + this.rng.below(300_000));
    if (ns > this.receivedNs) this.receivedNs = ns;
    if (this.lines === 0) this.firstNs = this.receivedNs;
    const inNs = this.options.stamps === 'NANOSECONDS';
    const stamp = inNs ? this.receivedNs : this.receivedNs / 1000n;
    const day = new Date(Number(this.receivedNs / 1_000_000n)).toISOString().slice(0, 10).replaceAll('-', '');
    const lines = this.linesByDay.get(day) ?? [];
    this.linesByDay.set(day, lines);
    lines.push(`${stamp} ${json}`);
    this.lines += 1;
  }
}

/** A tenth per tick, without rounding. */
const priceText = (ticks: number): string => `${Math.floor(ticks / 10)}.${ticks % 10}0`;

const sizeText = (thousandths: number): string =>
  `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`;
