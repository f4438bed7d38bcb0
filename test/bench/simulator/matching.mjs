import { OrderBook as PackageBook } from 'nodejs-order-book';
import { ASK, BID } from '#domain/market-data';
import { ANONYMOUS, OrderBook, OrderType } from '#domain/simulation';
import { figure } from '../figures.mjs';
import { readPart, tellFigures } from '../market-data/part.mjs';
import { interleaved, ratios } from '../market-data/rounds.mjs';
import { BOOK, CANCEL, LIMIT, traceOf } from './trace.mjs';

const GOAL = 200;
/** The package takes a hundred times as long: own books play the trace several times in a round, or caches would never be warm. */
const REPEATS = 10;
/** Slots of the market: about half as many orders rest. */
const MARKETS = { thin: 400, usual: 4_000, deep: 20_000 };

const { quick } = readPart();
const measured = quick ? 40_000 : 150_000;
const rounds = quick ? 5 : 9;

/** Plays requests `from` to `to`; ids by request. */
const playOwn = (book, trace, ids, from, to) => {
  const { kind, side, price, quantity, sentAt } = trace;
  for (let i = from; i < to; i += 1) {
    if (kind[i] === CANCEL) {
      book.cancel(ids[sentAt[i]], ANONYMOUS);
      continue;
    }
    const id = book.issueId();
    ids[i] = id;
    book.submit(id, ANONYMOUS, side[i], kind[i] === LIMIT ? OrderType.LIMIT : OrderType.MARKET, price[i], quantity[i]);
  }
};

/** What the package takes, made beforehand: its own time is only what it does with it. */
const packageRequests = (trace) =>
  Array.from(trace.kind, (kind, i) => {
    const side = trace.side[i] === BID ? 'buy' : 'sell';
    if (kind === CANCEL) return `order ${trace.sentAt[i]}`;
    if (kind === LIMIT) return { id: `order ${i}`, side, price: trace.price[i], size: trace.quantity[i] };
    return { side, size: trace.quantity[i] };
  });

const playPackage = (book, { kind }, requests, from, to) => {
  for (let i = from; i < to; i += 1) {
    if (kind[i] === CANCEL) book.cancel(requests[i]);
    else if (kind[i] === LIMIT) book.limit(requests[i]);
    else book.market(requests[i]);
  }
};

/** Both books have the same units at the same prices, or there is nothing to compare. */
const expectSame = (own, other) => {
  const { bids, asks } = other.snapshot();
  for (const [side, levels] of [
    [BID, bids],
    [ASK, asks],
  ]) {
    for (const { price, orders } of levels) {
      const units = orders.reduce((sum, { size }) => sum + size, 0);
      if (own.resting.unitsAt(side, price) !== units) throw new Error(`the books differ at ${price}`);
    }
    const count = own.resting.readBest(side, new Float64Array(10_000), new Float64Array(10_000));
    if (count !== levels.length) throw new Error(`the books differ: ${count} and ${levels.length} levels`);
  }
};

const figures = [];
for (const [name, slots] of Object.entries(MARKETS)) {
  const fill = 4 * slots;
  const to = fill + measured;
  const trace = traceOf(slots, to);
  const requests = packageRequests(trace);
  const ids = new Int32Array(to);
  let owns, other;
  const { ours, theirs } = interleaved(
    {
      ours: () => {
        for (const book of owns) playOwn(book, trace, ids, fill, to);
      },
      theirs: () => {
        playPackage(other, trace, requests, fill, to);
      },
    },
    rounds,
    () => {
      owns = Array.from({ length: REPEATS }, () => new OrderBook(BOOK));
      other = new PackageBook();
      for (const book of owns) playOwn(book, trace, ids, 0, fill);
      playPackage(other, trace, requests, 0, fill);
      // What one of them leaves to be collected is not to be paid for by the other.
      globalThis.gc();
    },
  );
  const [own, another] = [new OrderBook(BOOK), new PackageBook()];
  playOwn(own, trace, ids, 0, to);
  playPackage(another, trace, requests, 0, to);
  expectSame(own, another);
  const perRequest = (timesMs, requestCount) => timesMs.map((ms) => (ms * 1e6) / requestCount);
  const ownNs = perRequest(ours, measured * REPEATS);
  const packageNs = perRequest(theirs, measured);
  figures.push(
    figure(`matching.${name}.ratio`, 'ratio', ratios(packageNs, ownNs), { goal: GOAL, better: 'higher' }),
    figure(`matching.${name}.ns`, 'ns/request', ownNs, { better: 'lower' }),
    figure(`matching.${name}.packageNs`, 'ns/request', packageNs, { better: 'lower' }),
    figure(
      `matching.${name}.perSecond`,
      'M/s',
      ownNs.map((ns) => 1_000 / ns),
      { goal: 5, better: 'higher' },
    ),
    figure(`matching.${name}.resting`, 'orders', [trace.resting], { better: 'higher' }),
  );
}
tellFigures(figures);
