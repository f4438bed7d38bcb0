import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DEFAULT_QUOTING_POLICY, type QuotingPolicy } from '#domain/quoting';
import { MemoryDeskSettings } from '#adapters/memory';
import { DESKS, keyOf, memoryPorts, send, startApi, type MemoryPorts } from '../factories/api.js';

const GENERATE = `mutation Generate($input: GenerateQuoteInput!) {
  generateQuote(input: $input) {
    __typename
    ... on DealerQuote { decisionId bid { price terms { name bps } } offer { price terms { name bps } } }
    ... on ExpectedError { code field message allowed }
  }
}`;
const OUTCOME = `mutation Outcome($input: RecordQuoteOutcomeInput!) {
  recordQuoteOutcome(input: $input) {
    __typename
    ... on RecordedQuoteOutcome { quoteId instrumentId kind clientSide quantity }
    ... on ExpectedError { code field message allowed }
  }
}`;
const INVENTORY = '{ inventory { positions { instrumentId quantity } liveQuotes killSwitch { isEngaged reason } } }';
const ENGAGE = 'mutation { engageKillSwitch(input: { reason: "a test" }) { cancelled killSwitch { isEngaged } } }';
const EVENTS = `query ($first: Int!, $after: String) {
  quotingEvents(first: $first, after: $after) {
    events { ordinal kind at who instrumentId code field message }
    nextCursor
  }
}`;
const RELEASE = `mutation {
  releaseKillSwitch { __typename ... on KillSwitchState { isEngaged } ... on ExpectedError { code } }
}`;

interface Quoted {
  readonly __typename: string;
  readonly code?: string;
  readonly decisionId: string;
  readonly bid: Side | null;
  readonly offer: Side | null;
}

interface Side {
  readonly price: number;
  readonly terms: readonly { readonly name: string; readonly bps: number }[];
}

let ports: MemoryPorts;
let app: NestFastifyApplication;
let keys = 0;

/** An api whose desk has settled this about its quotes. */
const start = async (policy: Partial<QuotingPolicy> = {}): Promise<void> => {
  const quoting = { ...DEFAULT_QUOTING_POLICY, ...policy };
  const desks = new MemoryDeskSettings([{ deskId: DESKS.alpha, name: 'alpha', riskAversion: 0.1, quoting }]);
  ports = memoryPorts();
  app = await startApi({ ...ports, desks });
};

const ask = async <T>(query: string, variables: object, key = keyOf('dealer')): Promise<T> => {
  const { data, errors } = await send<Readonly<Record<string, T>>>(app, query, variables, key);
  expect(errors).toEqual([]);
  return Object.values(data)[0]!;
};

const generate = (change: object = {}): Promise<Quoted> =>
  ask<Quoted>(GENERATE, {
    input: { instrumentId: 'TEST', quantity: 10_000, idempotencyKey: `key ${(keys += 1)}`, ...change },
  });

const inventory = (): Promise<object> => ask(INVENTORY, {});

beforeEach(() => start());
afterEach(() => app.close());

