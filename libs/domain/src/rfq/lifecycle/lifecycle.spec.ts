import { describe, expect, it } from '@jest/globals';
import { rfqAfter, rfqEventsOf, rfqQuote, rfqTerms, rfqTime } from '../../../../../test/factories/rfq.js';
import {
  applyRfqEvent,
  decideRfq,
  dueAt,
  FILLS_PER_DEALER_MAX,
  foldRfq,
  MARKOUT_SECONDS,
  MARKOUTS_MAX,
  openLots,
  owedMarkouts,
  parseRfqEvents,
  priceBand,
  QUOTES_PER_DEALER_MAX,
  rfqEventsText,
  standingQuotes,
  type MarkoutMark,
  type QuoteCommand,
  type RfqCommand,
  type RfqFailureCode,
  type RfqQuote,
  type RfqState,
  type RfqTerms,
} from './index.js';

const open = (overrides: Partial<RfqTerms> = {}): RfqCommand => ({
  type: 'OPEN',
  at: rfqTime(0),
  terms: rfqTerms(overrides),
});

const quote = (
  dealer: string,
  quoteId: string,
  overrides: Partial<RfqQuote> = {},
  more: Partial<QuoteCommand> = {},
): RfqCommand => ({ type: 'QUOTE', at: rfqTime(1), dealer, quote: rfqQuote(quoteId, overrides), ...more });

const lift = (dealer: string, quoteId: string, lots = 1_000, seconds = 2): RfqCommand => ({
  type: 'LIFT',
  at: rfqTime(seconds),
  dealer,
  quoteId,
  lots,
});
const hit = (dealer: string, quoteId: string, lots = 1_000): RfqCommand => ({
  type: 'HIT',
  at: rfqTime(2),
  dealer,
  quoteId,
  lots,
});
const fill = (dealer: string, quoteId: string, lots = 1_000, execId = 'x1', seconds = 3): RfqCommand => ({
  type: 'FILL',
  at: rfqTime(seconds),
  dealer,
  quoteId,
  execId,
  lots,
});
const reject = (dealer: string, quoteId: string, seconds = 3): RfqCommand => ({
  type: 'REJECT',
  at: rfqTime(seconds),
  dealer,
  quoteId,
});
const withdraw = (dealer: string, quoteId: string): RfqCommand => ({
  type: 'WITHDRAW',
  at: rfqTime(2),
  dealer,
  quoteId,
});
const counter = (price: number, lots = 1_000, side: 'BUY' | 'SELL' = 'BUY'): RfqCommand => ({
  type: 'COUNTER',
  at: rfqTime(2),
  dealer: 'A',
  quoteId: 'a1',
  side,
  price,
  lots,
});
const pass = (dealer?: string): RfqCommand => ({
  type: 'PASS',
  at: rfqTime(3),
  ...(dealer === undefined ? {} : { dealer }),
});
const decline = (dealer: string): RfqCommand => ({ type: 'DECLINE', at: rfqTime(2), dealer });
const doneAway = (price?: number): RfqCommand => ({
  type: 'DONE_AWAY',
  at: rfqTime(4),
  ...(price === undefined ? {} : { price }),
});
const expire = (seconds: number): RfqCommand => ({ type: 'EXPIRE', at: rfqTime(seconds) });
const markout = (horizonMs: number): RfqCommand => ({ type: 'MARKOUT', at: rfqTime(70), horizonMs, price: 100 });
const seen = (horizonMs: number): MarkoutMark => ({ horizonMs, price: 100, marketAt: rfqTime(0) });
const missed = (horizonMs: number): MarkoutMark => ({ horizonMs, reason: 'NOT_SEEN' });
const mark = (seconds: number, ...marks: readonly MarkoutMark[]): RfqCommand => ({
  type: 'MARK',
  at: rfqTime(seconds),
  marks,
});
const cover = (price: number): RfqCommand => ({ type: 'COVER', at: rfqTime(70), price });

const bid = (price: number, lots = 1_000) => ({ bid: { price, lots } });
const offer = (price: number, lots = 1_000) => ({ offer: { price, lots } });
const twoSided = (bidPrice: number, offerPrice: number) => ({ ...bid(bidPrice), ...offer(offerPrice) });
const { offer: _, ...priceless } = rfqQuote('a1');
const bidder = (dealer: string, quoteId: string, price: number): RfqCommand => ({
  type: 'QUOTE',
  at: rfqTime(1),
  dealer,
  quote: { ...priceless, quoteId, ...bid(price) },
});

