import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '#domain/core';
import { type MarketSnapshot } from '#domain/market-data';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { auctionReport } from '../../../../test/factories/simulated-auction.js';
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

const AUCTION = auctionReport();

const STATE = instrumentState(SNAPSHOT);

const TICK = { lap: 3, day: 1, sessionTime: parseInstant('2012-06-21T13:35:00.000000002Z')!, speed: 2.5 };

const VALID = JSON.parse(encodeFeedMessage('update', 'run', TICK, [JSON.stringify(STATE)])) as Record<string, unknown>;

const withSnapshot = (overrides: Record<string, unknown>): string =>
  JSON.stringify({ ...VALID, states: [STATE, { ...STATE, market: { ...SNAPSHOT, ...overrides } }] });

describe('a feed message', () => {
  it.each([
    [[]],
    [[STATE]],
    [
      [
        { ...STATE, auctions: [] },
        { ...STATE, auctions: [AUCTION] },
      ],
    ],
    [[STATE, instrumentState({ ...SNAPSHOT, lastTradePrice: 100.01 })]],
  ])('reads what it writes', (states) => {
    const json = encodeFeedMessage(
      'state',
      'run',
      TICK,
      states.map((state) => JSON.stringify(state)),
    );
    expect(decodeFeedMessage(json)).toEqual({
      ok: true,
      value: { type: 'state', run: 'run', tick: TICK, states },
    });
  });

  it.each(['', 'hello', '{"v":1', '\u0000'])('that is %j is not JSON', (json) => {
    expect(decodeFeedMessage(json)).toEqual({ ok: false, error: { reason: 'NOT_JSON' } });
  });

  it.each(['null', '7', '[]', '{}', '{"v":1}', '{"v":"1"}', JSON.stringify({ ...VALID, v: 1 })])(
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
    ['states', JSON.stringify({ ...VALID, states: {} })],
    ['states[0]', JSON.stringify({ ...VALID, states: [null] })],
    [
      'states[0].features.values[2]',
      JSON.stringify({ ...VALID, states: [{ ...STATE, features: { ...STATE.features, values: [1, null, '2'] } }] }),
    ],
    [
      'states[0].quality.faults.GAP',
      JSON.stringify({
        ...VALID,
        states: [{ ...STATE, quality: { ...STATE.quality, faults: { ...STATE.quality.faults, GAP: -1 } } }],
      }),
    ],
    ...(
      [
        ['[0].side', { side: 1 }],
        ['[0].quotes[0].price', { quotes: [{ ...AUCTION.quotes[0], price: -1 }] }],
        ['[0].quotes[0].fate', { quotes: [{ ...AUCTION.quotes[0], fate: 'WON' }] }],
        ['[0].result', { result: 'OPEN' }],
        ['[0].trade.costBps', { trade: { ...AUCTION.trade, costBps: null } }],
        ['[0].knownAt', { knownAt: '' }],
      ] as const
    ).map(([field, wrong]): [string, string] => [
      `states[0].auctions${field}`,
      JSON.stringify({ ...VALID, states: [{ ...STATE, auctions: [{ ...AUCTION, ...wrong }] }] }),
    ]),
    ['states[0].auctions', JSON.stringify({ ...VALID, states: [{ ...STATE, auctions: {} }] })],
    ['states[1].market.terms', withSnapshot({ terms: [] })],
    ['states[1].market.terms.estimated[0]', withSnapshot({ terms: { ...SNAPSHOT.terms, estimated: ['price'] } })],
    [
      'states[1].market.terms.averageDailyVolume',
      withSnapshot({ terms: { ...SNAPSHOT.terms, averageDailyVolume: NaN } }),
    ],
    ['states[1].market.terms.isInverse', withSnapshot({ terms: { ...SNAPSHOT.terms, isInverse: 1 } })],
    ['states[1].market.terms.expiresAt', withSnapshot({ terms: { ...SNAPSHOT.terms, expiresAt: '2024-02-30' } })],
    ['states[1].market.terms.kind', withSnapshot({ terms: { ...SNAPSHOT.terms, kind: 'WARRANT' } })],
    [
      'states[1].market.terms.legs[0].ratio',
      withSnapshot({ terms: { ...SNAPSHOT.terms, legs: [{ instrumentId: 'A' }] } }),
    ],
    [
      'states[1].market.terms.tradingHours.sessions',
      withSnapshot({ terms: { ...SNAPSHOT.terms, tradingHours: { timeZone: 'UTC' } } }),
    ],
    ['states[1].market.status', withSnapshot({ status: 'open' })],
    ['states[1].market.sequence', withSnapshot({ sequence: 1.5 })],
    ['states[1].market.terms.sessionSeconds', withSnapshot({ terms: { ...SNAPSHOT.terms, sessionSeconds: 0 } })],
    ['states[1].market.bids[0].size', withSnapshot({ bids: [{ price: 1, size: 0 }] })],
    ['states[1].market.bids[0].price', withSnapshot({ bids: [{ price: 0, size: 1 }] })],
    [
      'states[1].market.asks[1].price',
      withSnapshot({
        asks: [
          { price: 1, size: 1 },
          { price: '1', size: 1 },
        ],
      }),
    ],
    ['states[1].market.lastTradePrice', withSnapshot({ lastTradePrice: 'none' })],
    ['states[1].market.realisedDailyVolatility', withSnapshot({ realisedDailyVolatility: undefined })],
  ])('with a wrong %s is malformed there', (field, json) => {
    expect(decodeFeedMessage(json)).toEqual({ ok: false, error: { reason: 'MALFORMED', field } });
  });
});
