import { describe, expect, it } from '@jest/globals';
import {
  EventBatch,
  MarketTracker,
  type MarketEvent,
  type MarketSession,
  type SessionDepth,
} from '#domain/market-data';
import { DISTANCE_BINS, distancesOf, MOST_DISTANCE } from './distance-bins.js';
import {
  CANCELLED_UNITS,
  FLOW_FIELDS,
  LIMIT_ORDERS,
  LIMIT_UNITS,
  PRICE_SECONDS,
  SECONDS,
  TRADES,
  UNIT_SECONDS,
  type OrderFlow,
} from './order-flow.js';
import { OrderFlowRecorder } from './order-flow-recorder.js';

const BID = 0;
const ASK = 1;

const sessionOf = (depth: SessionDepth): Omit<MarketSession, 'events'> => ({
  instrumentId: 'X',
  source: { kind: 'RECORDED', name: 'made up' },
  origin: 0n,
  openNs: 0,
  closeNs: 600e9,
  priceUnitsPerCurrency: 100,
  sizeUnitsPerUnit: 1,
  tickUnits: 1,
  depth,
});

const flowOf = (depth: SessionDepth, events: readonly MarketEvent[], endNs = 10e9): OrderFlow => {
  const session = sessionOf(depth);
  const recorder = new OrderFlowRecorder(session);
  const tracker = new MarketTracker(session, {}, recorder);
  const batch = EventBatch.of(events);
  for (let row = 0; row < batch.length; row += 1) {
    recorder.onRow(batch, row, tracker.view, tracker.orders);
    tracker.apply(batch, row);
  }
  tracker.advanceTo(endNs);
  return recorder.flow();
};

const at = (flow: OrderFlow, distance: number, field: number): number => {
  const bin = Array.from({ length: DISTANCE_BINS }, (_, i) => i).find((i) => distancesOf(i)[1] >= distance)!;
  return flow.blocks.total()[bin * FLOW_FIELDS + field]!;
};

let sequence = 0;
const order = (
  seconds: number,
  action: 'ADD' | 'CHANGE' | 'EXECUTE' | 'DELETE',
  [orderId, side, price, size]: readonly [number, 0 | 1, number, number],
  rest: Partial<MarketEvent> = {},
): MarketEvent =>
  ({
    kind: 'ORDER',
    timeNs: Math.round(seconds * 1e9),
    sequence: ++sequence,
    side,
    price,
    size,
    action,
    orderId,
    ...rest,
  }) as MarketEvent;

describe('OrderFlowRecorder', () => {
  const snapshot = [
    order(0, 'ADD', [1, BID, 1000, 100], { fromSnapshot: true }),
    order(0, 'ADD', [2, ASK, 1004, 300], { fromSnapshot: true }),
  ];

  it('counts orders at their distance from the other side, and what is taken back of them', () => {
    const flow = flowOf('ORDERS', [
      ...snapshot,
      order(1.5, 'ADD', [3, BID, 1001, 50]), // 3 ticks below the ask
      order(2.5, 'ADD', [4, ASK, 1010, 70]), // 9 above the bid of 1001
      order(3.5, 'CHANGE', [4, ASK, 1010, 40]), // less of it: 30 taken back
      order(4.5, 'DELETE', [3, BID, 1001, 0]),
      order(5.5, 'CHANGE', [1, BID, 999, 100]), // another price: taken back at 4, comes at 5
    ]);
    expect(at(flow, 3, LIMIT_ORDERS)).toBe(1);
    expect(at(flow, 3, LIMIT_UNITS)).toBe(50);
    expect(at(flow, 9, LIMIT_UNITS)).toBe(70);
    expect(at(flow, 9, CANCELLED_UNITS)).toBe(30);
    expect(at(flow, 3, CANCELLED_UNITS)).toBe(50);
    expect(at(flow, 4, CANCELLED_UNITS)).toBe(100);
    expect(at(flow, 5, LIMIT_UNITS)).toBe(100);
    expect([...flow.limitUnits]).toEqual([50, 70, 100]);
    // The snapshot was there before: it is depth and no flow.
    expect(at(flow, 4, LIMIT_ORDERS)).toBe(0);
    expect(flow.blocks.total()[SECONDS]).toBe(10);
  });

  it('integrates what rests over the seconds in which a price is in sight', () => {
    const flow = flowOf('ORDERS', snapshot, 5e9);
    expect(at(flow, 4, UNIT_SECONDS)).toBe(5 * (100 + 300));
    expect(at(flow, 4, PRICE_SECONDS)).toBe(5 * 2);
    expect(at(flow, MOST_DISTANCE, PRICE_SECONDS)).toBeGreaterThan(0);
  });

  it('takes trades of one moment and sign for one order, and executions for no cancellation', () => {
    const trade = (size: number): MarketEvent => ({
      kind: 'TRADE',
      timeNs: 2e9,
      sequence: ++sequence,
      price: 1004,
      size,
      condition: 'DISPLAYED',
      side: ASK,
    });
    const flow = flowOf('ORDERS', [
      ...snapshot,
      trade(100),
      order(2, 'EXECUTE', [2, ASK, 1004, 200]),
      trade(20),
      order(2, 'EXECUTE', [2, ASK, 1004, 180]),
    ]);
    expect([...flow.trades.sign]).toEqual([1]);
    expect([...flow.trades.units]).toEqual([120]);
    expect([...flow.trades.displayedUnits]).toEqual([300]);
    expect(flow.blocks.total()[TRADES]).toBe(1);
    expect(at(flow, 4, CANCELLED_UNITS)).toBe(0);
  });

  it('reads the same from levels, less what trades took', () => {
    const level = (seconds: number, side: 0 | 1, price: number, size: number, rest: Partial<MarketEvent> = {}) =>
      ({
        kind: 'LEVEL',
        timeNs: Math.round(seconds * 1e9),
        sequence: ++sequence,
        side,
        price,
        size,
        ...rest,
      }) as MarketEvent;
    const flow = flowOf('LEVELS', [
      level(0, BID, 1000, 100, { fromSnapshot: true }),
      level(0, ASK, 1004, 300, { fromSnapshot: true }),
      level(1, BID, 1000, 130),
      { kind: 'TRADE', timeNs: 2e9, sequence: ++sequence, price: 1004, size: 60, condition: 'DISPLAYED', side: ASK },
      level(3, ASK, 1004, 220),
    ]);
    expect(at(flow, 4, LIMIT_UNITS)).toBe(30);
    expect(at(flow, 4, CANCELLED_UNITS)).toBe(20);
  });

  it('knows nothing where nothing was told', () => {
    expect(flowOf('TOP', []).blocks.total()[SECONDS]).toBe(0);
  });

  it('leaves out the seconds in which the mid jumps', () => {
    const steps = Array.from({ length: 400 }, (_, i) => [
      order(i + 0.5, 'ADD', [100 + i, BID, i % 2 === 0 ? 1001 : 1002, 10]),
      order(i + 0.6, 'DELETE', [i === 0 ? 1 : 99 + i, BID, 1001, 0]),
    ]).flat();
    const jump = [order(400.5, 'ADD', [1000, ASK, 1500, 10]), order(400.6, 'DELETE', [2, ASK, 1004, 0])];
    const flow = flowOf('ORDERS', [...snapshot, ...steps, ...jump], 420e9);
    expect(flow.jumpSeconds).toBe(1);
    expect(flow.blocks.total()[SECONDS]).toBe(419);
  });
});