describe('a request for quote', () => {
  it('is traded with cover: lifted at the best offer, the second best beside it', () => {
    const state = rfqAfter(
      open(),
      quote('A', 'a1', offer(100.05)),
      quote('B', 'b1', offer(100.07)),
      quote('C', 'c1', offer(100.09)),
      lift('A', 'a1'),
      fill('A', 'a1'),
    );
    expect(state).toMatchObject({ status: 'TRADED', filledLots: 1_000, tradedSide: 'BUY', coverPrice: 100.07 });
    expect(state.dealers.get('A')).toMatchObject({
      status: 'FILLED',
      fills: [{ side: 'BUY', price: 100.05, lots: 1_000 }],
    });
  });

  it('a quote that replaces another is the one that counts', () => {
    const state = rfqAfter(open(), quote('A', 'a1'), quote('A', 'a2', offer(100.01)), lift('A', 'a2'), fill('A', 'a2'));
    expect(state.dealers.get('A')?.fills[0]?.price).toBe(100.01);
  });

  it('a two-sided request is hit at the bid or lifted at the offer, and on one side only', () => {
    const asked = [open({ side: 'TWO_SIDED' }), quote('A', 'a1', twoSided(99.95, 100.05)), bidder('B', 'b1', 99.9)];
    const state = rfqAfter(...asked, hit('A', 'a1', 600));
    expect(state).toMatchObject({ tradedSide: 'SELL', unsettledLots: 600, coverPrice: 99.9 });
    expect(decideRfq(state, hit('B', 'b1', 400)).ok).toBe(true);
    const rejected = rfqAfter(...asked, hit('A', 'a1', 600), reject('A', 'a1'));
    expect(rejected.tradedSide).toBeUndefined();
  });

  it('several dealers fill it together, in parts', () => {
    const state = rfqAfter(
      open(),
      quote('A', 'a1', offer(100.05, 600)),
      quote('B', 'b1', offer(100.06, 700)),
      lift('A', 'a1', 600),
      lift('B', 'b1', 400),
      fill('A', 'a1', 250, 'x1'),
      fill('A', 'a1', 350, 'x2'),
      fill('B', 'b1', 400),
    );
    expect(state).toMatchObject({ status: 'TRADED', filledLots: 1_000, unsettledLots: 0 });
  });

  it('a package trades as one, at a price below zero if need be', () => {
    const legs = [
      { instrumentId: 'NEAR', side: 'SELL', lotsPerLot: 1 },
      { instrumentId: 'FAR', side: 'BUY', lotsPerLot: 2 },
    ] as const;
    const state = rfqAfter(open({ legs, isDifference: true }), quote('A', 'a1', offer(-0.25)), lift('A', 'a1'));
    expect(state.dealers.get('A')?.taking?.price).toBe(-0.25);
  });

  it.each<[string, number, number, string]>([
    ['in its last look', 500, 2.5, 'LAST_LOOK'],
    ['after its last look', 500, 2.6, 'BACKED_AWAY'],
    ['of a firm quote', 0, 2, 'BACKED_AWAY'],
  ])('a rejection %s frees the lots and says what it was', (_, lastLookMs, seconds, reason) => {
    const events = rfqEventsOf([
      open(),
      quote('A', 'a1', { lastLookMs }),
      lift('A', 'a1', 400),
      reject('A', 'a1', seconds),
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'TAKING_REJECTED', lots: 400, reason });
    const state = foldRfq(events)!;
    expect([openLots(state), state.unsettledLots, state.dealers.get('A')?.rejectedLots]).toEqual([1_000, 0, 400]);
    expect(state.tradedSide).toBeUndefined();
  });

  it('a rejection after a part was filled keeps that part', () => {
    const state = rfqAfter(open(), quote('A', 'a1'), lift('A', 'a1'), fill('A', 'a1', 300), reject('A', 'a1'));
    expect([state.filledLots, openLots(state), state.tradedSide]).toEqual([300, 700, 'BUY']);
  });

  it('a counter puts the quote off until the dealer quotes again', () => {
    const state = rfqAfter(open(), quote('A', 'a1'), counter(100.03));
    expect(state.dealers.get('A')).toMatchObject({ status: 'COUNTERED', counter: { price: 100.03 } });
    expect(decideRfq(state, lift('A', 'a1'))).toMatchObject({ ok: false, error: { code: 'NOT_ALLOWED_NOW' } });
    const again = rfqAfter(open(), quote('A', 'a1'), counter(100.03), quote('A', 'a2', offer(100.03)));
    expect(again.dealers.get('A')).not.toHaveProperty('counter');
  });

  it('who withdrew or declined may quote again, who was passed may not', () => {
    expect(
      rfqAfter(open(), quote('A', 'a1'), withdraw('A', 'a1'), decline('A'), quote('A', 'a2')).dealers.get('A')?.status,
    ).toBe('QUOTED');
    expect(decideRfq(rfqAfter(open(), pass('A')), quote('A', 'a1'))).toMatchObject({
      ok: false,
      error: { code: 'NOT_ALLOWED_NOW', allowed: 'nothing more' },
    });
  });

  it('expires by session time, once dealers have settled what was lifted', () => {
    expect(decideRfq(rfqAfter(open()), expire(59.9))).toEqual({ ok: true, value: [] });
    expect(rfqAfter(open(), expire(60)).status).toBe('EXPIRED');
    const held = [open(), quote('A', 'a1'), lift('A', 'a1', 400)];
    expect(rfqAfter(...held, expire(61)).status).toBe('OPEN');
    expect(rfqAfter(...held, fill('A', 'a1', 400, 'x1', 61))).toMatchObject({ status: 'EXPIRED', filledLots: 400 });
    expect(rfqAfter(...held, reject('A', 'a1', 61)).status).toBe('EXPIRED');
  });

  it.each<[string, readonly RfqCommand[]]>([
    ['open', [open()]],
    ['passed', [open(), pass()]],
    ['expired, though nobody recorded it', [open(), { ...markout(1), at: rfqTime(61) }]],
  ])('done away while %s is recorded as such', (_, commands) => {
    expect(rfqAfter(...commands, doneAway(99.5))).toMatchObject({ status: 'DONE_AWAY', awayPrice: 99.5 });
  });

  it('its outcome comes after its end', () => {
    const state = rfqAfter(open(), pass(), markout(1_000), markout(60_000), cover(100.2));
    expect(state).toMatchObject({ coverPrice: 100.2, markouts: [{ horizonMs: 1_000 }, { horizonMs: 60_000 }] });
  });

  it('a cover may be as good as the price filled', () => {
    const traded = [open(), quote('A', 'a1', offer(100.05)), lift('A', 'a1'), fill('A', 'a1')];
    expect(rfqAfter(...traded, cover(100.05)).coverPrice).toBe(100.05);
  });

  it('time never runs back on one request', () => {
    const events = rfqEventsOf([
      open(),
      { ...quote('A', 'a1'), at: rfqTime(5) },
      { ...quote('B', 'b1'), at: rfqTime(4) },
    ]);
    expect(events.map(({ at }) => at)).toEqual([0, 5, 5].map(rfqTime));
  });
});

