import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  ASK,
  BID,
  CODE_COLUMNS,
  EventBatch,
  EventKind,
  NO_SIDE,
  NUMBER_COLUMNS,
  type MarketSession,
} from '#domain/market-data';

/** What a session is beside its events: of Bitcoin's perpetual, around a midnight of UTC. */
export const SESSION: Omit<MarketSession, 'events'> = {
  instrumentId: 'BTCUSDT-PERP',
  source: { kind: 'RECORDED', name: `a test's "recording"` },
  origin: 1_680_652_500_123_456_789n, // 2023-04-04T23:55:00.123456789Z
  openNs: 0,
  closeNs: 600e9,
  priceUnitsPerCurrency: 10,
  sizeUnitsPerUnit: 1000,
  tickUnits: 1,
  depth: 'LEVELS',
  terms: { kind: 'PERPETUAL', currency: 'USDT', tickSize: 0.1, isInverse: false },
  dailyBars: [{ date: '2023-04-03', open: 1, high: 3, low: 0.5, close: 2, volume: 10.25 }],
};

/** A session of these batches; it can be played again and again. */
export const sessionOf = (batches: readonly EventBatch[], session: Partial<MarketSession> = {}): MarketSession => ({
  ...SESSION,
  ...session,
  // eslint-disable-next-line @typescript-eslint/require-await
  async *events() {
    yield* batches;
  },
});

/** Every column of an `EventBatch`. */
export const EVENT_COLUMNS = [...CODE_COLUMNS, ...NUMBER_COLUMNS];

/** A hash of each column of all batches: equal ones are equal bit by bit. */
export const eventHashes = async (batches: AsyncIterable<EventBatch> | Iterable<EventBatch>) => {
  const hashes = EVENT_COLUMNS.map(() => createHash('sha256'));
  for await (const batch of batches) {
    EVENT_COLUMNS.forEach((name, i) => hashes[i]!.update(batch[name].subarray(0, batch.length)));
  }
  return hashes.map((hash) => hash.digest('hex'));
};

const NUMBER_MAX = Number.MAX_SAFE_INTEGER;

const row = fc.record({
  kind: fc.constantFrom(...Object.values(EventKind)),
  side: fc.constantFrom(BID, ASK, NO_SIDE),
  detail: fc.nat(4),
  flags: fc.nat(3),
  exchangeNs: fc.integer({ min: -86_400e9, max: 2 * 86_400e9 }),
  receiveNs: fc.integer({ min: -86_400e9, max: 2 * 86_400e9 }),
  stepNs: fc.oneof(fc.nat(1000), fc.nat({ max: 300e9 })),
  firstSequence: fc.oneof(fc.maxSafeNat(), fc.constant(NaN)),
  sequence: fc.oneof(fc.maxSafeNat(), fc.constant(NaN)),
  previousSequence: fc.oneof(fc.maxSafeNat(), fc.constant(NaN)),
  price: fc.integer({ min: -NUMBER_MAX, max: NUMBER_MAX }),
  size: fc.maxSafeNat(),
  orderId: fc.maxSafeNat(),
});

/** Batches of any rows that a batch may hold, in the order of decision time. */
export const eventBatches: fc.Arbitrary<readonly EventBatch[]> = fc
  .array(fc.array(row, { minLength: 1, maxLength: 40 }), { maxLength: 5 })
  .map((batches) => {
    let decisionNs = 0;
    return batches.map((rows) => {
      const batch = new EventBatch(rows.length);
      for (const { stepNs, kind, sequence, price, size, ...columns } of rows) {
        decisionNs += stepNs;
        const i = batch.append(kind, decisionNs, sequence, price, size);
        for (const [name, value] of Object.entries(columns)) batch[name as keyof typeof columns][i] = value;
      }
      return batch;
    });
  });
