import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRng, type Rng } from '#domain/core';
import { bzip2 } from './bzip2.js';

export interface BitstampOptions {
  readonly seed: number;
  readonly dir: string;
  /** Moments at which somebody does something. */
  readonly moments: number;
  /** `btcusd_orders_20150501.csv` unless given. */
  readonly name?: string;
  /** Unix time of the start; 2015-05-01 00:00 UTC unless given. */
  readonly startMs?: number;
  /** Packed by bzip2. */
  readonly packed?: boolean;
  /** What to spoil before the file is written; the first row is the heading. */
  readonly spoil?: (rows: string[]) => void;
}

export interface WrittenBitstamp {
  readonly path: string;
  /** Without the heading. */
  readonly rows: readonly string[];
  /** Price in cents, size in 1e-8, and the side that was hit, in order. */
  readonly trades: readonly (readonly [number, number, 'bid' | 'ask'])[];
  /** Orders that rest at the end and of which the file spoke, by side and price, first who came first: id and size. */
  readonly bids: ReadonlyMap<number, readonly (readonly [number, number])[]>;
  readonly asks: ReadonlyMap<number, readonly (readonly [number, number])[]>;
  /** Rows about orders that came before the file began. */
  readonly unknownOrders: number;
}

const HEADING = 'id,timestamp,exchange.timestamp,price,volume,action,direction';
const FIRST_ID = 65_595_000;
const FIRST_MID = 23_600;
const ORDERS_BEFORE = 40;
const MEAN_GAP_MS = 300;

/** Writes a made-up file of Bitstamp orders: a book with price-time priority, of which some orders are older than the file. */
export const writeBitstamp = (options: BitstampOptions): WrittenBitstamp => {
  const { dir, moments, name = 'btcusd_orders_20150501.csv', startMs = Date.UTC(2015, 4, 1) } = options;
  const market = new BitstampMarket(seededRng(options.seed), startMs);
  for (let i = 0; i < moments; i += 1) market.step();
  const lines = [HEADING, ...market.rows];
  options.spoil?.(lines);
  const content = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
  const path = join(dir, options.packed === true ? `${name}.bz2` : name);
  writeFileSync(path, options.packed === true ? bzip2(content) : content);
  return {
    path,
    rows: lines.slice(1),
    trades: market.trades,
    bids: market.known('bid'),
    asks: market.known('ask'),
    unknownOrders: market.unknownOrders,
  };
};

type Direction = 'bid' | 'ask';

interface Order {
  readonly id: number;
  readonly direction: Direction;
  readonly createdMs: number;
  price: number;
  volume: number;
}

/** Price-time priority kept in the plainest way: one list of orders, who came first is first. */
class BitstampMarket {
  readonly rows: string[] = [];
  readonly trades: [number, number, Direction][] = [];
  unknownOrders = 0;

  private orders: Order[] = [];
  private readonly spokenOf = new Set<number>();
  private nextId = FIRST_ID;
  private timeMs: number;

  constructor(
    private readonly rng: Rng,
    startMs: number,
  ) {
    this.timeMs = startMs;
    for (let i = 0; i < ORDERS_BEFORE; i += 1) this.orders.push(this.passive());
  }

  step(): void {
    this.timeMs += Math.ceil(this.rng.exponential(1) * MEAN_GAP_MS);
    const draw = this.rng.uniform();
    if (draw < 0.06) this.aggress(false);
    else if (draw < 0.1) this.aggress(true);
    else if (this.rng.uniform() * 2 * ORDERS_BEFORE < this.orders.length) this.cancel();
    else this.create(this.passive());
  }

  known(direction: Direction): Map<number, [number, number][]> {
    const levels = new Map<number, [number, number][]>();
    for (const { id, price, volume } of this.side(direction)) {
      if (this.spokenOf.has(id)) levels.set(price, [...(levels.get(price) ?? []), [id, volume]]);
    }
    return levels;
  }