describe('limits of a desk', () => {
  it('of 64 requests at once against one remaining unit exactly one is quoted', async () => {
    await app.close();
    await start({ clientLimits: { notionalMax: 1_500_000, messagesMax: 1_000 } });
    const answers = await Promise.all(Array.from({ length: 64 }, () => generate({ client: 'FUND' })));
    expect(answers.filter(({ __typename }) => __typename === 'DealerQuote')).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'NOTIONAL_LIMIT')).toHaveLength(63);
    expect(await ports.quoteBook.events(DESKS.alpha, 100)).toHaveLength(63);
    expect((await generate({ client: 'OTHER' })).__typename).toBe('DealerQuote');
  });

  it('what the desk itself refuses leaves a row too', async () => {
    expect(await generate({ quantity: 2_000_001, client: 'FUND' })).toMatchObject({ code: 'SIZE_BEYOND_LADDER' });
    expect(await ports.quoteBook.events(DESKS.alpha, 10)).toMatchObject([
      { kind: 'QUOTE_REFUSED', who: 'FUND', instrumentId: 'TEST', code: 'SIZE_BEYOND_LADDER', field: 'quantity' },
    ]);
  });

  it('every breach is a row to page through, newest first, with what the kill switch took back', async () => {
    await app.close();
    await start({ clientLimits: { notionalMax: 2_500_000, messagesMax: 1_000 } });
    for (const client of ['FUND', 'FUND', 'FUND', 'BANK']) await generate({ client });
    await ask(ENGAGE, {});
    await generate({ client: 'BANK' });
    await ask(RELEASE, {}, keyOf('specialist'));
    interface Page {
      readonly events: readonly object[];
      readonly nextCursor: string | null;
    }
    const pages: Page[] = [];
    for (let after: string | null = null; pages.length === 0 || after !== null; after = pages.at(-1)!.nextCursor) {
      pages.push(await ask<Page>(EVENTS, { first: 2, after }));
    }
    expect(pages.map(({ events }) => events.length)).toEqual([2, 2, 2]);
    expect(pages.flatMap(({ events }) => events)).toMatchObject([
      { ordinal: 6, kind: 'KILL_SWITCH_RELEASED', who: 'specialist-alpha' },
      { ordinal: 5, kind: 'QUOTE_REFUSED', who: 'BANK', code: 'KILL_SWITCH', instrumentId: 'TEST' },
      {
        ordinal: 4,
        kind: 'QUOTES_TAKEN_BACK',
        who: 'FUND',
        instrumentId: 'TEST',
        message: 'live quotes taken back: 2',
      },
      { ordinal: 3, kind: 'QUOTES_TAKEN_BACK', who: 'BANK', message: 'live quotes taken back: 1' },
      { ordinal: 2, kind: 'KILL_SWITCH_ENGAGED', who: 'dealer-alpha', message: 'a test' },
      { ordinal: 1, kind: 'QUOTE_REFUSED', who: 'FUND', code: 'NOTIONAL_LIMIT', field: 'client.notional' },
    ]);
  });

  it.each<[string, object]>([
    ['first', { first: 0 }],
    ['after', { first: 1, after: 'x' }],
  ])('a page of events with an impossible %s is refused by its name', async (field, variables) => {
    const { errors } = await send(app, EVENTS, variables, keyOf('dealer'));
    expect(JSON.stringify(errors)).toContain(`"field":"${field}"`);
  });

  it('a desk whose risk aversion cannot be quotes nothing, by its name', async () => {
    for (const riskAversion of [0, -1, NaN]) {
      await app.close();
      await start({ riskAversion });
      expect(await generate()).toMatchObject({ code: 'IMPOSSIBLE_QUOTE_INPUT', field: 'style.riskAversion' });
    }
  });

  it('a correlation that no returns have is refused', async () => {
    await app.close();
    await start({ correlation: 2 });
    ports.quoteBook.positions = () =>
      Promise.resolve([
        { instrumentId: 'TEST', quantity: 1 },
        { instrumentId: 'OTHER', quantity: 1 },
      ]);
    const test = ports.market.latest('TEST')!;
    ports.market.setSnapshot({ ...test, terms: { ...test.terms, instrumentId: 'OTHER' } });
    expect(await generate()).toMatchObject({ code: 'IMPOSSIBLE_COVARIANCE', field: 'covariance' });
  });

  it('an inventory that is no number is refused', async () => {
    ports.quoteBook.positions = () => Promise.resolve([{ instrumentId: 'TEST', quantity: NaN }]);
    expect(await generate()).toMatchObject({ code: 'IMPOSSIBLE_QUOTE_INPUT', field: 'inventory.positions.0' });
  });
});

