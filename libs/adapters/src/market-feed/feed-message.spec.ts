import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '#domain/core';
import { type MarketSnapshot } from '#domain/market-data';
import { decodeFeedMessage, encodeFeedMessage } from './feed-message.js';

const SNAPSHOT: MarketSnapshot = {
  terms: {
    instrumentId: 'TEST',
    kind: 'EQUITY',
    currency: 'USD',
    tickSize: 0.01,
    lotSize: 1,
    contractMultiplier: 1,
    sessionSeconds: 23_400,
    averageDailyVolume: 4_000_000,
    dailyVolatility: 0.02,
    sharesOutstanding: 450_000_000,
    feesAndSettlementBps: -0.2,
    estimated: ['dailyVolatility'],
  },
  source: { kind: 'RECORDED', name: 'LOBSTER TEST "2012-06-21" \u{1f600}' },
  status: 'OPEN',
  sequence: 12,
  exchangeTime: '2012-06-21T13:35:00.000000001Z',
  bids: [{ price: 99.99, size: 500 }],
  asks: [],
  tradedVolume: 0,
  averageSpreadBps: 1,
  realisedDailyVolatility: 0,
};

const TICK = { lap: 3, day: 1, sessionTime: parseInstant('2012-06-21T13:35:00.000000002Z')!, speed: 2.5 };

const VALID = JSON.parse(encodeFeedMessage('update', 'run', TICK, [JSON.stringify(SNAPSHOT)])) as Record<
  string,
  unknown
>;

const withSnapshot = (overrides: Record<string, unknown>): string =>
  JSON.stringify({ ...VALID, snapshots: [SNAPSHOT, { ...SNAPSHOT, ...overrides }] });

describe('a feed message', () => {
  it.each([[[]], [[SNAPSHOT]], [[SNAPSHOT, { ...SNAPSHOT, lastTradePrice: 100.01 }]]])(
    'reads what it writes',
    (snapshots) => {
      const json = encodeFeedMessage(
        'state',
        'run',
        TICK,
        snapshots.map((snapshot) => JSON.stringify(snapshot)),
      );
      expect(decodeFeedMessage(json)).toEqual({
        ok: true,
        value: { type: 'state', run: 'run', tick: TICK, snapshots },
      });
    },
  );

  it.each(['', 'hello', '{"v":1', '\u0000'])('that is %j is not JSON', (json) => {
    expect(decodeFeedMessage(json)).toEqual({ ok: false, error: { reason: 'NOT_JSON' } });
  });

  it.each(['null', '7', '[]', '{}', '{"v":2}', '{"v":"1"}', JSON.stringify({ ...VALID, v: 2 })])(
    'that is %s has no version that is known',
    (json) => {
      expect(decodeFeedMessage(json)).toEqual({ ok: false, error: { reason: 'UNSUPPORTED_VERSION' } });
    },
  );

  it.each<[string, string]>([
    ['type', JSON.stringify({ ...VALID, type: 'delta' })],
    ['run', JSON.stringify({ ...VALID, run: '' })],
    ['lap', JSON.stringify({ ...VALID, lap: -1 })],
    ['sessionTime', JSON.stringify({ ...VALID, sessionTime: '2012-06-31T00:00:00Z' })],
    ['speed', JSON.stringify({ ...VALID, speed: null })],
    ['snapshots', JSON.stringify({ ...VALID, snapshots: {} })],
    ['snapshots[0]', JSON.stringify({ ...VALID, snapshots: [null] })],
    ['snapshots[1].terms', withSnapshot({ terms: [] })],
    ['snapshots[1].terms.estimated[0]', withSnapshot({ terms: { ...SNAPSHOT.terms, estimated: ['price'] } })],
    ['snapshots[1].terms.averageDailyVolume', withSnapshot({ terms: { ...SNAPSHOT.terms, averageDailyVolume: NaN } })],
    ['snapshots[1].terms.isInverse', withSnapshot({ terms: { ...SNAPSHOT.terms, isInverse: 1 } })],
    ['snapshots[1].terms.expiresAt', withSnapshot({ terms: { ...SNAPSHOT.terms, expiresAt: '2024-02-30' } })],
    ['snapshots[1].status', withSnapshot({ status: 'open' })],
    ['snapshots[1].sequence', withSnapshot({ sequence: 1.5 })],
    ['snapshots[1].terms.sessionSeconds', withSnapshot({ terms: { ...SNAPSHOT.terms, sessionSeconds: 0 } })],
    ['snapshots[1].bids[0].size', withSnapshot({ bids: [{ price: 1, size: 0 }] })],
    ['snapshots[1].bids[0].price', withSnapshot({ bids: [{ price: 0, size: 1 }] })],
    [
      'snapshots[1].asks[1].price',
      withSnapshot({
        asks: [
          { price: 1, size: 1 },
          { price: '1', size: 1 },
        ],
      }),
    ],
    ['snapshots[1].lastTradePrice', withSnapshot({ lastTradePrice: 'none' })],
    ['snapshots[1].realisedDailyVolatility', withSnapshot({ realisedDailyVolatility: undefined })],
  ])('with a wrong %s is malformed there', (field, json) => {
    expect(decodeFeedMessage(json)).toEqual({ ok: false, error: { reason: 'MALFORMED', field } });
  });
});
