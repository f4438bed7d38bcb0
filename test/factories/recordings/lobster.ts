import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRng, type Rng } from '#domain/core';
import { writeZip } from './zip.js';

export interface LobsterOptions {
  readonly seed: number;
  /** Visible levels, N; the book behind them is deeper. */
  readonly levels: number;
  /** Rows to write, or a few more: a market order is written to its end. */
  readonly messages: number;
  readonly dir: string;
  readonly symbol?: string;
  readonly date?: string;
  /** Orders per side around which the book hovers; enough to fill the levels unless given. */
  readonly ordersPerSide?: number;
  /** What to spoil before the files are written. */
  readonly spoil?: (rows: { messages: string[]; orderBook: string[] }) => void;
  /** Bytes missing at the end of the message file, as when it is still being written. */
  readonly cutBytes?: number;
  /** Two CSV files instead of one archive. */
  readonly plain?: boolean;
}

export interface WrittenLobster {
  /** The archive, or both CSV files. */
  readonly paths: readonly string[];
  readonly rows: number;
  /** Shares executed, visible and hidden. */
  readonly tradedVolume: number;
  /** Levels of the last row as `[price, size]`, best first, occupied ones only. */
  readonly lastBids: readonly (readonly [number, number])[];
  readonly lastAsks: readonly (readonly [number, number])[];
  /** All orders that rest at the end, visible or not, in the order of their priority at a price. */
  readonly orders: readonly { readonly id: number; readonly price: number; readonly size: number }[];
  /** Halts announced. */
  readonly halts: number;
  /** Rows at which a level that no message had spoken of moved into sight. */
  readonly refills: number;
}

/** Writes a made-up LOBSTER day: a full book of single orders, of which the files show the best N levels. */
export const writeLobster = (options: LobsterOptions): WrittenLobster => {
  const { symbol = 'TEST', date = '2012-06-21', levels, dir } = options;
  const meanGapNs = Math.min(2e8, 1.5e13 / options.messages);
  const market = new LobsterMarket(
    seededRng(options.seed),
    levels,
    options.ordersPerSide ?? 14 + 2 * levels,
    meanGapNs,
  );
  while (market.messages.length < options.messages) market.step();
  const rows = { messages: market.messages, orderBook: market.rows };
  options.spoil?.(rows);
  const name = (what: string): string => `${symbol}_${date}_34200000_57600000_${what}_${levels}.csv`;
  const files = {
    [name('message')]: `${rows.messages.join('\n')}\n`.slice(0, -(options.cutBytes ?? 0) || undefined),
    [name('orderbook')]: `${rows.orderBook.join('\n')}\n`,
  };
  const facts = {
    rows: market.messages.length,
    tradedVolume: market.tradedVolume,
    lastBids: market.visible(1),
    lastAsks: market.visible(-1),
    orders: market.resting(),
    halts: market.halts,
    refills: market.refills,
  };
  if (options.plain === true) {
    const paths = Object.entries(files).map(([file, text]) => {
      writeFileSync(join(dir, file), text);
      return join(dir, file);
    });
    return { paths, ...facts };
  }
  const path = join(dir, `LOBSTER_SampleFile_${symbol}_${date}_${levels}.zip`);
  writeZip(path, { ...files, 'LOBSTER_SampleFiles_ReadMe.txt': 'made up, for tests\n' });
  return { paths: [path], ...facts };
};

/** 1: resting buy orders, -1: resting sell orders, as in the message file. */
type Direction = 1 | -1;

interface Order {
  readonly id: number;
  readonly direction: Direction;
  readonly price: number;
  size: number;
}

const TICK = 100;
const FIRST_MID = 2_000_000;

/** Price-time priority kept in the plainest way: one list of orders, levels summed when needed. */
class LobsterMarket {
  readonly messages: string[] = [];
  readonly rows: string[] = [];
  tradedVolume = 0;
  halts = 0;
  refills = 0;

  private orders: Order[] = [];
  private nextId = 1;
  private timeNs = 34_200e9;

  constructor(
    private readonly rng: Rng,
    private readonly levels: number,
    private readonly ordersPerSide: number,
    private readonly meanGapNs: number,
  ) {
    for (let i = 0; i < ordersPerSide * 2; i += 1) this.orders.push(this.newOrder(i % 2 === 0 ? 1 : -1));
  }

