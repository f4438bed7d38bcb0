import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { type Failure } from '#domain/core';
import { type QuotedSide } from '#application/generate-quote';
import { MemoryDeskSettings } from '#adapters/memory';
import { ENGINE_TERMS } from '#domain/quoting';
import { AMPLE_DESK, keyOf, memoryPorts, send, startApi, type MemoryPorts } from '../factories/api.js';
import { market, terms } from '../factories/market.js';

const GENERATE = `mutation Generate($input: GenerateQuoteInput!) {
  generateQuote(input: $input) {
    __typename
    ... on DealerQuote {
      client clientTier hitModelVersion lastLookMs validForMs quotedSpreadBps blocks
      request { instrumentId quantity horizonSeconds }
      market { mid bid ask }
      bid { ...side }
      offer { ...side }
    }
    ... on ExpectedError { code field message allowed }
  }
}
fragment side on SideQuote {
  clientSide price markupBps terms { name bps }
  hitProbability expectedPnlBps pnlIfDoneBps { mean low high } breakEvenBps hedgedShare internalisedSeconds
  hedge { temporaryBps permanentBps slippage { meanBps } }
}`;

interface SideQuote extends Omit<QuotedSide, 'hedge'> {
  readonly hedge: {
    readonly temporaryBps: number;
    readonly permanentBps: number;
    readonly slippage: { readonly meanBps: number };
  };
}

interface DealerQuote {
  readonly __typename: string;
  readonly client: string | null;
  readonly validForMs: number;
  readonly quotedSpreadBps: number;
  readonly request: object;
  readonly market: { readonly mid: number; readonly bid: number; readonly ask: number };
  readonly bid: SideQuote;
  readonly offer: SideQuote;
}

let ports: MemoryPorts;
let app: NestFastifyApplication;
let keys = 0;

beforeAll(async () => {
  ports = memoryPorts();
  app = await startApi({ ...ports, desks: new MemoryDeskSettings([AMPLE_DESK]) });
});

afterAll(() => app.close());

const generate = async <Answer = DealerQuote>(input: object): Promise<Answer> => {
  const idempotencyKey = `key ${(keys += 1)}`;
  const { data, errors } = await send<{ generateQuote: Answer }>(
    app,
    GENERATE,
    { input: { instrumentId: 'TEST', quantity: 10_000, idempotencyKey, ...input } },
    keyOf('dealer'),
  );
  expect(errors).toEqual([]);
  return data.generateQuote;
};

const termOf = ({ terms: all }: SideQuote, name: string): number => all.find((term) => term.name === name)!.bps;

