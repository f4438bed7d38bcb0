import { describe, expect, it } from '@jest/globals';
import { seededRng } from '#domain/core';
import { ASK, BID } from '#domain/market-data';
import { BookEventKind, OrderBook, OrderType, Reason } from '../order-book/index.js';
import { checkVenue, feeOf, Venue, type ExecutionReport, type VenueParameters } from './index.js';

const TICK = 0.01;
const INSTANT = { constantNs: 0, meanJitterNs: 0 };
const PARAMETERS: VenueParameters = {
  fees: { maker: { bps: -0.2, perUnit: 0 }, taker: { bps: 0, perUnit: 0.003 } },
  orderLatency: { constantNs: 1_000, meanJitterNs: 0 },
  reportLatency: { constantNs: 500, meanJitterNs: 0 },
  feedLatency: INSTANT,
  priceStep: TICK,
};
const [ANNA, BERT] = [1, 2];

const venueOf = (parameters: Partial<VenueParameters> = {}, seed = 1): Venue<OrderBook> =>
  new Venue(
    new OrderBook({ lowestPriceTicks: 1, highestPriceTicks: 20_000, maxQuantity: 1_000_000 }),
    { ...PARAMETERS, ...parameters },
    (name) => seededRng(seed + name.length),
  );

const processAll = (venue: Venue<OrderBook>): void => {
  while (venue.nextRequestNs < Infinity) venue.processNext();
};

const reportsOf = (venue: Venue<OrderBook>): ExecutionReport[] => {
  const reports: ExecutionReport[] = [];
  while (venue.nextReportNs < Infinity) reports.push({ ...venue.takeReport() });
  return reports;
};

describe('Venue', () => {
  it('lets requests arrive after their latency and tells both sides what came of them after theirs', () => {
    const venue = venueOf();
    const bid = venue.submit(0, ANNA, BID, OrderType.LIMIT, 10_000, 300, 300);
    const ask = venue.submit(200, BERT, ASK, OrderType.LIMIT, 10_000, 100, 100);
    expect(venue.engine.resting.has(bid)).toBe(false);
    processAll(venue);
    expect(venue.nowNs).toBe(1_200);
    const executions = reportsOf(venue).filter(({ kind }) => kind === BookEventKind.EXECUTED);
    expect(executions).toEqual([
      expect.objectContaining({ owner: BERT, orderId: ask, quantity: 100, left: 0, isMaker: false, fee: 0.3 }),
      expect.objectContaining({
        owner: ANNA,
        orderId: bid,
        left: 200,
        isMaker: true,
        venueNs: 1_200,
        arrivalNs: 1_700,
      }),
    ]);
    expect(executions[1]!.fee).toBeCloseTo(-0.2, 12);
  });

  it('lets an order be cancelled before anything was heard of it', () => {
    const venue = venueOf();
    const orderId = venue.submit(0, ANNA, BID, OrderType.LIMIT, 10_000, 300, 300);
    venue.cancel(1, ANNA, orderId);
    processAll(venue);
    expect(reportsOf(venue).map(({ kind }) => kind)).toEqual([
      BookEventKind.ACCEPTED,
      BookEventKind.RESTED,
      BookEventKind.CANCELLED,
    ]);
  });

  it('keeps the order of the messages of a member, and lets those of another overtake them', () => {
    const venue = venueOf({ orderLatency: { constantNs: 100, meanJitterNs: 10_000 } }, 5);
    const sent = new Map<number, number[]>([
      [ANNA, []],
      [BERT, []],
    ]);
    for (let ns = 0; ns < 500; ns += 1) {
      const owner = ns % 2 === 0 ? ANNA : BERT;
      sent.get(owner)!.push(venue.submit(ns, owner, BID, OrderType.LIMIT, 10_000, 1, 1));
    }
    const arrived = new Map<number, number[]>([
      [ANNA, []],
      [BERT, []],
    ]);
    const all: number[] = [];
    let lastNs = 0;
    while (venue.nextRequestNs < Infinity) {
      venue.processNext();
      expect(venue.nowNs).toBeGreaterThanOrEqual(lastNs);
      lastNs = venue.nowNs;
      arrived.get(venue.engine.events.owner(0))!.push(venue.engine.events.orderId(0));
      all.push(venue.engine.events.orderId(0));
    }
    expect(arrived).toEqual(sent);
    expect(all).not.toEqual([...all].sort((a, b) => a - b));
  });

  it('has delays of the mean it is given', () => {
    const venue = venueOf({ feedLatency: { constantNs: 400, meanJitterNs: 1_000 } });
    let total = 0;
    for (let i = 1; i <= 10_000; i += 1) {
      venue.reportAt(i * 100_000);
      total += venue.feedArrivalNs() - venue.nowNs;
    }
    expect(Math.abs(total / 10_000 - 1_400)).toBeLessThan(4 * (1_000 / Math.sqrt(10_000)));
  });

  it('does not change what one member goes through by what another one sends', () => {
    const jitter = { orderLatency: { constantNs: 0, meanJitterNs: 1_000 } };
    const arrivals = (crowd: number): number[] => {
      const venue = venueOf(jitter);
      const times: number[] = [];
      for (let ns = 0; ns < 100; ns += 1) {
        for (let i = 0; i < crowd; i += 1) venue.submit(ns, BERT, BID, OrderType.LIMIT, 9_000, 1, 1);
        venue.submit(ns, ANNA, BID, OrderType.LIMIT, 9_000, 1, 1);
      }
      while (venue.nextRequestNs < Infinity) {
        venue.processNext();
        if (venue.engine.events.owner(0) === ANNA) times.push(venue.nowNs);
      }
      return times;
    };
    expect(arrivals(3)).toEqual(arrivals(0));
  });

  it('reports what it refuses to who asked for it', () => {
    const venue = venueOf();
    const orderId = venue.submit(0, ANNA, BID, OrderType.LIMIT, NaN, 300, 300);
    venue.cancel(5, BERT, orderId);
    processAll(venue);
    expect(reportsOf(venue).map(({ owner, reason }) => [owner, reason])).toEqual([
      [ANNA, Reason.PRICE_OFF_GRID],
      [BERT, Reason.UNKNOWN_ORDER],
    ]);
  });

  it('charges per unit and by notional', () => {
    expect(feeOf({ bps: 1, perUnit: 0.003 }, 50, 200)).toBeCloseTo(1.6, 12);
  });

  it.each<[string, Partial<VenueParameters>]>([
    ['orderLatency.constantNs', { orderLatency: { constantNs: -1, meanJitterNs: 0 } }],
    ['reportLatency.meanJitterNs', { reportLatency: { constantNs: 0, meanJitterNs: NaN } }],
    ['feedLatency.constantNs', { feedLatency: { constantNs: Infinity, meanJitterNs: 0 } }],
    ['priceStep', { priceStep: 0 }],
    ['fees.taker.bps', { fees: { maker: { bps: 0, perUnit: 0 }, taker: { bps: NaN, perUnit: 0 } } }],
  ])('is refused for its %s', (field, parameters) => {
    expect(checkVenue({ ...PARAMETERS, ...parameters })?.field).toBe(field);
    expect(() => venueOf(parameters)).toThrow(RangeError);
  });
});
