import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EngineQuote, type EngineTwoSided } from '../engine/index.js';
import {
  engaged,
  guardQuote,
  NO_USAGE,
  RELEASED,
  released,
  withOneMoreQuote,
  type GuardedQuote,
  type Guardrails,
  type QuoteMoment,
} from './index.js';

const side = (clientSide: 1 | -1, markupBps: number, skewBps: number, blocks: number): EngineQuote => ({
  clientSide,
  blocks,
  price: 100 * (1 + (clientSide * markupBps) / 1e4),
  terms: [
    { name: 'inventorySkew', bps: skewBps },
    { name: 'margin', bps: markupBps - skewBps },
  ],
  markupBps,
  hitProbability: 0.4,
  hitUnitBps: 5,
  expectedPnlBps: 1,
  pnlIfDoneBps: { mean: 2, low: -3, high: 7 },
  breakEvenBps: 0,
  validSeconds: 5,
  hedge: {
    hedgedShare: 0,
    expectedCostBps: 0,
    adverseBps: 0,
    riskBps: 0,
    skewBps,
    emptyBookCostBps: 0,
    limitedBps: 0,
    sdBps: 2,
    internalisedSeconds: 10,
  },
});

const twoSided = (bidBps: number, offerBps: number, skewBps = 0, blocks = 1): EngineTwoSided => ({
  blocks,
  bid: side(-1, bidBps, skewBps, blocks),
  offer: side(1, offerBps, -skewBps, blocks),
});

const RULES: Guardrails = {
  minSpreadBps: 4,
  maxSpreadBps: 40,
  maxSkewBps: 5,
  inventoryBlocksMax: 10,
  marketAgeSecondsMax: 2,
};

const MOMENT: QuoteMoment = {
  killSwitch: RELEASED,
  isMarketValid: true,
  marketAgeSeconds: 0.1,
  mid: 100,
  tickSize: 0.001,
  litBid: 99.99,
  litOffer: 100.01,
  inventoryBlocks: 0,
};

const guarded = (quote: EngineTwoSided, change: Partial<QuoteMoment> = {}): GuardedQuote => {
  const result = guardQuote(quote, RULES, { ...MOMENT, ...change });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

describe('a quote before it leaves', () => {
  it.each<[string, Partial<QuoteMoment>]>([
    ['KILL_SWITCH', { killSwitch: engaged(RELEASED, 'ann', 'test') }],
    ['MARKET_INVALID', { isMarketValid: false }],
    ['MARKET_STALE', { marketAgeSeconds: 2.1 }],
    ['MARKET_STALE', { marketAgeSeconds: NaN }],
    ['IMPOSSIBLE_QUOTE_MOMENT', { mid: NaN }],
    ['IMPOSSIBLE_QUOTE_MOMENT', { inventoryBlocks: NaN }],
  ])('is refused: %s', (code, change) => {
    expect(guardQuote(twoSided(6, 6), RULES, { ...MOMENT, ...change })).toMatchObject({ ok: false, error: { code } });
  });

  it('goes as it is where no rule is touched', () => {
    const { bid, offer } = guarded(twoSided(6, 8));
    expect([bid!.price, offer!.price]).toEqual([99.94, 100.08]);
    expect([bid!.adjustments, offer!.adjustments]).toEqual([[], []]);
  });

  it('keeps within spread, off the lit market, on the tick, and accounts for what it moved', () => {
    const markup = fc.double({ min: -30, max: 60, noNaN: true });
    fc.assert(
      fc.property(markup, markup, fc.double({ min: -20, max: 20, noNaN: true }), (bidBps, offerBps, skewBps) => {
        const { bid, offer } = guarded(twoSided(bidBps, offerBps, skewBps));
        expect(offer!.price).toBeGreaterThan(MOMENT.litBid!);
        expect(bid!.price).toBeLessThan(MOMENT.litOffer!);
        expect(offer!.price - bid!.price).toBeGreaterThanOrEqual(100 * 4e-4 - 1e-9);
        for (const [{ clientSide, price, adjustments }, before] of [
          [bid!, bidBps],
          [offer!, offerBps],
        ] as const) {
          const moved = adjustments.reduce((sum, { bps }) => sum + bps, before);
          const shown = (clientSide * (price - 100) * 1e4) / 100;
          expect(shown - moved).toBeGreaterThanOrEqual(-1e-6);
          expect(shown - moved).toBeLessThan(0.1 + 1e-6);
        }
        const crossed = [bid!, offer!].some(({ adjustments }) => adjustments.some(({ rule }) => rule === 'ANTI_CROSS'));
        if (!crossed) expect(offer!.price - bid!.price).toBeLessThanOrEqual(100 * 40e-4 + 0.002 + 1e-9);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('shows only the side that brings a full book down, and none that is too large for it', () => {
    expect(guarded(twoSided(6, 6), { inventoryBlocks: 9.5 }).bid).toBeNull();
    expect(guarded(twoSided(6, 6), { inventoryBlocks: 9.5 }).offer).not.toBeNull();
    expect(guarded(twoSided(6, 6), { inventoryBlocks: 12 }).offer).not.toBeNull();
    expect(guardQuote(twoSided(6, 6, 0, 25), RULES, MOMENT)).toMatchObject({
      ok: false,
      error: { code: 'INVENTORY_LIMIT', field: 'blocks' },
    });
  });
});

describe('the kill switch', () => {
  it('is released by a second person only, and remembers who engaged it first', () => {
    const first = engaged(RELEASED, 'ann', 'prices are wrong');
    expect(engaged(first, 'bob', 'me too')).toEqual(first);
    expect(released(first, 'ann')).toMatchObject({ ok: false, error: { code: 'SECOND_PERSON_REQUIRED' } });
    expect(released(first, 'bob')).toEqual({ ok: true, value: RELEASED });
    expect(released(RELEASED, 'ann')).toEqual({ ok: true, value: RELEASED });
  });
});

describe('limits of a client or desk', () => {
  const limits = { notionalMax: 1000, messagesMax: 2 };

  it('let through what fits, one by one', () => {
    const first = withOneMoreQuote(NO_USAGE, limits, 600, 'client');
    expect(first).toEqual({ ok: true, value: { notional: 600, messages: 1 } });
    if (!first.ok) return;
    expect(withOneMoreQuote(first.value, limits, 401, 'client')).toMatchObject({
      ok: false,
      error: { code: 'NOTIONAL_LIMIT', field: 'client.notional', allowed: 'up to 400 more' },
    });
    expect(withOneMoreQuote(first.value, limits, 400, 'desk').ok).toBe(true);
  });

  it('count messages, and take no notional that is none', () => {
    const busy = { notional: 0, messages: 2 };
    expect(withOneMoreQuote(busy, limits, 1, 'desk')).toMatchObject({ ok: false, error: { code: 'MESSAGE_LIMIT' } });
    expect(withOneMoreQuote(NO_USAGE, limits, NaN, 'desk')).toMatchObject({
      ok: false,
      error: { code: 'NOTIONAL_LIMIT' },
    });
  });
});