describe('generateQuote', () => {
  it('names every bps of a two-sided price', async () => {
    const quote = await generate({ client: 'FUND', horizonSeconds: 3_600 });
    expect(quote).toMatchObject({
      __typename: 'DealerQuote',
      client: 'FUND',
      clientTier: 'UNKNOWN',
      hitModelVersion: 'priors-1',
      lastLookMs: 0,
      blocks: 0.25,
      request: { instrumentId: 'TEST', quantity: 10_000, horizonSeconds: 3_600 },
      bid: { clientSide: 'SELL' },
      offer: { clientSide: 'BUY' },
    });
    for (const side of [quote.bid, quote.offer]) {
      const names = side.terms.map(({ name }) => name);
      expect(names.slice(0, ENGINE_TERMS.length)).toEqual(ENGINE_TERMS);
      expect(names.at(-1)).toBe('tickRounding');
      expect(side.hedge.temporaryBps + side.hedge.permanentBps).toBeCloseTo(side.hedge.slippage.meanBps, 9);
      // Half of the session's average spread of 1 bps, which is as much as a tick.
      expect(termOf(side, 'baseHalfSpread')).toBe(0.5);
      expect(side.markupBps).toBeGreaterThan(side.breakEvenBps);
      expect(side.hitProbability).toBeGreaterThan(0);
      expect(side.expectedPnlBps).toBeCloseTo(side.hitProbability * side.pnlIfDoneBps.mean, 12);
      expect(side.pnlIfDoneBps.low).toBeLessThan(side.pnlIfDoneBps.mean);
    }
  });

  it('of any size in any market: terms sum to the price, both prices on the grid, the bid below the offer', async () => {
    const scene = fc.record({
      tickSize: fc.constantFrom(0.01, 0.0001, 0.25, 5),
      bidTicks: fc.integer({ min: 500, max: 1_000_000 }),
      spreadTicks: fc.integer({ min: 0, max: 20 }),
      sizes: fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })),
      averageSpreadBps: fc.double({ min: 0, max: 20, noNaN: true }),
      quantity: fc.integer({ min: 1, max: 2_000_000 }),
      horizonSeconds: fc.integer({ min: 60, max: 86_400 }),
    });
    await fc.assert(
      fc.asyncProperty(scene, async ({ tickSize, bidTicks, spreadTicks, sizes, averageSpreadBps, ...asked }) => {
        ports.market.setSnapshot(
          market({
            terms: terms({ instrumentId: 'RANDOM', tickSize }),
            bids: [{ price: bidTicks * tickSize, size: sizes[0] }],
            asks: [{ price: (bidTicks + spreadTicks) * tickSize, size: sizes[1] }],
            averageSpreadBps,
          }),
        );
        const quote = await generate({ instrumentId: 'RANDOM', ...asked });
        expect(quote.__typename).toBe('DealerQuote');
        const { mid } = quote.market;
        for (const [side, sign] of [
          [quote.bid, -1],
          [quote.offer, 1],
        ] as const) {
          const sum = side.terms.reduce((total, { bps }) => total + bps, 0);
          expect(sum).toBeCloseTo(side.markupBps, 9);
          expect(mid * (1 + (sign * side.markupBps) / 1e4)).toBeCloseTo(side.price, 6 - Math.ceil(Math.log10(mid)));
          expect(Math.abs(side.price / tickSize - Math.round(side.price / tickSize))).toBeLessThan(1e-6);
        }
        expect(quote.bid.price).toBeLessThan(quote.offer.price);
        expect(quote.quotedSpreadBps).toBeCloseTo(((quote.offer.price - quote.bid.price) * 1e4) / mid, 9);
        // Two bps of the desk's minimum; rounding to the tick only widens.
        expect(quote.quotedSpreadBps).toBeGreaterThanOrEqual(2 - 1e-9);
      }),
      { seed: 20_240_307, numRuns: 100 },
    );
  });

  it('is wider for more of it, and for less time to hedge it', async () => {
    const spreads = [];
    for (const quantity of [1_000, 10_000, 100_000, 1_000_000])
      spreads.push((await generate({ quantity })).quotedSpreadBps);
    expect(spreads).toEqual([...spreads].sort((a, b) => a - b));
    expect(new Set(spreads).size).toBe(spreads.length);
    const slow = await generate({ quantity: 1_000_000, horizonSeconds: 23_400 });
    const fast = await generate({ quantity: 1_000_000, horizonSeconds: 60 });
    expect(fast.offer.hedge.slippage.meanBps).toBeGreaterThan(slow.offer.hedge.slippage.meanBps);
    expect(fast.quotedSpreadBps).toBeGreaterThanOrEqual(slow.quotedSpreadBps);
  });

  it('leans to the side that the book leans to', async () => {
    const lean = async (bidSize: number, askSize: number): Promise<DealerQuote> => {
      ports.market.setSnapshot(
        market({
          terms: terms({ instrumentId: 'LEAN' }),
          bids: [{ price: 99.95, size: bidSize }],
          asks: [{ price: 100.05, size: askSize }],
        }),
      );
      return generate({ instrumentId: 'LEAN' });
    };
    const buyers = await lean(9_000, 1_000);
    const sellers = await lean(1_000, 9_000);
    expect(buyers.bid.price).toBeGreaterThan(sellers.bid.price);
    expect(buyers.offer.price).toBeGreaterThan(sellers.offer.price);
    expect(termOf(buyers.offer, 'reference')).toBeCloseTo(-termOf(buyers.bid, 'reference'), 9);
  });

  it.each([
    ['CONTRACTS', 3, 300],
    ['NOTIONAL', 50_050, 500],
    ['UNITS', 700, 700],
  ])('takes a size in %s', async (quantityUnit, quantity, units) => {
    ports.market.setSnapshot(market({ terms: terms({ instrumentId: 'FUTURE', contractMultiplier: 100 }) }));
    const { request } = await generate({ instrumentId: 'FUTURE', quantity, quantityUnit });
    expect(request).toMatchObject({ quantity: units });
  });

  it('refuses a size that the desk does not price', async () => {
    expect(await generate<Failure>({ quantity: 2_000_001 })).toEqual({
      __typename: 'SizeBeyondLadder',
      code: 'SIZE_BEYOND_LADDER',
      field: 'quantity',
      message: 'the desk prices up to 50 blocks of 40000 units, got 2000001 units',
      allowed: 'up to 2000000 units',
    });
  });

  it('expects to win less of what more competitors were asked for, and asks for less', async () => {
    const offers = [];
    for (const competitors of [0, 1, 5, 20]) offers.push((await generate({ competitors })).offer);
    for (const [i, offer] of offers.slice(1).entries()) {
      expect(offer.hitProbability).toBeLessThan(offers[i]!.hitProbability);
      expect(offer.price).toBeLessThanOrEqual(offers[i]!.price);
    }
  });
});

