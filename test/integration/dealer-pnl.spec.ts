import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type HedgeFill, type PnlParts, type PnlRow } from '#domain/quoting';
import { keyOf, memoryPorts, send, startApi, type MemoryPorts } from '../factories/api.js';
import { market, terms } from '../factories/market.js';

const GENERATE = `mutation ($input: GenerateQuoteInput!) {
  generateQuote(input: $input) { ... on DealerQuote { decisionId bid { price } offer { price } } }
}`;
const OUTCOME = `mutation ($input: RecordQuoteOutcomeInput!) {
  recordQuoteOutcome(input: $input) { __typename ... on ExpectedError { code field } }
}`;
const PARTS = 'spreadEarned adverseSelection hedgeCost inventory total';
const FOLLOW = `mutation ($input: TradeFollowUpInput!) {
  recordTradeFollowUp(input: $input) {
    __typename
    ... on FollowedTrade { quoteId againstBps markouts { seconds againstBps } currency pnl { ${PARTS} } }
    ... on ExpectedError { code field allowed }
  }
}`;
const PNL = `query ($by: PnlDimension!, $after: Int, $first: Int) {
  dealerPnl(by: $by, after: $after, first: $first) {
    dimension outcomes upTo trades waiting
    currencies { currency rows { key blocks notional ${PARTS} } all { key blocks notional ${PARTS} } }
  }
}`;

interface DealerPnl {
  readonly outcomes: number;
  readonly upTo: number;
  readonly trades: number;
  readonly waiting: number;
  readonly currencies: readonly {
    readonly currency: string;
    readonly rows: readonly PnlRow[];
    readonly all: PnlRow;
  }[];
}

interface FollowedTrade {
  readonly againstBps: number;
  readonly markouts: readonly { readonly seconds: number; readonly againstBps: number }[];
  readonly pnl: PnlParts;
}

/** A trade, and the money it leaves when what is left is valued at `lastMid`. */
interface Dealt {
  readonly quoteId: string;
  readonly money: number;
}

const MID = 100;
const AFTER = { midAfter: 100.03, lastMid: 99.99 };

let ports: MemoryPorts;
let app: NestFastifyApplication;
let keys = 0;

beforeEach(async () => {
  ports = memoryPorts();
  ports.market.setSnapshot(market({ terms: terms({ instrumentId: 'EUROPEAN', currency: 'EUR' }) }));
  app = await startApi(ports);
});
afterEach(() => app.close());

const ask = async <T>(query: string, variables: object): Promise<T> => {
  const { data, errors } = await send<Readonly<Record<string, T>>>(app, query, variables, keyOf('dealer'));
  expect(errors).toEqual([]);
  return Object.values(data)[0]!;
};

const quoted = (input: object) =>
  ask<{ readonly decisionId: string; readonly bid: { price: number }; readonly offer: { price: number } }>(GENERATE, {
    input: { instrumentId: 'TEST', quantity: 10_000, idempotencyKey: `key ${(keys += 1)}`, ...input },
  });

const ended = (input: object): Promise<object> => ask(OUTCOME, { input });

const deal = async (
  input: object,
  clientSide: 'BUY' | 'SELL' = 'BUY',
  dealerDesk?: string,
  hedges: readonly HedgeFill[] = [],
): Promise<Dealt> => {
  const quantity = 10_000;
  const { decisionId: quoteId, bid, offer } = await quoted(input);
  const end = { quoteId, kind: 'DONE', clientSide, ...(dealerDesk !== undefined && { dealerDesk }) };
  expect(await ended(end)).toEqual({ __typename: 'RecordedQuoteOutcome' });
  const sign = clientSide === 'BUY' ? 1 : -1;
  let [cash, position] = [sign * quantity * (clientSide === 'BUY' ? offer : bid).price, -sign * quantity];
  for (const fill of hedges) {
    cash -= sign * fill.quantity * fill.price;
    position += sign * fill.quantity;
  }
  return { quoteId, money: cash + position * AFTER.lastMid };
};

const follow = (quoteId: string, more: object = {}): Promise<FollowedTrade> =>
  ask(FOLLOW, { input: { quoteId, ...AFTER, ...more } });

const pnl = (by: string, range: object = {}): Promise<DealerPnl> => ask(PNL, { by, ...range });