  step(): void {
    this.timeNs += Math.ceil(this.rng.exponential(1) * this.meanGapNs);
    const draw = this.rng.uniform();
    if (draw < 0.002) this.halt();
    else if (draw < 0.05) this.hiddenExecution();
    else if (draw < 0.2) this.execution();
    else if (draw < 0.3) this.partialCancel();
    else if (this.rng.uniform() * 2 * this.ordersPerSide < this.orders.length) this.deletion();
    else this.submission();
  }

  resting(): readonly Order[] {
    return this.orders;
  }

  /** The best N levels of one side. */
  visible(direction: Direction): (readonly [number, number])[] {
    return this.side(direction).slice(0, this.levels);
  }

  private side(direction: Direction): (readonly [number, number])[] {
    const sizes = new Map<number, number>();
    for (const order of this.orders) {
      if (order.direction === direction) sizes.set(order.price, (sizes.get(order.price) ?? 0) + order.size);
    }
    return [...sizes].sort(([a], [b]) => (b - a) * direction);
  }

  private newOrder(direction: Direction): Order {
    const best = this.side(direction === 1 ? -1 : 1)[0]?.[0] ?? FIRST_MID + direction * TICK;
    const ticksAway = 1 + Math.floor(this.rng.exponential(0.15));
    const size = 1 + this.rng.below(300);
    return { id: this.nextId++, direction, price: best - direction * ticksAway * TICK, size };
  }

  private submission(): void {
    const order = this.newOrder(this.rng.uniform() < 0.5 ? 1 : -1);
    this.change(1, order, order.size, () => {
      this.orders.push(order);
    });
  }

  private deletion(): void {
    const order = this.orders[this.rng.below(this.orders.length)];
    if (order !== undefined)
      this.change(3, order, order.size, () => {
        this.remove(order);
      });
  }

  private partialCancel(): void {
    const order = this.orders[this.rng.below(this.orders.length)];
    if (order === undefined || order.size < 2) return;
    const size = 1 + this.rng.below(order.size - 1);
    this.change(2, order, size, () => {
      order.size -= size;
    });
  }

  /** A market order that meets resting orders one by one: one message each, at one time. */
  private execution(): void {
    const direction: Direction = this.rng.uniform() < 0.5 ? 1 : -1;
    let left = 1 + this.rng.below(500);
    while (left > 0) {
      const bestPrice = this.side(direction)[0]?.[0];
      const order = this.orders.find((resting) => resting.direction === direction && resting.price === bestPrice);
      if (order === undefined) return;
      const size = Math.min(left, order.size);
      left -= size;
      this.tradedVolume += size;
      this.change(4, order, size, () => {
        order.size -= size;
        if (order.size === 0) this.remove(order);
      });
    }
  }

  private hiddenExecution(): void {
    const bid = this.side(1)[0]?.[0] ?? FIRST_MID;
    const size = 1 + this.rng.below(200);
    this.tradedVolume += size;
    this.write(5, 0, size, bid + TICK / 2, this.rng.uniform() < 0.5 ? 1 : -1);
  }

  private halt(): void {
    for (const price of [-1, 0, 1]) {
      this.write(7, 0, 0, price, -1);
      this.timeNs += 60e9;
    }
    this.halts += 1;
  }

  private remove(order: Order): void {
    this.orders = this.orders.filter((other) => other !== order);
  }

  /** A message is written when it changes what is visible, as LOBSTER does. */
  private change(type: number, order: Order, size: number, happen: () => void): void {
    const before = this.visible(order.direction);
    happen();
    const after = this.visible(order.direction);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    const known = new Set(before.map(([price]) => price)).add(order.price);
    if (after.some(([price]) => !known.has(price))) this.refills += 1;
    this.write(type, order.id, size, order.price, order.direction);
  }

  private write(type: number, id: number, size: number, price: number, direction: Direction): void {
    const seconds = Math.floor(this.timeNs / 1e9);
    const decimals = String(this.timeNs % 1e9)
      .padStart(9, '0')
      .replace(/0+$/, '');
    const time = decimals === '' ? String(seconds) : `${seconds}.${decimals}`;
    this.messages.push([time, type, id, size, price, direction].join(','));
    const [bids, asks] = [this.visible(1), this.visible(-1)];
    const row: number[] = [];
    for (let level = 0; level < this.levels; level += 1) {
      row.push(...(asks[level] ?? [9_999_999_999, 0]), ...(bids[level] ?? [-9_999_999_999, 0]));
    }
    this.rows.push(row.join(','));
  }
}