const LADDER = `mutation Ladder($input: GenerateQuoteLadderInput!) {
  generateQuoteLadder(input: $input) {
    __typename
    ... on DealerQuoteLadder {
      decisionId
      request { quantities }
      rungs { quantity blocks quotedSpreadBps bid { price hitProbability } offer { price hitProbability } }
    }
    ... on ExpectedError { code field message allowed }
  }
}`;

describe('generateQuoteLadder', () => {
  const ladder = async (quantities: readonly number[], more: object = {}): Promise<Record<string, never>> => {
    const input = { instrumentId: 'TEST', quantities, idempotencyKey: `key ${(keys += 1)}`, ...more };
    const answer = await send<{ generateQuoteLadder: Record<string, never> }>(app, LADDER, { input }, keyOf('dealer'));
    expect(answer.errors).toEqual([]);
    return answer.data.generateQuoteLadder;
  };

  it('prices each size as if it were asked for alone', async () => {
    const sizes = [100, 10_000, 200_000, 2_000_000];
    const { rungs } = (await ladder(sizes)) as unknown as { rungs: readonly Record<'bid' | 'offer', SideQuote>[] };
    expect(rungs).toHaveLength(sizes.length);
    for (const [i, quantity] of sizes.entries()) {
      const alone = await generate({ quantity });
      for (const side of ['bid', 'offer'] as const) {
        expect(rungs[i]![side].price).toBe(alone[side].price);
        expect(rungs[i]![side].hitProbability).toBe(alone[side].hitProbability);
      }
    }
  });

  it.each([
    ['sizes that do not rise', [100, 100], 'IMPOSSIBLE_QUOTE_INPUT', 'quantities.1'],
    ['a size beyond the ladder', [100, 2_000_001], 'SIZE_BEYOND_LADDER', 'quantities.1'],
    ['a size that is no whole lot', [100, 100.5], 'INVALID_QUANTITY', 'quantities.1'],
  ])('refuses %s by its place', async (_what, quantities, code, field) => {
    expect(await ladder(quantities)).toMatchObject({ code, field });
  });

  it('is one decision: a repeat gets it again, a price of one size under its key does not', async () => {
    const first = await ladder([100, 200], { idempotencyKey: 'one ladder' });
    expect(await ladder([100, 200], { idempotencyKey: 'one ladder' })).toEqual(first);
    expect(await generate<Failure>({ idempotencyKey: 'one ladder' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });
});
