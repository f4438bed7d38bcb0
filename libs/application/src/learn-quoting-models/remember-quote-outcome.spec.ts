import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryOutbox, MemoryQuoteOutcomeStore } from '#adapters/memory';
import { type DecisionRecord } from '#application/ports';
import { market } from '../../../../test/factories/market.js';
import { rememberQuoteOutcome, type QuoteEnd } from './index.js';

const MARKET = market();
const MID = (MARKET.bids[0].price + MARKET.asks[0].price) / 2;
const TERMS = [
  { name: 'baseHalfSpread', bps: 3 },
  { name: 'volatilityAndSize', bps: 1 },
  { name: 'margin', bps: 2 },
];
const OFFER = { price: MID * 1.0006, markupBps: 6, terms: TERMS };

const record = (inputs: object = {}): DecisionRecord => ({
  decisionId: 'Q1',
  deskId: 'alpha',
  kind: 'GENERATE_QUOTE',
  idempotencyKey: 'k',
  requestHash: 'a'.repeat(64),
  decidedAt: MARKET.exchangeTime,
  createdAt: MARKET.exchangeTime,
  inputs: JSON.stringify({
    rule: 2,
    request: { instrumentId: 'TEST' },
    client: 'FUND',
    competitors: 3,
    market: MARKET,
    ...inputs,
  }),
  output: JSON.stringify({ request: { quantity: 500 }, bid: null, offer: OFFER }),
});
const DONE: QuoteEnd = { kind: 'DONE_WITH_COVER', clientSide: 'BUY', quantity: 500 };

describe('remembering what became of a quote', () => {
  let outcomes: MemoryQuoteOutcomeStore;
  beforeEach(() => {
    outcomes = new MemoryQuoteOutcomeStore(new MemoryOutbox());
  });

  it('keeps it in usual half-spreads of the quote, once', async () => {
    const end = { ...DONE, coverPrice: MID * 1.001 };
    expect(await rememberQuoteOutcome(outcomes, record(), end)).toEqual({
      ok: true,
      value: { kind: 'KEPT', ordinal: 1 },
    });
    expect(await rememberQuoteOutcome(outcomes, record(), end)).toEqual({ ok: true, value: { kind: 'EXISTS' } });
    const [kept] = await outcomes.outcomes('alpha', 0, 10);
    expect(kept).toMatchObject({ quoteId: 'Q1', client: 'FUND', clientSide: 'BUY', quantity: 500, price: OFFER.price });
    expect(kept!.outcome).toMatchObject({ kind: 'DONE_WITH_COVER', competitors: 3, reducedSpread: 1.5 });
    expect(kept!.outcome.cover).toBeCloseTo(2.5, 9);
  });

  it('takes a cover that was not told for a trade of which nothing more is known', async () => {
    await rememberQuoteOutcome(outcomes, record({ client: undefined }), DONE);
    expect(await outcomes.outcomes('alpha', 0, 10)).toMatchObject([{ client: null, outcome: { kind: 'DONE' } }]);
  });

  it.each<[string, DecisionRecord, QuoteEnd]>([
    ['of the first rule', record({ rule: undefined }), DONE],
    ['whose side was not shown', record(), { ...DONE, clientSide: 'SELL' }],
  ])('learns nothing from a quote %s', async (_, of, end) => {
    expect(await rememberQuoteOutcome(outcomes, of, end)).toMatchObject({ value: { kind: 'NOTHING_TO_LEARN' } });
    expect(await outcomes.outcomes('alpha', 0, 10)).toEqual([]);
  });

  it('refuses a trade away where nobody else was asked, and keeps nothing', async () => {
    const answer = await rememberQuoteOutcome(outcomes, record({ competitors: 0 }), { ...DONE, kind: 'TRADED_AWAY' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'IMPOSSIBLE_OUTCOME', field: 'kind' } });
    expect(await outcomes.outcomes('alpha', 0, 10)).toEqual([]);
  });
});
