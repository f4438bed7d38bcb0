import fc from 'fast-check';
import { ASK, BID, type BookSide, type MarketEvent, type TradeConditionName } from '#domain/market-data';
import { featureSession, OPEN_NS, SECOND_NS } from './feature-market.js';

/** Middle of the ticks that a random market moves in: so far from 0 that one tick up and one down weigh alike. */
const CENTRE_TICKS = 1e6;

type Step =
  | { readonly kind: 'SET'; readonly side: BookSide; readonly away: number; readonly size: number }
  | { readonly kind: 'TAKE'; readonly side: BookSide; readonly size: number; readonly signed: boolean }
  | { readonly kind: 'PRINT'; readonly move: number; readonly size: number; readonly condition: TradeConditionName }
  | { readonly kind: 'STATUS'; readonly status: 'OPEN' | 'HALTED' }
  | { readonly kind: 'CLEAR'; readonly side: BookSide };

const side = fc.constantFrom<BookSide>(BID, ASK);
const size = fc.integer({ min: 1, max: 500 });

const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
  {
    weight: 60,
    arbitrary: fc.record({
      kind: fc.constant('SET' as const),
      side,
      // Ticks from the best price of the other side; 0 locks the book, below that crosses it.
      away: fc.oneof(
        { weight: 30, arbitrary: fc.integer({ min: 1, max: 12 }) },
        { weight: 1, arbitrary: fc.integer({ min: -2, max: 0 }) },
      ),
      size: fc.oneof({ weight: 2, arbitrary: size }, { weight: 1, arbitrary: fc.constant(0) }),
    }),
  },
  {
    weight: 25,
    arbitrary: fc.record({
      kind: fc.constant('TAKE' as const),
      side,
      size: fc.integer({ min: 1, max: 300 }),
      signed: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('PRINT' as const),
      move: fc.integer({ min: -3, max: 3 }),
      size,
      condition: fc.constantFrom<TradeConditionName>('DISPLAYED', 'HIDDEN', 'OFF_EXCHANGE', 'AUCTION', 'IRREGULAR'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('STATUS' as const),
      status: fc.oneof(
        { weight: 7, arbitrary: fc.constant('OPEN' as const) },
        { weight: 1, arbitrary: fc.constant('HALTED' as const) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('CLEAR' as const), side }) },
);

const waitNs = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 500 }).map((ms) => ms * 1e6) },
  { weight: 2, arbitrary: fc.integer({ min: 500, max: 20_000 }).map((ms) => ms * 1e6) },
);

/** A few minutes after the close: nothing is measured then. */
const LAST_NS = featureSession().closeNs + 300 * SECOND_NS;

const PRICE_LEVELS = 20;
/** 15 bps: far from everything else, as the stub quotes of a full book are. */
const STUB_TICKS = 1500;

const market = (minLength: number, maxLength: number): fc.Arbitrary<readonly MarketEvent[]> =>
  fc
    .array(fc.tuple(waitNs, step), { minLength, maxLength, size: 'max' })
    .map((steps) => new StreamWriter().write(steps));

/**
 * A random market around 1,000,000 ticks of one price unit: levels come and go, also inside the spread and across it,
 * trades take them with and without a side, prints come from elsewhere, a side is forgotten, trading stops. It starts
 * before the open with a full book. Minutes mostly, now and then more than an hour.
 */
export const marketStream: fc.Arbitrary<readonly MarketEvent[]> = fc.oneof(
  { weight: 9, arbitrary: market(1, 300) },
  { weight: 1, arbitrary: market(2000, 2500) },
);

/** A price turned around the middle. */
export const mirroredPrice = (price: number): number => 2 * CENTRE_TICKS - price;

/** The same market with bids as asks and buys as sells: prices are turned around the middle. */
export const mirrored = (events: readonly MarketEvent[]): readonly MarketEvent[] =>
  events.map((event) => ({
    ...event,
    ...('price' in event && { price: mirroredPrice(event.price) }),
    ...('side' in event && { side: event.side === BID ? ASK : BID }),
  }));

/** The same market at prices `factor` times as high. */
export const scaled = (events: readonly MarketEvent[], factor: number): readonly MarketEvent[] =>
  events.map((event) => ('price' in event ? { ...event, price: factor * event.price } : event));

/** The same market in slow motion, `factor` times as long from one event to the next, until a little after the close. */
export const stretched = (events: readonly MarketEvent[], factor: number): readonly MarketEvent[] =>
  events
    .map((event) => ({ ...event, timeNs: OPEN_NS + (event.timeNs - OPEN_NS) * factor }))
    .filter(({ timeNs }) => timeNs <= LAST_NS);

/** Turns steps into events that hang together: what is taken rests there, and leaves the book after its trade. */
class StreamWriter {
  private readonly events: MarketEvent[] = [];
  private readonly sizes = [new Map<number, number>(), new Map<number, number>()] as const;
  private timeNs = OPEN_NS - 5e9;

  write(steps: readonly (readonly [number, Step])[]): readonly MarketEvent[] {
    for (let away = 1; away <= PRICE_LEVELS; away += 1) {
      this.set(BID, CENTRE_TICKS - away, 100);
      this.set(ASK, CENTRE_TICKS + away, 100);
    }
    this.set(BID, CENTRE_TICKS - STUB_TICKS, 1);
    this.set(ASK, CENTRE_TICKS + STUB_TICKS, 1);
    for (const [waitNs, step] of steps) {
      this.timeNs += waitNs;
      this.apply(step);
    }
    return this.events;
  }

  private apply(step: Step): void {
    const { timeNs } = this;
    switch (step.kind) {
      case 'SET':
        this.set(
          step.side,
          this.best(step.side === BID ? ASK : BID) + (step.side === BID ? -step.away : step.away),
          step.size,
        );
        break;
      case 'TAKE':
        this.take(step.side, step.size, step.signed);
        break;
      case 'PRINT': {
        const { size, condition } = step;
        this.events.push({ kind: 'TRADE', timeNs, price: CENTRE_TICKS + step.move, size, condition });
        break;
      }
      case 'STATUS':
        this.events.push({ kind: 'STATUS', timeNs, status: step.status });
        break;
      case 'CLEAR':
        this.sizes[step.side].clear();
        this.events.push({ kind: 'CLEAR', timeNs, side: step.side });
        break;
    }
  }

  private set(side: BookSide, price: number, size: number): void {
    if (size === 0) this.sizes[side].delete(price);
    else this.sizes[side].set(price, size);
    this.events.push({ kind: 'LEVEL', timeNs: this.timeNs, side, price, size });
  }

  private take(side: BookSide, size: number, signed: boolean): void {
    let left = size;
    while (left > 0 && this.sizes[side].size > 0) {
      const price = this.best(side);
      const resting = this.sizes[side].get(price)!;
      const taken = Math.min(left, resting);
      const condition = 'DISPLAYED';
      this.events.push({ kind: 'TRADE', timeNs: this.timeNs, price, size: taken, condition, ...(signed && { side }) });
      this.set(side, price, resting - taken);
      left -= taken;
    }
  }

  /** The best price of a side; the middle where it is empty. */
  private best(side: BookSide): number {
    const prices = [...this.sizes[side].keys()];
    if (prices.length === 0) return CENTRE_TICKS;
    return side === BID ? Math.max(...prices) : Math.min(...prices);
  }
}
