import { describe, expect, it } from '@jest/globals';
import { parseInstant, StateReader, StateWriter } from '#domain/core';
import {
  ASK,
  BID,
  bookState,
  EventBatch,
  isTwoSided,
  MarketTracker,
  type BookSide,
  type MarketEvent,
  type MarketListener,
  type MarketSession,
  type MarketView,
  type QuarantinedRow,
} from '../index.js';

const MS = 1e6;
const SECOND = 1e9;
const SESSION: Omit<MarketSession, 'events'> = {
  instrumentId: 'TEST',
  source: { kind: 'RECORDED', name: 'hand-made' },
  origin: parseInstant('2023-04-05T00:00:00Z')!,
  openNs: 0,
  closeNs: 86_400 * SECOND,
  priceUnitsPerCurrency: 1,
  sizeUnitsPerUnit: 1,
  tickUnits: 1,
  depth: 'LEVELS',
};

const level = (ms: number, previousSequence: number, side: BookSide, price: number, size = 1): MarketEvent => ({
  kind: 'LEVEL',
  timeNs: ms * MS,
  sequence: previousSequence + 1,
  previousSequence,
  side,
  price,
  size,
});
const snapshot = (ms: number, sequence: number, bid: number, ask: number): MarketEvent[] => {
  const part = { timeNs: ms * MS, sequence, fromSnapshot: true, moreFollows: true };
  return [
    { kind: 'CLEAR', ...part },
    { kind: 'LEVEL', ...part, side: BID, price: bid, size: 1 },
    { kind: 'LEVEL', ...part, side: ASK, price: ask, size: 1, moreFollows: false },
  ];
};
const best = (ms: number, sequence: number, bid: number, ask: number): MarketEvent[] => [
  { kind: 'BEST', timeNs: ms * MS, sequence, side: BID, price: bid, size: 1, moreFollows: true },
  { kind: 'BEST', timeNs: ms * MS, sequence, side: ASK, price: ask, size: 1 },
];

/** What is open at the end of every second. */
class Seconds implements MarketListener {
  readonly open: boolean[] = [];
  onBook(): void {
    // Seconds are enough.
  }
  onTrade(): void {
    // Seconds are enough.
  }
  onSecond(view: MarketView): void {
    this.open.push(view.isOpen);
  }
}

const play = (...events: MarketEvent[][]): MarketTracker => {
  const tracker = new MarketTracker(SESSION);
  tracker.applyAll(EventBatch.of(events.flat()));
  return tracker;
};

describe('a market behind its guard', () => {
  const gap = [snapshot(0, 10, 99, 101), [level(1, 12, BID, 98)]];

  it('is as it was while a message is waited for', () => {
    const market = play(...gap).snapshot();
    expect(market).not.toHaveProperty('bookFault');
    expect([bookState(market), market.bids.length]).toEqual(['TWO_SIDED', 1]);
  });

  it('is not decided on after a gap, until a snapshot', () => {
    const tracker = play(...gap);
    tracker.advanceTo(300 * MS);
    expect(tracker.snapshot()).toMatchObject({ bids: [], bookFault: { validity: 'INVALID', reason: 'GAP' } });
    expect([bookState(tracker.snapshot()), tracker.view.isOpen]).toEqual(['INVALID', false]);
    tracker.applyAll(EventBatch.of(snapshot(400, 12, 97, 101)));
    expect(tracker.snapshot()).not.toHaveProperty('bookFault');
    expect(tracker.snapshot().bids.map(({ price }) => price)).toEqual([98, 97]);
    expect(tracker.view).toMatchObject({ isOpen: true, mid: 99.5 });
  });

  it('has its best prices, and no depth, where they are told separately', () => {
    const tracker = play(...gap, best(2, 14, 99, 100), best(300, 15, 98, 100));
    const market = tracker.snapshot();
    expect(market.bookFault).toEqual({ validity: 'DEPTH_INVALID', reason: 'GAP' });
    expect([isTwoSided(market), market.bids, market.asks]).toEqual([
      true,
      [{ price: 98, size: 1 }],
      [{ price: 100, size: 1 }],
    ]);
    expect(tracker.view).toMatchObject({ isOpen: true, mid: 99 });
  });

  it('has its best prices after numbers started again', () => {
    const restart = [level(5, 0, BID, 50), ...best(5, 1, 49, 52)];
    const tracker = play(snapshot(0, 10, 99, 101), [level(1, 10, BID, 98)], best(1, 12, 99, 101), restart);
    expect(tracker.view).toMatchObject({ bidPrice: 49, askPrice: 52, isOpen: true });
    expect(tracker.snapshot().bookFault).toEqual({ validity: 'DEPTH_INVALID', reason: 'RESET' });
  });

  it('is stale at the end of the very second in which it became so', () => {
    const tracker = play(snapshot(0, 10, 99, 101));
    const seconds = new Seconds();
    tracker.follow(seconds);
    tracker.advanceTo(902 * SECOND);
    expect(seconds.open).toEqual([...Array<boolean>(900).fill(true), false, false]);
    tracker.applyAll(EventBatch.of([level(902_500, 10, BID, 98)]));
    expect([tracker.view.isOpen, tracker.quality().faults.STALE]).toEqual([true, 1]);
  });

  it('sets absurd rows aside, with what they say', () => {
    const rows: QuarantinedRow[] = [];
    const tracker = play(snapshot(0, 10, 99, 101), [
      { kind: 'TRADE', timeNs: 0, price: 100, size: 1, condition: 'DISPLAYED', sequence: 1 },
    ]);
    tracker.quarantineTo((row) => rows.push(row));
    tracker.applyAll(EventBatch.of([level(1, 10, BID, 9999)]));
    expect(rows).toEqual([
      {
        file: 'hand-made',
        line: 11,
        reason: 'OUTLIER_PRICE',
        text: '{"kind":"LEVEL","timeNs":1000000,"sequence":11,"previousSequence":10,"side":0,"price":9999,"size":1}',
      },
    ]);
    expect(tracker.view.bidPrice).toBe(99);
  });

  it('goes on after a stop in the middle of a gap as if there had been none', () => {
    const before = gap;
    const after = EventBatch.of([level(20, 10, BID, 97), level(30, 11, BID, 96), ...best(400, 14, 99, 100)]);
    const whole = play(...before);
    const stopped = play(...before);
    const state = new StateWriter();
    stopped.save(state);
    const resumed = new MarketTracker(SESSION);
    const reader = new StateReader(state.state());
    resumed.restore(reader);
    reader.end();
    for (const tracker of [whole, resumed]) tracker.applyAll(after);
    expect(resumed.snapshot()).toEqual(whole.snapshot());
    expect(resumed.quality()).toEqual(whole.quality());
    expect(resumed.quality().faults.OUT_OF_ORDER).toBe(1);
    expect(whole.snapshot().bids.map(({ price }) => price)).toEqual([99, 98, 97, 96]);
  });
});