  /** Best first, and at one price who came first. */
  private side(direction: Direction): Order[] {
    const better = direction === 'bid' ? -1 : 1;
    return this.orders.filter((order) => order.direction === direction).sort((a, b) => (a.price - b.price) * better);
  }

  private newOrder(direction: Direction, price: number, volume: number): Order {
    this.nextId += 1;
    return { id: this.nextId, direction, createdMs: this.timeMs, price, volume };
  }

  private passive(): Order {
    const direction = this.rng.uniform() < 0.5 ? 'bid' : 'ask';
    const away = direction === 'bid' ? -1 : 1;
    const best = this.side(direction === 'bid' ? 'ask' : 'bid')[0]?.price ?? FIRST_MID - away;
    return this.newOrder(direction, best + away * (1 + Math.floor(this.rng.exponential(0.05))), this.volume());
  }

  private volume(): number {
    return 1_000_000 + this.rng.below(300_000_000);
  }

  private create(order: Order): void {
    this.orders.push(order);
    this.write(order, 'created');
  }

  private cancel(): void {
    const order = this.orders[this.rng.below(this.orders.length)]!;
    this.write(order, 'deleted');
    this.remove(order);
  }

  /** A limit order through the book, or a market order in dollars, which goes from price to price and shrinks on the way. */
  private aggress(isMarket: boolean): void {
    const [own, other]: [Direction, Direction] = this.rng.uniform() < 0.5 ? ['bid', 'ask'] : ['ask', 'bid'];
    const [best] = this.side(other);
    if (best === undefined) return;
    const reach = isMarket ? 0 : this.rng.below(60);
    const taker = this.newOrder(own, best.price + (own === 'bid' ? reach : -reach), this.volume());
    this.create(taker);
    for (const maker of this.side(other)) {
      if (taker.volume === 0) return;
      if (isMarket && maker.price !== taker.price) this.reprice(taker, maker.price);
      if (own === 'bid' ? maker.price > taker.price : maker.price < taker.price) return;
      this.trade(maker, taker);
    }
    // A market order that has eaten the whole side is cancelled.
    if (isMarket && taker.volume > 0) {
      this.write(taker, 'deleted');
      this.remove(taker);
    }
  }

  private reprice(taker: Order, price: number): void {
    this.timeMs += this.rng.below(30);
    taker.volume = Math.max(
      1,
      Math.floor((taker.volume * Math.min(taker.price, price)) / Math.max(taker.price, price)),
    );
    taker.price = price;
    // Whoever changes price is the last to have come there.
    this.remove(taker);
    this.orders.push(taker);
    this.write(taker, 'changed');
  }

  /** Two rows in either order. Sizes are rounded: the taker's may differ by one. */
  private trade(maker: Order, taker: Order): void {
    this.timeMs += 100 + this.rng.below(50);
    const size = Math.min(maker.volume, taker.volume);
    const rounding = taker.volume - size > 1 ? this.rng.below(3) - 1 : 0;
    maker.volume -= size;
    taker.volume -= size + rounding;
    const isKnown = this.spokenOf.has(maker.id);
    this.trades.push([maker.price, isKnown ? Math.min(size, size + rounding) : size + rounding, maker.direction]);
    const pair = this.rng.uniform() < 0.5 ? [maker, taker] : [taker, maker];
    for (const order of pair) {
      this.write(order, order.volume > 0 ? 'changed' : 'deleted');
      if (order.volume === 0) this.remove(order);
      this.timeMs += this.rng.below(3);
    }
  }

  private remove(order: Order): void {
    this.orders = this.orders.filter((other) => other !== order);
  }

  private write(order: Order, action: 'created' | 'changed' | 'deleted'): void {
    const { id, createdMs, price, volume, direction } = order;
    if (action !== 'created' && !this.spokenOf.has(id)) this.unknownOrders += 1;
    this.spokenOf.add(id);
    const second = createdMs - (createdMs % 1000);
    this.rows.push([id, this.timeMs, second, (price / 100).toFixed(2), volume, action, direction].join(','));
  }
}
