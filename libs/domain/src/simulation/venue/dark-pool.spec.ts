import { describe, expect, it } from '@jest/globals';
import { seededRng, type Rng } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { ANONYMOUS, BookEventKind, OrderBook, OrderType, Reason } from '../order-book/index.js';
import { checkDarkCounterparties, DarkCounterparties, DarkPool, type DarkCounterpartyParameters } from './index.js';

const [ANNA, BERT, CARL] = [1, 2, 3];
const { LIMIT, IMMEDIATE_OR_CANCEL } = OrderType;

/** A lit book with these best prices. */
const litBook = (bid = 99, ask = 102): OrderBook => {
  const lit = new OrderBook({ lowestPriceTicks: 1, highestPriceTicks: 1_000, maxQuantity: 1_000 });
  lit.submit(lit.issueId(), ANONYMOUS, BID, LIMIT, bid, 10);
  lit.submit(lit.issueId(), ANONYMOUS, ASK, LIMIT, ask, 10);
  return lit;
};

const send = (pool: DarkPool, owner: number, side: BookSide, limit: number, quantity: number, least = 1): number => {
  const orderId = pool.issueId();
  pool.submit(orderId, owner, side, LIMIT, limit, quantity, least);
  return orderId;
};

/** [maker's owner, price in half ticks, units] of each execution. */
const executions = ({ events }: DarkPool): number[][] =>
  Array.from({ length: events.length }, (_, row) => row)
    .filter((row) => events.kind(row) === BookEventKind.EXECUTED)
    .map((row) => [events.makerOwner(row), events.price(row), events.quantity(row)]);

describe('DarkPool', () => {
  it('trades at the mid, in the order they came', () => {
    const pool = new DarkPool(litBook().resting);
    send(pool, ANNA, ASK, 90, 5);
    send(pool, BERT, ASK, 80, 50);
    const bid = send(pool, CARL, BID, 110, 20);
    expect(executions(pool)).toEqual([
      [ANNA, 201, 5],
      [BERT, 201, 15],
    ]);
    expect([pool.unitsLeft(bid), pool.unitsWaiting(ASK)]).toEqual([NaN, 35]);
  });

  it.each<[string, number, number, number, number, number]>([
    ['a limit that the mid does not reach', 100, 10, 1, CARL, 0],
    ['a limit at the half tick above', 101, 10, 1, CARL, 10],
    ['a minimum that the other side has', 110, 10, 10, CARL, 10],
    ['a minimum that it has not', 110, 30, 21, CARL, 0],
    ['more than there is', 110, 30, 20, CARL, 20],
    ['an order of its own', 110, 10, 1, ANNA, 0],
  ])('%s', (_, limit, quantity, least, owner, traded) => {
    const pool = new DarkPool(litBook().resting);
    send(pool, ANNA, ASK, 90, 20, 5);
    send(pool, owner, BID, limit, quantity, least);
    expect(20 - pool.unitsWaiting(ASK)).toBe(traded);
  });

  it('passes by who wants more than there is, and takes the rest of an order below its minimum', () => {
    const pool = new DarkPool(litBook().resting);
    send(pool, ANNA, ASK, 90, 50, 40);
    send(pool, BERT, ASK, 90, 5);
    send(pool, CARL, BID, 110, 10);
    expect(executions(pool)).toEqual([[BERT, 201, 5]]);
    send(pool, CARL, BID, 110, 40);
    expect(executions(pool)).toEqual([[ANNA, 201, 40]]);
    send(pool, CARL, BID, 110, 3);
    expect(executions(pool)).toEqual([]);
  });

  it('trades when the mid has moved, and not while the lit book has one side', () => {
    const lit = new OrderBook({ lowestPriceTicks: 1, highestPriceTicks: 1_000, maxQuantity: 1_000 });
    const pool = new DarkPool(lit.resting);
    send(pool, ANNA, ASK, 90, 5);
    send(pool, BERT, BID, 100, 5);
    expect(executions(pool)).toEqual([]);
    lit.submit(lit.issueId(), ANONYMOUS, BID, LIMIT, 98, 10);
    lit.submit(lit.issueId(), ANONYMOUS, ASK, LIMIT, 100, 10);
    pool.rematch();
    expect(executions(pool)).toEqual([[ANNA, 198, 5]]);
    expect([pool.unitsWaiting(BID), pool.unitsWaiting(ASK)]).toEqual([0, 0]);
  });

  it('keeps the place of a smaller order only', () => {
    const pool = new DarkPool(litBook().resting);
    const [first, second] = [send(pool, ANNA, ASK, 90, 10), send(pool, BERT, ASK, 90, 10)];
    pool.replace(second, BERT, 90, 4);
    pool.replace(first, ANNA, 90, 11);
    send(pool, CARL, BID, 110, 6);
    expect(executions(pool)).toEqual([
      [BERT, 201, 4],
      [ANNA, 201, 2],
    ]);
  });

  it.each<[string, number[], number]>([
    ['a limit that is no number', [ANNA, BID, LIMIT, NaN, 5, 1], Reason.PRICE_OFF_GRID],
    ['a limit below a tick', [ANNA, BID, LIMIT, 0, 5, 1], Reason.PRICE_OUT_OF_BAND],
    ['a negative quantity', [ANNA, BID, LIMIT, 100, -5, 1], Reason.BAD_QUANTITY],
    ['too much', [ANNA, BID, LIMIT, 100, 1e12, 1], Reason.QUANTITY_TOO_LARGE],
    ['a minimum above the quantity', [ANNA, BID, LIMIT, 100, 5, 6], Reason.BAD_PART_QUANTITY],
    ['an order that is for lit books', [ANNA, BID, OrderType.POST_ONLY, 100, 5, 1], Reason.BAD_TYPE],
    ['no side', [ANNA, 2, LIMIT, 100, 5, 1], Reason.BAD_SIDE],
    ['no owner', [-1, BID, LIMIT, 100, 5, 1], Reason.BAD_OWNER],
  ])('refuses %s', (_, [owner, side, type, limit, quantity, least], reason) => {
    const pool = new DarkPool(litBook().resting);
    const told = pool.submit(pool.issueId(), owner!, side as BookSide, type!, limit!, quantity!, least!);
    expect([told, pool.unitsWaiting(BID)]).toEqual([reason, 0]);
  });

  it('lets nobody touch the order of another', () => {
    const pool = new DarkPool(litBook().resting);
    const orderId = send(pool, ANNA, ASK, 90, 5);
    expect([pool.cancel(orderId, BERT), pool.replace(orderId, BERT, 90, 1)]).toEqual([
      Reason.NOT_THE_OWNER,
      Reason.NOT_THE_OWNER,
    ]);
    expect([pool.cancel(orderId, ANNA), pool.cancel(orderId, ANNA)]).toEqual([Reason.NONE, Reason.UNKNOWN_ORDER]);
  });
});

