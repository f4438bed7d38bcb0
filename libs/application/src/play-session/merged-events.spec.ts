import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventBatch, type MarketEvent, type MarketSession } from '#domain/market-data';
import { MergedEvents } from './merged-events.js';
import { sessionDays } from './session-days.js';

const trade = (timeNs: number, size: number): MarketEvent => ({
  kind: 'TRADE',
  timeNs,
  price: 1,
  size,
  condition: 'DISPLAYED',
});

/** One session per instrument, each with its own origin and batches, some of them empty. */
const session = (instrumentId: string, originNs: number, batches: readonly (readonly number[])[]): MarketSession => ({
  instrumentId,
  source: { kind: 'RECORDED', name: 'a test' },
  origin: BigInt(originNs),
  openNs: 0,
  closeNs: 1_000,
  priceUnitsPerCurrency: 1,
  sizeUnitsPerUnit: 1,
  tickUnits: 1,
  depth: 'TOP',
  async *events() {
    let size = 0;
    for (const batch of batches) {
      yield await Promise.resolve(EventBatch.of(batch.map((timeNs) => trade(timeNs, (size += 1)))));
    }
  },
});

const times = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 30 }).map((all) => all.sort((a, b) => a - b));
const batchesOf = fc.tuple(times, fc.integer({ min: 1, max: 5 })).map(([all, size]) => {
  const batches: (readonly number[])[] = [[]];
  for (let i = 0; i < all.length; i += size) batches.push(all.slice(i, i + size), []);
  return batches;
});
const anySession = fc.tuple(fc.integer({ min: 0, max: 5 }), batchesOf);

describe('MergedEvents', () => {
  it('keeps every event, in order of time and then of the sessions, and pauses only between moments', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(anySession, anySession, anySession),
        fc.integer({ min: 1, max: 4 }),
        async (drawn, limit) => {
          const sessions = drawn.map(([origin, batches], i) => session(String(i), origin, batches));
          const days = sessionDays(sessions);
          const [day] = days.ok ? days.value : [];
          const expected = drawn
            .flatMap(([origin, batches], i) => batches.flat().map((timeNs) => [origin + timeNs, i] as const))
            .sort((a, b) => a[0] - b[0] || a[1] - b[1]);

          const merged = await MergedEvents.open(day!);
          const seen: (readonly [number, number])[] = [];
          let advance = 'PAUSED';
          while (advance === 'PAUSED') {
            const before = seen.length;
            advance = await merged.advance(1_000, limit, (i, _batch, _row, timeNs) => {
              seen.push([Number(day!.origin) + timeNs, i]);
            });
            if (advance === 'PAUSED') expect(expected[seen.length]![0]).toBeGreaterThan(seen.at(-1)![0]);
            if (advance === 'PAUSED') expect(seen.length - before).toBeGreaterThanOrEqual(limit);
          }
          expect(advance).toBe('ENDED');
          expect(seen).toEqual(expected);
        },
      ),
    );
  });
});
