import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryOutbox, MemoryQuoteOutcomeStore } from '#adapters/memory';
import { type DecisionRecord, type KeptQuoteOutcome } from '#application/ports';
import { market } from '../../../../test/factories/market.js';
import { outcomeToKeep, rememberQuoteOutcome, type QuoteEnd } from './index.js';

const MARKET = market();
const MID = (MARKET.bids[0].price + MARKET.asks[0].price) / 2;
const TERMS = [
  { name: 'baseHalfSpread', bps: 3 },
  { name: 'volatilityAndSize', bps: 1 },
  { name: 'margin', bps: 2 },
];
const BID = { price: MID * 0.9994, markupBps: 6, terms: TERMS };
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
    forecasts: [],
    ...inputs,
  }),
  output: JSON.stringify({ request: { quantity: 500 }, bid: null, offer: OFFER }),
});
const bidding: DecisionRecord = {
  ...record(),
  output: JSON.stringify({ request: { quantity: 500 }, bid: BID, offer: null }),
};
const DONE: QuoteEnd = { kind: 'DONE_WITH_COVER', clientSide: 'BUY', quantity: 500 };

const keptOf = (of: DecisionRecord, end: QuoteEnd): KeptQuoteOutcome | null => {
  const kept = outcomeToKeep(of, end);
  if (!kept.ok) throw new Error(kept.error.message);
  return kept.value;
};

describe('what is kept of the end of a quote', () => {
  it('is in usual half-spreads of the quote', () => {
    const kept = keptOf(record(), { ...DONE, coverPrice: MID * 1.001, dealerDesk: 'BLOCKS' })!;
    expect(kept).toMatchObject({
      quoteId: 'Q1',
      client: 'FUND',
      dealerDesk: 'BLOCKS',
      regime: null,
      clientSide: 'BUY',
      currency: 'USD',
      quantity: 500,
      price: OFFER.price,
      mid: MID,
    });
    expect(kept.outcome).toMatchObject({ kind: 'DONE_WITH_COVER', competitors: 3, reducedSpread: 1.5 });
    expect(kept.outcome.cover).toBeCloseTo(2.5, 9);
  });

  it('is in what dealers usually charge for the size where the quote was measured so, and says it', () => {
    const offer = { ...OFFER, hitUnitBps: 12 };
    const measured = {
      ...record({ rule: 4 }),
      output: JSON.stringify({ request: { quantity: 500 }, bid: null, offer }),
    };
    const kept = keptOf(measured, { ...DONE, coverPrice: MID * 1.001 })!;
    expect(kept).toMatchObject({ hitUnit: 'USUAL_CHARGE', outcome: { reducedSpread: 0.5 } });
    expect(kept.outcome.cover).toBeCloseTo(10 / 12, 9);
    expect(keptOf(record(), DONE)).not.toHaveProperty('hitUnit');
  });

  it.each<[string, DecisionRecord, QuoteEnd]>([
    ['bought', record(), { ...DONE, coverPrice: OFFER.price }],
    ['sold', bidding, { ...DONE, clientSide: 'SELL', coverPrice: BID.price }],
  ])('has a cover as good as what was dealt where the client %s', (_, of, end) => {
    expect(keptOf(of, end)!.outcome.cover).toBeCloseTo(1.5, 9);
  });

  it('says in which regime the model took the market to be', () => {
    expect(keptOf(record({ forecasts: [{ trained: { regime: { name: 'STRESSED' } } }] }), DONE)!.regime).toBe(
      'STRESSED',
    );
  });

  it('takes a cover that was not told for a trade of which nothing more is known', () => {
    expect(keptOf(record({ client: undefined }), DONE)).toMatchObject({ client: null, outcome: { kind: 'DONE' } });
  });

  it.each<[string, DecisionRecord, QuoteEnd]>([
    ['of the first rule', record({ rule: undefined }), DONE],
    ['whose side was not shown', record(), { ...DONE, clientSide: 'SELL' }],
  ])('is nothing of a quote %s', (_, of, end) => {
    expect(keptOf(of, end)).toBeNull();
  });

  it.each<[string, DecisionRecord, QuoteEnd]>([
    ['kind', record({ competitors: 0 }), { ...DONE, kind: 'TRADED_AWAY' }],
    ['coverPrice', record(), { ...DONE, kind: 'TRADED_AWAY', coverPrice: 100 }],
    ['coverPrice', record(), { ...DONE, coverPrice: OFFER.price - MARKET.terms.tickSize }],
    ['coverPrice', bidding, { ...DONE, clientSide: 'SELL', coverPrice: BID.price + MARKET.terms.tickSize }],
  ])('is refused where it says nothing: %s', (field, of, end) => {
    expect(outcomeToKeep(of, end)).toMatchObject({ ok: false, error: { code: 'IMPOSSIBLE_OUTCOME', field } });
  });
});

describe('remembering what became of a quote', () => {
  let outcomes: MemoryQuoteOutcomeStore;
  beforeEach(() => {
    outcomes = new MemoryQuoteOutcomeStore(new MemoryOutbox());
  });

  it('keeps it once: the same again changes nothing, another is not taken', async () => {
    const kept = keptOf(record(), { ...DONE, coverPrice: MID * 1.001 })!;
    expect(await rememberQuoteOutcome(outcomes, 'alpha', kept)).toBe(true);
    expect(await rememberQuoteOutcome(outcomes, 'alpha', kept)).toBe(true);
    expect(await rememberQuoteOutcome(outcomes, 'alpha', keptOf(record(), DONE)!)).toBe(false);
    expect(await outcomes.outcomes('alpha', 0, 10)).toEqual([{ ...kept, ordinal: 1, followUp: null }]);
  });
});