describe('the outcome of a quote', () => {
  it('is held once, and skews the next quote towards getting rid of it', async () => {
    const flat = await generate({ quantity: 240_000 });
    const input = { quoteId: flat.decisionId, kind: 'DONE_WITH_COVER', clientSide: 'SELL' };
    for (let i = 0; i < 3; i += 1) {
      expect(await ask(OUTCOME, { input })).toMatchObject({ __typename: 'RecordedQuoteOutcome', quantity: 240_000 });
    }
    expect(await inventory()).toMatchObject({
      positions: [{ instrumentId: 'TEST', quantity: 240_000 }],
      liveQuotes: 0,
    });
    const long = await generate({ quantity: 240_000 });
    const skew = (side: Side | null): number => side!.terms.find(({ name }) => name === 'inventorySkew')!.bps;
    expect(skew(long.offer)).toBeLessThanOrEqual(0);
    expect(long.offer!.price).toBeLessThanOrEqual(flat.offer!.price);
    expect(long.bid!.price).toBeLessThanOrEqual(flat.bid!.price);
  });

  it.each<[string, object, string, string]>([
    ['of a quote that was never made', { quoteId: 'none' }, 'UNKNOWN_DECISION', 'quoteId'],
    ['of a size that was not quoted', { quantity: 5 }, 'IMPOSSIBLE_OUTCOME', 'quantity'],
  ])('%s is refused', async (_, change, code, field) => {
    const { decisionId } = await generate();
    const input = { quoteId: decisionId, kind: 'DONE', clientSide: 'BUY', ...change };
    expect(await ask(OUTCOME, { input })).toMatchObject({ code, field });
    expect(await inventory()).toMatchObject({ positions: [] });
  });

  it('does not change afterwards', async () => {
    const { decisionId } = await generate();
    const input = { quoteId: decisionId, kind: 'NOT_TRADED', clientSide: 'BUY' };
    await ask(OUTCOME, { input });
    expect(await ask(OUTCOME, { input: { ...input, kind: 'DONE' } })).toMatchObject({ code: 'OUTCOME_RECORDED' });
    expect(await inventory()).toMatchObject({ positions: [] });
  });
});

describe('the kill switch', () => {
  it('takes back what is live, lets nothing leave, and is released by a second person', async () => {
    const first = { idempotencyKey: 'the first' };
    expect((await generate(first)).__typename).toBe('DealerQuote');
    await generate();
    expect(await inventory()).toMatchObject({ liveQuotes: 2 });
    expect(await ask(ENGAGE, {})).toEqual({ cancelled: 2, killSwitch: { isEngaged: true } });
    expect(await inventory()).toMatchObject({ liveQuotes: 0, killSwitch: { isEngaged: true, reason: 'a test' } });
    const answers = await Promise.all([generate(first), ...Array.from({ length: 64 }, () => generate())]);
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['KILL_SWITCH']));
    expect(await ask(RELEASE, {})).toMatchObject({ code: 'SECOND_PERSON_REQUIRED' });
    expect(await ask(RELEASE, {}, keyOf('specialist'))).toEqual({ __typename: 'KillSwitchState', isEngaged: false });
    expect((await generate()).__typename).toBe('DealerQuote');
    // What was taken back stays so.
    expect(await generate(first)).toMatchObject({ code: 'KILL_SWITCH', field: 'idempotencyKey' });
  });

  it('lets no quote leave after its acknowledgement, whatever is on its way', async () => {
    let acknowledged = false;
    const late: string[] = [];
    const quoting = Array.from({ length: 100 }, async () => {
      const { __typename } = await generate();
      if (acknowledged && __typename === 'DealerQuote') late.push(__typename);
    });
    await ask(ENGAGE, {}, keyOf('specialist'));
    acknowledged = true;
    await Promise.all(quoting);
    expect(late).toEqual([]);
    expect(await inventory()).toMatchObject({ liveQuotes: 0 });
  });
});