describe('DarkCounterparties', () => {
  const LIT = litBook();
  const PARAMETERS: DarkCounterpartyParameters = {
    arrivalsPerSecond: 0.5,
    meanUnits: 100,
    leastUnits: 1,
    meanWaitSeconds: 0,
    informedShare: 0.3,
  };
  const HORIZON_SECONDS = 6;
  const MINIMUM = 60;
  const JUMP_TICKS = 4;
  const RUNS = 20_000;

  /** One bid beside a value that is off by a jump to either side: whether it filled in time, and the move after that. */
  const tryToBuy = (rng: Rng): { isFilled: boolean; moveTicks: number } => {
    const valueAboveMidTicks = rng.uniform() < 0.5 ? JUMP_TICKS : -JUMP_TICKS;
    const pool = new DarkPool(LIT.resting);
    const others = new DarkCounterparties(PARAMETERS, 0, rng);
    const orderId = send(pool, ANNA, BID, 1_000, 1_000_000, MINIMUM);
    while (others.nextNs < HORIZON_SECONDS * 1e9) others.act(pool, valueAboveMidTicks);
    return { isFilled: pool.unitsLeft(orderId) < 1_000_000, moveTicks: valueAboveMidTicks };
  };

  it('fills with the probability, and costs the adverse move, that their parameters say', () => {
    const rng = seededRng(1);
    const tries = Array.from({ length: RUNS }, () => tryToBuy(rng));
    const { arrivalsPerSecond, meanUnits, informedShare } = PARAMETERS;
    const expected = arrivalsPerSecond * HORIZON_SECONDS * (1 - 1 / meanUnits) ** (MINIMUM - 1);
    const fillWith = (share: number): number => 1 - Math.exp(-expected * share);
    const [against, along] = [fillWith((1 - informedShare) / 2 + informedShare), fillWith((1 - informedShare) / 2)];
    const filled = tries.filter(({ isFilled }) => isFilled);
    const probability = (against + along) / 2;
    const error = Math.sqrt((probability * (1 - probability)) / RUNS);
    expect(Math.abs(filled.length / RUNS - probability)).toBeLessThan(4 * error);
    const adverse = filled.reduce((sum, { moveTicks }) => sum - moveTicks, 0) / filled.length;
    const expectedAdverse = (JUMP_TICKS * (against - along)) / (against + along);
    expect(Math.abs(adverse - expectedAdverse)).toBeLessThan((4 * JUMP_TICKS) / Math.sqrt(filled.length));
  });

  it('leave when they have waited, and trade with one another', () => {
    const pool = new DarkPool(LIT.resting);
    const others = new DarkCounterparties({ ...PARAMETERS, meanWaitSeconds: 5 }, 0, seededRng(3));
    let waited = 0;
    for (let i = 0; i < 2_000; i += 1) {
      others.act(pool, 0);
      waited += Number(pool.unitsWaiting(BID) + pool.unitsWaiting(ASK) > 0);
      expect(pool.unitsWaiting(BID) * pool.unitsWaiting(ASK)).toBe(0);
    }
    expect(waited).toBeGreaterThan(500);
  });

  it.each<[keyof DarkCounterpartyParameters, number]>([
    ['arrivalsPerSecond', 0],
    ['meanUnits', 0.5],
    ['leastUnits', 1.5],
    ['meanWaitSeconds', -1],
    ['informedShare', 1.1],
  ])('are refused for their %s of %d', (field, value) => {
    const parameters = { ...PARAMETERS, [field]: value };
    expect(checkDarkCounterparties(parameters)?.field).toBe(field);
    expect(() => new DarkCounterparties(parameters, 0, seededRng(1))).toThrow(RangeError);
  });

  it('take what the immediate-or-cancel order of a desk asks for, or nothing', () => {
    const pool = new DarkPool(LIT.resting);
    const orderId = pool.issueId();
    pool.submit(orderId, ANNA, BID, IMMEDIATE_OR_CANCEL, 110, 5, 1);
    expect([pool.unitsLeft(orderId), pool.events.kind(1)]).toEqual([NaN, BookEventKind.CANCELLED]);
  });
});