const QUOTED = [open(), quote('A', 'a1')];
const AON = [open({ allOrNone: true }), quote('A', 'a1')];
const LIFTED = [...QUOTED, lift('A', 'a1', 400)];
const TWO_SIDED = [open({ side: 'TWO_SIDED' }), quote('A', 'a1', twoSided(99, 101)), bidder('B', 'b1', 98)];
const leg = (instrumentId: string, lotsPerLot = 1) => ({ instrumentId, side: 'BUY' as const, lotsPerLot });
const band = priceBand(100, 0.02);

describe('refused, naming the field and what is allowed', () => {
  it.each<[string, readonly RfqCommand[], RfqCommand, RfqFailureCode, string, string]>([
    [
      'a quote for a traded request',
      [...QUOTED, lift('A', 'a1'), fill('A', 'a1')],
      quote('B', 'b1'),
      'REQUEST_CLOSED',
      'quoteRequestId',
      'OPEN',
    ],
    ['a quote for a passed request', [open(), pass()], quote('B', 'b1'), 'REQUEST_CLOSED', 'quoteRequestId', 'OPEN'],
    [
      'a quote at the expiry',
      [open()],
      { ...quote('B', 'b1'), at: rfqTime(60) },
      'REQUEST_CLOSED',
      'quoteRequestId',
      'OPEN',
    ],
    ['a lift at the expiry', QUOTED, lift('A', 'a1', 1, 60), 'REQUEST_CLOSED', 'quoteRequestId', 'OPEN'],
    ['a quote for nothing', [], quote('B', 'b1'), 'REQUEST_CLOSED', 'quoteRequestId', 'OPEN'],
    ['a request opened twice', [open()], open(), 'DUPLICATE_ID', 'quoteRequestId', 'its own'],
    ['a dealer not asked', [open()], quote('D', 'd1'), 'DEALER_NOT_ASKED', 'dealer', 'one of A, B, C'],
    [
      'a dealer named like a property',
      [open()],
      quote('__proto__', 'd1'),
      'DEALER_NOT_ASKED',
      'dealer',
      'one of A, B, C',
    ],
    ['a bid for a buyer', [open()], quote('A', 'a1', twoSided(99, 101)), 'WRONG_SIDE', 'bid', 'offer alone'],
    ['an offer for a seller', [open({ side: 'SELL' })], quote('A', 'a1'), 'WRONG_SIDE', 'offer', 'bid alone'],
    [
      'a quote without a price',
      [open()],
      { type: 'QUOTE', at: rfqTime(1), dealer: 'A', quote: priceless },
      'WRONG_SIDE',
      'offer',
      'offer alone',
    ],
    [
      'a crossed quote',
      [open({ side: 'TWO_SIDED' })],
      quote('A', 'a1', twoSided(100.02, 100.01)),
      'CROSSED_QUOTE',
      'bid.price',
      'at most 100.01',
    ],
    ['a negative size', [open()], quote('A', 'a1', offer(100, -5)), 'INVALID_QUANTITY', 'offer.lots', 'from 1 to 1000'],
    ['no size', [open()], quote('A', 'a1', offer(100, 0)), 'INVALID_QUANTITY', 'offer.lots', 'from 1 to 1000'],
    ['half a lot', [open()], quote('A', 'a1', offer(100, 0.5)), 'INVALID_QUANTITY', 'offer.lots', 'whole number'],
    [
      'a size that is no number',
      [open()],
      quote('A', 'a1', offer(100, NaN)),
      'INVALID_QUANTITY',
      'offer.lots',
      'whole number',
    ],
    [
      'more than was asked for',
      [open()],
      quote('A', 'a1', offer(100, 1_001)),
      'INVALID_QUANTITY',
      'offer.lots',
      'from 1 to 1000',
    ],
    [
      'a part of all or none',
      [open({ allOrNone: true })],
      quote('A', 'a1', offer(100, 999)),
      'ALL_OR_NONE',
      'offer.lots',
      '1000 lots',
    ],
    [
      'a price 100 times too high',
      [open()],
      quote('A', 'a1', offer(10_005), { band }),
      'INVALID_PRICE',
      'offer.price',
      'from 50 to 150',
    ],
    [
      'a price 100 times too low',
      [open()],
      quote('A', 'a1', offer(1.0005), { band }),
      'INVALID_PRICE',
      'offer.price',
      'from 50 to 150',
    ],
    ['a negative price', [open()], quote('A', 'a1', offer(-100)), 'INVALID_PRICE', 'offer.price', 'positive'],
    ['a price that is no number', [open()], quote('A', 'a1', offer(NaN)), 'INVALID_PRICE', 'offer.price', 'positive'],
    [
      'an infinite price of a package',
      [open({ isDifference: true })],
      quote('A', 'a1', offer(Infinity)),
      'INVALID_PRICE',
      'offer.price',
      'finite',
    ],
    [
      'a clock in the future',
      [open()],
      quote('A', 'a1', {}, { sentAt: rfqTime(2.1) }),
      'INVALID_SENDING_TIME',
      'sentAt',
      'since the request was opened',
    ],
    [
      'a quote from before the request',
      [open()],
      quote('A', 'a1', {}, { sentAt: rfqTime(-1.1) }),
      'INVALID_SENDING_TIME',
      'sentAt',
      'since the request was opened',
    ],
    [
      'a quote that has expired',
      [open()],
      quote('A', 'a1', { validUntil: rfqTime(1) }),
      'INVALID_VALIDITY',
      'validUntil',
      'after the session time',
    ],
    [
      'a quote valid for a week',
      [open()],
      quote('A', 'a1', { validUntil: rfqTime(604_800) }),
      'INVALID_VALIDITY',
      'validUntil',
      'at most 86400 seconds',
    ],
    [
      'a last look of an hour',
      [open()],
      quote('A', 'a1', { lastLookMs: 3.6e6 }),
      'INVALID_VALIDITY',
      'lastLookMs',
      'from 0 to 60000',
    ],
    [
      'a last look that is no number',
      [open()],
      quote('A', 'a1', { lastLookMs: NaN }),
      'INVALID_VALIDITY',
      'lastLookMs',
      'from 0 to 60000',
    ],
    ['a quoteId used again', QUOTED, quote('A', 'a1'), 'DUPLICATE_ID', 'quoteId', 'of its own'],
    [
      'a quoteId of a replaced quote',
      [...QUOTED, quote('A', 'a2')],
      quote('A', 'a1'),
      'DUPLICATE_ID',
      'quoteId',
      'of its own',
    ],
    [
      'a withdrawal of a replaced quote',
      [...QUOTED, quote('A', 'a2')],
      withdraw('A', 'a1'),
      'QUOTE_NOT_LIVE',
      'quoteId',
      'a2',
    ],
    ['a withdrawal of no quote', [open()], withdraw('A', 'a1'), 'NOT_ALLOWED_NOW', 'dealer', 'QUOTE, DECLINE, PASS'],
    ['a withdrawal of what was lifted', LIFTED, withdraw('A', 'a1'), 'NOT_ALLOWED_NOW', 'dealer', 'FILL, REJECT'],
    ['a quote while one is lifted', LIFTED, quote('A', 'a2'), 'NOT_ALLOWED_NOW', 'dealer', 'FILL, REJECT'],
    ['a lift of a replaced quote', [...QUOTED, quote('A', 'a2')], lift('A', 'a1'), 'QUOTE_NOT_LIVE', 'quoteId', 'a2'],
    ['a lift of a quote never made', QUOTED, lift('A', 'a9'), 'QUOTE_NOT_LIVE', 'quoteId', 'a1'],
    ['a lift of an expired quote', QUOTED, lift('A', 'a1', 1_000, 30), 'QUOTE_NOT_LIVE', 'quoteId', 'valid'],
    ['a hit by a buyer', QUOTED, hit('A', 'a1'), 'WRONG_SIDE', 'type', 'LIFT'],
    ['a lift after a hit', [...TWO_SIDED, hit('B', 'b1', 1)], lift('A', 'a1', 1), 'WRONG_SIDE', 'type', 'HIT'],
    ['a lift of a bid', TWO_SIDED, lift('B', 'b1'), 'WRONG_SIDE', 'type', 'a quote with an offer'],
    ['a lift of more than is quoted', QUOTED, lift('A', 'a1', 1_001), 'INVALID_QUANTITY', 'lots', 'from 1 to 1000'],
    [
      'a lift of more than is open',
      [...LIFTED, quote('B', 'b1')],
      lift('B', 'b1', 601),
      'INVALID_QUANTITY',
      'lots',
      'from 1 to 600',
    ],
    [
      'a lift when nothing is open',
      [...QUOTED, quote('B', 'b1'), lift('A', 'a1')],
      lift('B', 'b1', 1),
      'NOT_ALLOWED_NOW',
      'lots',
      'wait for a REJECT',
    ],
    [
      'a part of an all-or-none quote',
      [open(), quote('A', 'a1', { allOrNone: true })],
      lift('A', 'a1', 999),
      'ALL_OR_NONE',
      'lots',
      '1000 lots',
    ],
    ['a part of an all-or-none request', AON, lift('A', 'a1', 999), 'ALL_OR_NONE', 'lots', '1000 lots'],
    ['a counter no better than the quote', QUOTED, counter(100.05), 'INVALID_PRICE', 'price', 'below 100.05'],
    ['a counter in parts of all or none', AON, counter(100.01, 5), 'ALL_OR_NONE', 'lots', '1000 lots'],
    ['a counter on the other side', QUOTED, counter(100.01, 5, 'SELL'), 'WRONG_SIDE', 'side', 'LIFT'],
    ['a pass while lots are unsettled', LIFTED, pass(), 'NOT_ALLOWED_NOW', 'quoteRequestId', 'FILL or REJECT'],
    ['done away while lots are unsettled', LIFTED, doneAway(), 'NOT_ALLOWED_NOW', 'quoteRequestId', 'FILL or REJECT'],
    [
      'done away of what was traded',
      [...QUOTED, lift('A', 'a1'), fill('A', 'a1')],
      doneAway(),
      'REQUEST_CLOSED',
      'quoteRequestId',
      'lots are open',
    ],
    ['a fill of nothing lifted', QUOTED, fill('A', 'a1'), 'NOT_ALLOWED_NOW', 'dealer', 'TAKE'],
    ['a fill of more than was lifted', LIFTED, fill('A', 'a1', 401), 'INVALID_QUANTITY', 'lots', 'from 1 to 400'],
    ['a fill of another quote', LIFTED, fill('A', 'a9', 400), 'QUOTE_NOT_LIVE', 'quoteId', 'a1'],
    [
      'a fill reported twice',
      [...LIFTED, fill('A', 'a1', 1)],
      fill('A', 'a1', 1),
      'DUPLICATE_ID',
      'execId',
      'of its own',
    ],
    [
      'a markout of an open request',
      [open()],
      { ...markout(1), at: rfqTime(2) },
      'NOT_ALLOWED_NOW',
      'quoteRequestId',
      'has ended',
    ],
    ['a markout twice', [open(), pass(), markout(1)], markout(1), 'DUPLICATE_ID', 'horizonMs', 'once'],
    ['a markout backwards', [open(), pass()], markout(-1), 'INVALID_HORIZON', 'horizonMs', 'from 1'],
    ['a markout before its time', [open(), pass()], markout(67_001), 'INVALID_HORIZON', 'horizonMs', 'from'],
    [
      'a cover that a client who buys would have taken',
      [open(), quote('A', 'a1', offer(100.05)), lift('A', 'a1'), fill('A', 'a1')],
      cover(100.04),
      'INVALID_PRICE',
      'price',
      'from 100.05',
    ],
    [
      'a cover that a client who sells would have taken',
      [open({ side: 'TWO_SIDED' }), quote('A', 'a1', twoSided(99.95, 100.05)), hit('A', 'a1'), fill('A', 'a1')],
      cover(99.96),
      'INVALID_PRICE',
      'price',
      'up to 99.95',
    ],
    ['a cover without a price', [open(), pass()], cover(NaN), 'INVALID_PRICE', 'price', 'positive'],
    ['no legs', [], open({ legs: [] }), 'INVALID_LEGS', 'legs', 'from 1 to 20'],
    ['a leg twice', [], open({ legs: [leg('X'), leg('X')] }), 'INVALID_LEGS', 'legs.1.instrumentId', 'once'],
    [
      'a leg of nothing',
      [],
      open({ legs: [leg('X'), leg('Y', 0)] }),
      'INVALID_QUANTITY',
      'legs.1.lotsPerLot',
      'from 1',
    ],
    ['no dealers', [], open({ dealers: [] }), 'INVALID_PANEL', 'dealers', 'from 1 to 50'],
    ['a dealer twice', [], open({ dealers: ['A', 'B', 'A'] }), 'INVALID_PANEL', 'dealers.2', 'once'],
    [
      '51 dealers',
      [],
      open({ dealers: Array.from({ length: 51 }, (_, i) => `D${i}`) }),
      'INVALID_PANEL',
      'dealers',
      'from 1 to 50',
    ],
    ['a request of nothing', [], open({ lots: 0 }), 'INVALID_QUANTITY', 'lots', 'from 1'],
    [
      'a request that has expired',
      [],
      open({ expiresAt: rfqTime(0) }),
      'INVALID_EXPIRY',
      'expiresAt',
      'after the session time',
    ],
    ['a request for a week', [], open({ expiresAt: rfqTime(604_800) }), 'INVALID_EXPIRY', 'expiresAt', 'at most 86400'],
    ['a request for no time', [], open({ horizonSeconds: NaN }), 'INVALID_HORIZON', 'horizonSeconds', 'positive'],
  ])('%s', (_, before, command, code, field, allowed) => {
    const state = before.length === 0 ? undefined : rfqAfter(...before);
    const decided = decideRfq(state, command);
    expect(decided).toMatchObject({ ok: false, error: { code, field } });
    expect(!decided.ok && decided.error.allowed).toContain(allowed);
  });

  it('100,000 quotes of one dealer: the first hundred are kept, the others cost nothing', () => {
    let state = rfqAfter(open());
    const codes = new Map<string, number>();
    for (let i = 0; i < 100_000; i += 1) {
      const decided = decideRfq(state, quote('A', `a${i}`));
      if (decided.ok) for (const event of decided.value) state = applyRfqEvent(state, event);
      else codes.set(decided.error.code, (codes.get(decided.error.code) ?? 0) + 1);
    }
    expect(state.dealers.get('A')?.quoteIds).toHaveLength(QUOTES_PER_DEALER_MAX);
    expect([...codes]).toEqual([['LIMIT_REACHED', 100_000 - QUOTES_PER_DEALER_MAX]]);
    expect(decideRfq(state, quote('B', 'b1')).ok).toBe(true);
  });

  it('fills without end: the last is of all that is left', () => {
    const fills = Array.from({ length: FILLS_PER_DEALER_MAX }, (_, i) => fill('A', 'a1', 1, `x${i}`));
    const state = rfqAfter(...QUOTED, lift('A', 'a1'), ...fills);
    expect(decideRfq(state, fill('A', 'a1', 1, 'y'))).toMatchObject({ ok: false, error: { code: 'LIMIT_REACHED' } });
    expect(decideRfq(state, fill('A', 'a1', 1_000 - FILLS_PER_DEALER_MAX, 'y')).ok).toBe(true);
  });

  it('markouts without end', () => {
    const markouts = Array.from({ length: MARKOUTS_MAX }, (_, i) => markout(i + 1));
    expect(decideRfq(rfqAfter(open(), pass(), ...markouts), markout(99))).toMatchObject({
      ok: false,
      error: { code: 'LIMIT_REACHED' },
    });
  });
});

