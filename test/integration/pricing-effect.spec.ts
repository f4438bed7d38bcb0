import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { KeyedRng } from '#domain/core';
import { type Exploration } from '#domain/quoting';
import { type DealerQuote, type DealerQuoteLadder, type QuotedSide } from '#application/generate-quote';
import { type PricingEffect } from '#application/quoting-desk';
import { MemoryDeskSettings } from '#adapters/memory';
import { AMPLE_DESK, keyOf, memoryPorts, send, startApi } from '../factories/api.js';

const SIDE = 'clientSide price markupBps terms { name bps } exploration { shiftBps movedBps propensity }';
const QUOTE = `mutation ($input: GenerateQuoteInput!) {
  generateQuote(input: $input) { ... on DealerQuote { decisionId market { mid } bid { ${SIDE} } offer { ${SIDE} } } }
}`;
const LADDER = `mutation ($input: GenerateQuoteLadderInput!) {
  generateQuoteLadder(input: $input) { ... on DealerQuoteLadder { rungs { bid { ${SIDE} } offer { ${SIDE} } } } }
}`;
const OUTCOME = `mutation ($input: RecordQuoteOutcomeInput!) { recordQuoteOutcome(input: $input) { __typename } }`;
const REPLAY = `query ($id: ID!) { replayDecision(id: $id) { ... on Replay { byteEqual } } }`;
const EFFECT = `query ($after: Int) {
  pricingEffect(after: $after) {
    __typename
    ... on PricingEffect {
      outcomes upTo explored changeOfHits { value low high } changeOfPriceBps
      overlap { raised lowered raisedEffective loweredEffective leastPropensity held }
    }
    ... on ExpectedError { code field message allowed }
  }
}`;

const EXPLORATION: Exploration = { stepBps: 2, probability: 0.4 };

const deskThat = (exploration: Exploration | null, minSpreadBps = 2) => ({
  ...AMPLE_DESK,
  quoting: {
    ...AMPLE_DESK.quoting,
    exploration,
    guardrails: { ...AMPLE_DESK.quoting.guardrails, minSpreadBps },
  },
});

interface Api {
  readonly ask: <T>(query: string, variables: object) => Promise<T>;
  readonly quote: (input?: object) => Promise<DealerQuote>;
  readonly close: () => Promise<void>;
}

let keys = 0;
const open = async (exploration: Exploration | null, minSpreadBps?: number): Promise<Api> => {
  const desks = new MemoryDeskSettings([deskThat(exploration, minSpreadBps)]);
  const app: NestFastifyApplication = await startApi({ ...memoryPorts(), desks });
  const ask = async <T>(query: string, variables: object): Promise<T> => {
    const { data, errors } = await send<Readonly<Record<string, T>>>(app, query, variables, keyOf('dealer'));
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };
  const quote = (input: object = {}): Promise<DealerQuote> =>
    ask(QUOTE, {
      input: { instrumentId: 'TEST', quantity: 10_000, idempotencyKey: `key ${(keys += 1)}`, ...input },
    });
  return { ask, quote, close: () => app.close() };
};

const sidesOf = ({ bid, offer }: Pick<DealerQuote, 'bid' | 'offer'>): readonly QuotedSide[] => [bid!, offer!];

