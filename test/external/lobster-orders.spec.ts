import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openSessions, Quarantine } from '#adapters/recordings';
import {
  ASK,
  BID,
  EventKind,
  L2Book,
  L3Book,
  MORE_FOLLOWS,
  OrderAction,
  type BookSide,
  type EventBatch,
} from '#domain/market-data';

// Real recordings lie outside the project; this suite says so loudly when they do not.
const RECORDINGS = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data');
const AMZN = join(RECORDINGS, 'lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip');
const LEVELS = 5;

beforeAll(() => {
  if (!existsSync(RECORDINGS)) throw new Error(`no recordings at ${RECORDINGS}: set RECORDINGS to their folder`);
});

/** What is counted while the day plays into a level 3 book. */
class Tally {
  readonly book = new L3Book(new L2Book(), 'LEVELS_AND_ORDERS');
  readonly orders: Record<string, number> = {};
  /** After every message, at every visible level that has known orders. */
  readonly looks = { levels: 0, allKnown: 0, moreThanDisplayed: 0 };
  readonly executions = { firstInLine: 0, anonymousAhead: 0, knownAhead: 0 };

  take(batch: EventBatch): void {
    for (let row = 0; row < batch.length; row += 1) {
      if (batch.kind[row] === EventKind.ORDER) this.order(batch, row);
      if (batch.kind[row] === EventKind.LEVEL) {
        const [side, price, size] = [batch.side[row] as BookSide, batch.price[row]!, batch.size[row]!];
        this.book.levels.set(side, price, size);
        this.book.levelSet(side, price, size);
      }
      if (batch.kind[row] !== EventKind.TRADE && (batch.flags[row]! & MORE_FOLLOWS) === 0) this.look();
    }
  }

  private order(batch: EventBatch, row: number): void {
    const [action, orderId] = [batch.detail[row]!, batch.orderId[row]!];
    const name = Object.keys(OrderAction)[action]!;
    this.orders[name] = (this.orders[name] ?? 0) + 1;
    if (action === OrderAction.EXECUTE) this.execution(orderId);
    this.book.apply(action, orderId, batch.side[row] as BookSide, batch.price[row]!, batch.size[row]!);
  }

  private execution(orderId: number): void {
    if (this.book.ordersAhead(orderId) > 0) this.executions.knownAhead += 1;
    else if (this.book.sizeAhead(orderId) > 0) this.executions.anonymousAhead += 1;
    else this.executions.firstInLine += 1;
  }

  private look(): void {
    for (const side of [BID, ASK] as const) {
      for (let level = 0; level < LEVELS; level += 1) {
        const price = this.book.levels.priceAt(side, level);
        if (price === undefined) break;
        const known = this.book.knownSize(side, price);
        if (known === 0) continue;
        this.looks.levels += 1;
        if (known === this.book.levels.sizeAt(side, level)) this.looks.allKnown += 1;
        if (known > this.book.levels.sizeAt(side, level)) this.looks.moreThanDisplayed += 1;
      }
    }
  }
}

describe('LOBSTER, AMZN, five levels: the orders', () => {
  // Messages by type, counted by awk: 77,381 submissions, 450 cancellations, 66,685 deletions, 8,974 executions.
  it('never add up to more than a level displays; who is executed was first in line', async () => {
    const opened = await openSessions([AMZN], new Quarantine());
    if (!opened.ok) throw opened.error;
    const tally = new Tally();
    for await (const batch of opened.value[0]!.events()) tally.take(batch);
    expect(tally.orders).toEqual({ ADD: 77_381, CHANGE: 323, EXECUTE: 7307, DELETE: 54_630 });
    expect(tally.looks).toEqual({ levels: 1_095_961, allKnown: 942_337, moreThanDisplayed: 0 });
    expect(tally.executions).toEqual({ firstInLine: 7272, anonymousAhead: 26, knownAhead: 9 });
    expect(tally.book).toMatchObject({ unknownOrders: 0, duplicateOrders: 0, forgottenOrders: 17_343 });
  });
});