describe('the markouts that a request is owed', () => {
  const horizons = (state: RfqState): readonly number[] => owedMarkouts(state).map(({ horizonMs }) => horizonMs);
  const ALL = MARKOUT_SECONDS.map((seconds) => 1_000 * seconds);

  it.each<[string, readonly RfqCommand[], number | undefined, readonly number[]]>([
    ['is open', [open()], 60, []],
    ['traded', [...QUOTED, lift('A', 'a1'), fill('A', 'a1')], 3 + 1, ALL],
    ['was passed, so that losers may have told of it', [open(), pass()], 3 + 1, ALL],
    ['was done away later', [open(), pass(), doneAway(99)], 3 + 1, ALL],
    ['expired, whenever that was written down', [open(), expire(64)], 60 + 1, ALL],
    ['is marked at first', [open(), pass(), mark(5, seen(1_000))], 3 + 10, ALL.slice(1)],
    ['missed one', [open(), pass(), mark(5, missed(1_000))], 3 + 10, ALL.slice(1)],
    ['was sent one by the desk', [open(), pass(), markout(1_000)], 3 + 10, ALL.slice(1)],
    ['has them all', [open(), pass(), mark(86_403, ...ALL.map(seen))], undefined, []],
    ['is a package', [open({ legs: [leg('X'), leg('Y')] }), pass()], undefined, []],
    ['is of differences', [open({ isDifference: true }), pass()], undefined, []],
  ])('where it %s', (_, commands, due, owed) => {
    const state = rfqAfter(...commands);
    expect(horizons(state)).toEqual(owed);
    expect(dueAt(state)).toEqual(due === undefined ? undefined : rfqTime(due));
  });

  it('are recorded once, when they are due, with the market they are of or with why there is none', () => {
    const ended = rfqAfter(open(), pass());
    const marks = [seen(1_000), missed(10_000), seen(60_000)];
    const decided = decideRfq(ended, { ...mark(15, ...marks), mid: 101 });
    expect(decided).toEqual({
      ok: true,
      value: [
        {
          v: 3,
          at: rfqTime(15),
          mid: 101,
          type: 'MARKOUT_RECORDED',
          horizonMs: 1_000,
          price: 100,
          marketAt: rfqTime(0),
        },
        { v: 3, at: rfqTime(15), mid: 101, type: 'MARKOUT_MISSED', horizonMs: 10_000, reason: 'NOT_SEEN' },
      ],
    });
    const after = rfqAfter(open(), pass(), mark(15, ...marks));
    expect(after).toMatchObject({ status: 'PASSED', markouts: [seen(1_000)], missedMarkouts: [missed(10_000)] });
    expect(decideRfq(after, mark(16, ...marks))).toEqual({ ok: true, value: [] });
    expect(decideRfq(rfqAfter(open()), mark(16, ...marks))).toEqual({ ok: true, value: [] });
  });

  it('never look ahead', () => {
    const later: MarkoutMark = { horizonMs: 1_000, price: 100, marketAt: rfqTime(4) + 1n };
    expect(() => decideRfq(rfqAfter(open(), pass()), mark(15, later))).toThrow('after it');
  });

  it('that were missed a desk may send; they come beside those that it may send', () => {
    const sent = Array.from({ length: MARKOUTS_MAX }, (_, i) => markout(i + 1));
    const state = rfqAfter(open(), pass(), mark(15, seen(1_000), missed(10_000)), ...sent.slice(1), markout(10_000));
    expect(state.markouts).toHaveLength(1 + MARKOUTS_MAX);
    expect(horizons(state)).toEqual(ALL.slice(2));
    expect(horizons(rfqAfter(open(), pass(), ...sent, mark(86_403, ...ALL.map(seen))))).toEqual([]);
  });
});