describe('exploration', () => {
  let api: Api;
  beforeAll(async () => {
    api = await open(EXPLORATION);
  });
  afterAll(() => api.close());

  it('is off unless a desk turns it on', async () => {
    const off = await open(null);
    const quote = await off.quote();
    for (const side of sidesOf(quote)) {
      expect(side.exploration).toBeNull();
      expect(side.terms.map(({ name }) => name)).not.toContain('exploration');
    }
    await off.close();
  });

  it('moves each side by what was drawn, as a term, with its propensity, to the tick of 1 bps', async () => {
    const drawn = new Set<number>();
    for (let i = 0; i < 40; i += 1) {
      const quote = await api.quote();
      for (const { terms, markupBps, exploration } of sidesOf(quote)) {
        const { shiftBps, movedBps, propensity } = exploration!;
        drawn.add(shiftBps);
        expect(propensity).toBeCloseTo(shiftBps === 0 ? 0.2 : 0.4, 12);
        expect(terms.find(({ name }) => name === 'exploration')!.bps).toBe(shiftBps);
        expect(terms.reduce((sum, { bps }) => sum + bps, 0)).toBeCloseTo(markupBps, 9);
        expect(Math.abs(movedBps - shiftBps)).toBeLessThanOrEqual(1.001);
      }
    }
    expect(drawn).toEqual(new Set([-2, 0, 2]));
  });

  it('is drawn once: a repeat has the same price, and a replay the same bytes', async () => {
    for (let i = 0; i < 5; i += 1) {
      const idempotencyKey = `repeated ${i}`;
      const quote = await api.quote({ idempotencyKey });
      expect(await api.quote({ idempotencyKey })).toEqual(quote);
      expect(await api.ask(REPLAY, { id: quote.decisionId })).toEqual({ byteEqual: true });
    }
  });

  it('moves every size of a ladder alike', async () => {
    const input = { instrumentId: 'TEST', quantities: [1_000, 10_000, 100_000], idempotencyKey: 'a ladder' };
    const { rungs } = await api.ask<DealerQuoteLadder>(LADDER, { input });
    for (const side of [0, 1]) {
      expect(new Set(rungs.map((rung) => sidesOf(rung)[side]!.exploration!.shiftBps)).size).toBe(1);
    }
  });

  it('stays within the guardrails', async () => {
    const wide = await open({ stepBps: 10, probability: 0.5 }, 40);
    for (let i = 0; i < 20; i += 1) {
      const { bid, offer, market } = await wide.quote();
      expect(((offer!.price - bid!.price) / market.mid) * 1e4).toBeGreaterThanOrEqual(40 - 1e-9);
    }
    await wide.close();
  });
});

describe('what a price causes', () => {
  let api: Api;
  beforeAll(async () => {
    api = await open(EXPLORATION);
  });
  afterAll(() => api.close());

  const effect = (after = 0) => api.ask<PricingEffect>(EFFECT, { after });

  it('is told from recorded outcomes once there are enough, with overlap and interval', async () => {
    expect(await effect()).toMatchObject({ code: 'TOO_FEW_EXPLORED', field: 'outcomes' });
    const rng = new KeyedRng(7);
    const quotes = 300;
    for (let i = 0; i < quotes; i += 1) {
      const { decisionId: quoteId, offer } = await api.quote();
      const isDone = rng.select(i, 0).uniform() < 0.5 - 0.1 * offer!.exploration!.shiftBps;
      const kind = isDone ? 'DONE' : 'TRADED_AWAY';
      await api.ask(OUTCOME, { input: { quoteId, kind, clientSide: 'BUY' } });
    }
    const { outcomes, upTo, explored, changeOfHits, changeOfPriceBps, overlap } = await effect();
    expect([outcomes, upTo, explored]).toEqual([quotes, quotes, quotes]);
    expect(changeOfHits.low).toBeLessThan(-0.4);
    expect(changeOfHits.high).toBeGreaterThan(-0.4);
    expect(changeOfHits.high).toBeLessThan(0);
    expect(Math.abs(changeOfPriceBps - 4)).toBeLessThan(1);
    expect(overlap.raised + overlap.lowered).toBeLessThan(quotes);
    expect(overlap).toMatchObject({ leastPropensity: 0.4, held: 0 });
    expect(await effect(quotes - 20)).toMatchObject({ code: 'TOO_FEW_EXPLORED' });
  });

  it('is nothing that quotes without exploration say', async () => {
    const off = await open(null);
    for (let i = 0; i < 3; i += 1) {
      const { decisionId: quoteId } = await off.quote();
      await off.ask(OUTCOME, { input: { quoteId, kind: 'DONE', clientSide: 'BUY' } });
    }
    expect(await off.ask(EFFECT, { after: 0 })).toMatchObject({
      message: expect.stringContaining('0 raised and 0 lowered'),
    });
    await off.close();
  });
});