describe('the P&L of a dealer', () => {
  it('is told apart for each trade, and learned from', async () => {
    const hedges = [{ quantity: 4_000, price: 100.02 }];
    const { quoteId, money } = await deal({ client: 'FUND' }, 'BUY', 'BLOCKS', hedges);
    const { pnl: parts, againstBps } = await follow(quoteId, { hedges, ownImpactBps: 1 });
    expect(againstBps).toBeCloseTo(3 - 1, 9);
    expect(parts.adverseSelection).toBeCloseTo(-6_000 * 0.03, 6);
    expect(parts.hedgeCost).toBeCloseTo(-4_000 * 0.02, 6);
    expect(parts.inventory).toBeCloseTo(6_000 * 0.04, 6);
    expect(parts.total).toBeCloseTo(money, 6);
    const [kept] = await ports.outcomes.outcomes((await ports.apiKeys.find(keyOf('dealer')))!.deskId, 0, 1);
    expect(kept!.followUp).toMatchObject({ againstBps, hedges });
  });

  it('is followed at further horizons too, each once', async () => {
    const { quoteId } = await deal({ client: 'FUND' }, 'SELL');
    const laterMids = [
      { seconds: 60, mid: 99.98, ownImpactBps: 0.5 },
      { seconds: 1, mid: 100 },
    ];
    const { markouts } = await follow(quoteId, { laterMids });
    expect(markouts).toEqual([
      { seconds: 1, againstBps: expect.closeTo(0, 9) },
      { seconds: 60, againstBps: expect.closeTo(2 - 0.5, 9) },
    ]);
    expect(await follow(quoteId, { laterMids: [...laterMids, { seconds: 60, mid: 99 }] })).toMatchObject({
      code: 'IMPOSSIBLE_OUTCOME',
      field: 'laterMids.2.seconds',
      allowed: 'each horizon once',
    });
  });

  it('adds up by client, dealer desk, size and regime to the money made, one currency at a time', async () => {
    const dealt = [
      await deal({ client: 'FUND' }, 'BUY', 'BLOCKS'),
      await deal({ client: 'FUND' }, 'SELL', 'BLOCKS', [{ quantity: 10_000, price: 99.97 }]),
      await deal({ client: 'BANK' }),
      await deal({}, 'SELL'),
    ];
    const hedgesOf = [[], [{ quantity: 10_000, price: 99.97 }], [], []];
    for (const [i, { quoteId }] of dealt.entries())
      await follow(quoteId, { hedges: hedgesOf[i]!.length > 0 ? hedgesOf[i] : null });
    const european = await deal({ instrumentId: 'EUROPEAN', client: 'FUND' });
    await follow(european.quoteId);
    await deal({ client: 'LATER' });
    const lost = await quoted({ client: 'FUND' });
    await ended({ quoteId: lost.decisionId, kind: 'NOT_TRADED', clientSide: 'BUY' });

    const keysBy: Readonly<Record<string, readonly (string | null)[]>> = {
      CLIENT: ['BANK', 'FUND', null],
      DEALER_DESK: ['BLOCKS', null],
      SIZE: ['0.1_TO_1_%'],
      REGIME: [null],
    };
    for (const [by, keysOfRows] of Object.entries(keysBy)) {
      const answer = await pnl(by);
      expect(answer).toMatchObject({ dimension: by, outcomes: 7, upTo: 7, trades: 6, waiting: 1 });
      expect(answer.currencies.map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
      const [eur, usd] = answer.currencies;
      expect(eur!.all.total).toBeCloseTo(european.money, 6);
      expect(usd!.rows.map(({ key }) => key)).toEqual(keysOfRows);
      expect(usd!.all.total).toBeCloseTo(
        dealt.reduce((sum, { money }) => sum + money, 0),
        6,
      );
      expect(usd!.all.notional).toBe(4 * 10_000 * MID);
      for (const part of ['spreadEarned', 'adverseSelection', 'hedgeCost', 'inventory', 'blocks'] as const) {
        expect(usd!.all[part]).toBe(usd!.rows.reduce((sum, row) => sum + row[part], 0));
      }
      const { spreadEarned, adverseSelection, hedgeCost, inventory, total } = usd!.all;
      expect(total).toBe(spreadEarned + adverseSelection + hedgeCost + inventory);
    }
  });

  it('is counted page by page', async () => {
    for (let i = 0; i < 3; i += 1) await follow((await deal({})).quoteId);
    const first = await pnl('CLIENT', { first: 2 });
    const rest = await pnl('CLIENT', { after: first.upTo });
    expect([first.trades, rest.trades, rest.upTo]).toEqual([2, 1, 3]);
    expect(await pnl('CLIENT', { after: 3 })).toMatchObject({ outcomes: 0, upTo: 3, currencies: [] });
  });

  it('takes what is known now instead of what was known', async () => {
    const { quoteId } = await deal({});
    await follow(quoteId);
    const { pnl: parts } = await follow(quoteId, { lastMid: 101 });
    expect((await pnl('CLIENT')).currencies[0]!.all.total).toBe(parts.total);
  });

  it.each<[string, object, string, string]>([
    ['hedges beyond the block', { hedges: [{ quantity: 10_001, price: 100 }] }, 'IMPOSSIBLE_OUTCOME', 'hedges'],
    ['a trade that was never made', { quoteId: 'none' }, 'UNKNOWN_TRADE', 'quoteId'],
  ])('refuses %s', async (_, change, code, field) => {
    const { quoteId } = await deal({});
    expect(await follow(quoteId, change)).toMatchObject({ code, field });
    expect(await pnl('CLIENT')).toMatchObject({ trades: 1, waiting: 1 });
  });

  it('is none of a quote that nobody dealt', async () => {
    const { decisionId: quoteId } = await quoted({});
    await ended({ quoteId, kind: 'TRADED_AWAY', clientSide: 'BUY' });
    expect(await follow(quoteId)).toMatchObject({ code: 'UNKNOWN_TRADE' });
  });
});

describe('the outcome of a quote as it is remembered', () => {
  it('is refused with a cover that it cannot have, and ends nothing then', async () => {
    const { decisionId: quoteId } = await quoted({});
    const lost = { quoteId, kind: 'NOT_TRADED', clientSide: 'BUY' };
    expect(await ended({ ...lost, coverPrice: 100 })).toMatchObject({
      code: 'IMPOSSIBLE_OUTCOME',
      field: 'coverPrice',
    });
    expect(await ended(lost)).toEqual({ __typename: 'RecordedQuoteOutcome' });
  });

  it('does not change its cover afterwards', async () => {
    const { decisionId: quoteId } = await quoted({});
    const won = { quoteId, kind: 'DONE_WITH_COVER', clientSide: 'BUY', coverPrice: 100.2 };
    await ended(won);
    expect(await ended(won)).toEqual({ __typename: 'RecordedQuoteOutcome' });
    expect(await ended({ ...won, coverPrice: 100.3 })).toMatchObject({ code: 'OUTCOME_RECORDED' });
  });
});