describe('the quotes that stand', () => {
  it('are those that may be ranked for a side, in units, for no more than is open', () => {
    const state = rfqAfter(
      open({ dealers: ['A', 'B', 'C', 'D', 'E'] }),
      quote('B', 'b1', { ...offer(100.06), validUntil: rfqTime(4) }),
      quote('A', 'a1', { ...offer(100.05, 700), lastLookMs: 200 }),
      quote('C', 'c1', { allOrNone: true }),
      quote('D', 'd1', offer(100.01, 400)),
      lift('D', 'd1', 400),
    );
    expect(standingQuotes(state, 'BUY', rfqTime(5), 0.1)).toEqual([
      { dealer: 'A', price: 100.05, quantity: 60, validForMs: 25_000, lastLookMs: 200 },
      { dealer: 'B', price: 100.06, quantity: 60, validForMs: -1_000, lastLookMs: 0 },
    ]);
    expect(standingQuotes(state, 'SELL', rfqTime(5), 0.1)).toEqual([]);
  });
});

describe('the text of events', () => {
  it('is read back as it was, instants to the nanosecond', () => {
    const events = rfqEventsOf([
      { ...open({ expiresAt: rfqTime(60) + 1n }), at: rfqTime(0) + 7n },
      quote('A', 'a1', { validUntil: rfqTime(30) + 3n }),
      lift('A', 'a1'),
      fill('A', 'a1'),
      markout(5),
      mark(15, seen(1_000), missed(10_000)),
    ]);
    expect(parseRfqEvents(rfqEventsText(events))).toEqual(events);
  });

  it('is the same whatever order its fields came in', () => {
    expect(rfqEventsText([{ type: 'DEALER_PASSED', dealer: 'A', at: 5n, v: 1 }])).toBe(
      '[{"at":"5","dealer":"A","type":"DEALER_PASSED","v":1}]',
    );
  });

  it('carries the mid that a command met in each of its events, and none where there is none', () => {
    const events = rfqEventsOf([
      { ...open(), mid: 100 },
      { ...quote('A', 'a1'), mid: 100.01 },
      lift('A', 'a1'),
      { ...fill('A', 'a1'), mid: 100.02 },
    ]);
    expect(events.map(({ type, mid }) => [type, mid])).toEqual([
      ['QUOTE_REQUESTED', 100],
      ['QUOTED', 100.01],
      ['QUOTE_TAKEN', undefined],
      ['FILLED', 100.02],
      ['REQUEST_ENDED', 100.02],
    ]);
  });

  it('of the first version is read', () => {
    const text = '[{"at":"5","dealer":"A","type":"DEALER_PASSED","v":1}]';
    expect(rfqEventsText(parseRfqEvents(text))).toBe(text);
  });

  it('of a later version is not read', () => {
    expect(() => parseRfqEvents('[{"at":"5","dealer":"A","type":"DEALER_PASSED","v":4}]')).toThrow('version 4');
  });
});

describe('recorded events that cannot be', () => {
  it.each<[string, Parameters<typeof foldRfq>[0]]>([
    ['no opening', [{ v: 1, at: 0n, type: 'DEALER_PASSED', dealer: 'A' }]],
    ['a dealer never asked', [...rfqEventsOf([open()]), { v: 1, at: 0n, type: 'DEALER_PASSED', dealer: 'Z' }]],
    ['a move off the table', [...rfqEventsOf([open()]), { v: 1, at: 0n, type: 'QUOTE_CANCELLED', dealer: 'A' }]],
    ['two openings', [...rfqEventsOf([open()]), ...rfqEventsOf([open()])]],
  ])('throw: %s', (_, events) => {
    expect(() => foldRfq(events)).toThrow();
  });
});
