import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { formatInstant, type Instant } from '#domain/core';
import { eventually } from '../../contracts/eventually.js';
import { send, SESSION_TIME, startApi, type Answer } from '../../factories/api.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../../factories/deployments.js';
import { instrumentState } from '../../factories/instrument-state.js';
import { market, terms } from '../../factories/market.js';
import {
  QUOTE_REQUEST,
  QUOTE_REQUEST_MUTATIONS,
  QUOTE_REQUESTS,
  type SentQuoteRequest,
} from '../../factories/quote-request-documents.js';

jest.setTimeout(120_000);

/** Session time: `seconds` after the requests of this file are opened. */
const at = (seconds: number): Instant => SESSION_TIME + BigInt(Math.round(seconds * 1e9));

const OUTRIGHT = {
  legs: [{ instrumentId: 'TEST' }],
  side: 'BUY',
  quantity: 1_000,
  dealers: ['A', 'B', 'C'],
  expiresInSeconds: 60,
};

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('requests for quote through the api on %s', (_, open: () => Promise<Deployment>) => {
  let deployment: Deployment;
  let app: NestFastifyApplication;
  let keys = 0;

  beforeAll(async () => {
    deployment = await open();
    app = await startApi(deployment.ports);
    const inverse = terms({ instrumentId: 'INVERSE', kind: 'PERPETUAL', isInverse: true, contractMultiplier: 100 });
    for (const listed of [
      market(),
      market({ terms: terms({ instrumentId: 'OTHER', contractMultiplier: 50, lotSize: 10 }) }),
      market({ terms: { ...inverse, lotSize: 100 } }),
    ]) {
      deployment.ports.market.setState(instrumentState(listed));
    }
  });
  beforeEach(() => {
    deployment.ports.market.setNow(at(0));
  });
  afterAll(async () => {
    await app.close();
    await deployment.close();
  });

  type Command = keyof typeof QUOTE_REQUEST_MUTATIONS;
  const newKey = (): string => `key ${(keys += 1)}`;

  const sent = (command: Command, input: object): Promise<Answer<Record<string, SentQuoteRequest>>> =>
    send(
      app,
      QUOTE_REQUEST_MUTATIONS[command],
      { input: { idempotencyKey: newKey(), ...input } },
      deployment.key('trader'),
    );

  const ask = async (command: Command, input: object): Promise<SentQuoteRequest> => {
    const { data, errors } = await sent(command, input);
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };

  const query = async <Data>(document: string, variables: object): Promise<Data> => {
    const { data, errors } = await send<Record<string, Data>>(app, document, variables, deployment.key('trader'));
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };

  const found = (id: string): Promise<SentQuoteRequest> => query(QUOTE_REQUEST, { id });

  const opened = async (overrides: object = {}): Promise<string> => {
    const { quoteRequestId } = await ask('openQuoteRequest', { ...OUTRIGHT, ...overrides });
    return quoteRequestId;
  };

  const offer = (quoteRequestId: string, dealer: string, price: number, overrides: object = {}): object => ({
    quoteRequestId,
    dealer,
    quoteId: `${dealer}1`,
    offer: { price },
    validForMs: 30_000,
    ...overrides,
  });

  it('go from the opening to the fill and what comes after', async () => {
    const first = await ask('openQuoteRequest', OUTRIGHT);
    expect(first).toMatchObject({
      __typename: 'QuoteRequest',
      version: 1,
      status: 'OPEN',
      side: 'BUY',
      lots: 1_000,
      openLots: 1_000,
      isDifference: false,
      horizonSeconds: 1_800,
      openedAt: formatInstant(at(0)),
      expiresAt: formatInstant(at(60)),
      legs: [{ instrumentId: 'TEST', side: 'BUY', lotsPerLot: 1 }],
    });
    const id = first.quoteRequestId;
    deployment.ports.market.setNow(at(1));
    await ask('submitQuote', offer(id, 'A', 100.05));
    const quoted = await ask('submitQuote', offer(id, 'B', 100.07, { lastLookMs: 200 }));
    expect(quoted.dealers).toMatchObject([
      { dealer: 'A', status: 'QUOTED', quote: { quoteId: 'A1', offer: { price: 100.05, lots: 1_000 }, bid: null } },
      { dealer: 'B', quote: { quotedAt: formatInstant(at(1)), validUntil: formatInstant(at(31)), lastLookMs: 200 } },
      { dealer: 'C', status: 'ASKED', quote: null },
    ]);
    await ask('declineQuoteRequest', { quoteRequestId: id, dealer: 'C' });
    const lifted = await ask('respond', {
      quoteRequestId: id,
      response: { lift: { dealer: 'A', quoteId: 'A1', quantity: 600 } },
    });
    expect(lifted).toMatchObject({ openLots: 400, unsettledLots: 600, tradedSide: 'BUY', coverPrice: 100.07 });
    await ask('respond', { quoteRequestId: id, response: { lift: { dealer: 'B', quoteId: 'B1' } } });
    const fill = (dealer: string): object => ({
      quoteRequestId: id,
      outcome: { fill: { dealer, quoteId: `${dealer}1`, execId: 'x' } },
    });
    await ask('recordOutcome', fill('A'));
    const traded = await ask('recordOutcome', fill('B'));
    expect(traded).toMatchObject({ status: 'TRADED', filledLots: 1_000, version: 8 });
    expect(traded.dealers).toMatchObject([
      { status: 'FILLED', fills: [{ execId: 'x', side: 'BUY', price: 100.05, lots: 600 }] },
      { status: 'FILLED', fills: [{ price: 100.07, lots: 400 }] },
      { status: 'DECLINED' },
    ]);
    const markout = { quoteRequestId: id, outcome: { markout: { horizonMs: 500, price: 100.01 } } };
    expect(await ask('recordOutcome', markout)).toMatchObject({
      code: 'INVALID_HORIZON',
      field: 'outcome.markout.horizonMs',
      allowed: `recorded from ${formatInstant(at(1.5))} on`,
    });
    deployment.ports.market.setNow(at(1.5));
    await ask('recordOutcome', markout);
    const tooGood = await ask('recordOutcome', { quoteRequestId: id, outcome: { cover: { price: 100.04 } } });
    expect(tooGood).toMatchObject({ code: 'INVALID_PRICE', field: 'outcome.cover.price' });
    const known = await ask('recordOutcome', { quoteRequestId: id, outcome: { cover: { price: 100.06 } } });
    expect(known).toMatchObject({ coverPrice: 100.06, markouts: [{ horizonMs: 500, price: 100.01 }] });
    expect(await found(id)).toEqual(known);
  });

  it('are countered, rejected, withdrawn, passed and done away', async () => {
    const id = await opened({ dealers: ['A', 'B', 'C', 'D'] });
    for (const dealer of ['A', 'B', 'C']) await ask('submitQuote', offer(id, dealer, 100.05));
    await ask('respond', {
      quoteRequestId: id,
      response: { counter: { dealer: 'A', quoteId: 'A1', side: 'BUY', price: 100.03 } },
    });
    await ask('respond', { quoteRequestId: id, response: { lift: { dealer: 'B', quoteId: 'B1' } } });
    await ask('recordOutcome', { quoteRequestId: id, outcome: { reject: { dealer: 'B', quoteId: 'B1' } } });
    await ask('withdrawQuote', { quoteRequestId: id, dealer: 'C', quoteId: 'C1' });
    await ask('respond', { quoteRequestId: id, response: { pass: { dealer: 'D' } } });
    expect((await found(id)).dealers).toMatchObject([
      { status: 'COUNTERED', counter: { side: 'BUY', price: 100.03, lots: 1_000 } },
      { status: 'REJECTED', rejectedLots: 1_000 },
      { status: 'WITHDRAWN' },
      { status: 'PASSED' },
    ]);
    expect(await ask('respond', { quoteRequestId: id, response: { pass: {} } })).toMatchObject({ status: 'PASSED' });
    const away = await ask('recordOutcome', { quoteRequestId: id, outcome: { doneAway: { price: 100.04 } } });
    expect(away).toMatchObject({ status: 'DONE_AWAY', awayPrice: 100.04 });
  });

  it.each<[string, object, number]>([
    ['units', { quantity: 500 }, 500],
    ['notional, rounded down', { quantity: 50_050, quantityUnit: 'NOTIONAL' }, 500],
    ['lots', { quantity: 7, quantityUnit: 'LOTS' }, 7],
    [
      'contracts of 50 units, a lot being 10',
      { legs: [{ instrumentId: 'OTHER' }], quantity: 3, quantityUnit: 'CONTRACTS' },
      15,
    ],
    ['units of an inverse contract, rounded down', { legs: [{ instrumentId: 'INVERSE' }], quantity: 7.5 }, 7],
  ])('count lots of a quantity in %s', async (__, stated, lots) => {
    expect(await ask('openQuoteRequest', { ...OUTRIGHT, ...stated })).toMatchObject({ lots });
  });

  it('carry a package at one price, which may be negative', async () => {
    const legs = [{ instrumentId: 'TEST' }, { instrumentId: 'OTHER', side: 'SELL', lotsPerLot: 2 }];
    const id = await opened({ legs, side: 'TWO_SIDED', quantity: 10, quantityUnit: 'LOTS' });
    const quoted = await ask('submitQuote', offer(id, 'A', 0, { bid: { price: -0.02 }, offer: { price: 0.01 } }));
    expect(quoted).toMatchObject({ isDifference: true, lots: 10, legs: [{ lotsPerLot: 1 }, { lotsPerLot: 2 }] });
    const hit = await ask('respond', { quoteRequestId: id, response: { hit: { dealer: 'A', quoteId: 'A1' } } });
    expect(hit.dealers[0]).toMatchObject({ taken: { side: 'SELL', price: -0.02, lots: 10, unsettledLots: 10 } });
  });

  it.each<[string, Command, object, string, string]>([
    ['an unknown request', 'submitQuote', { quoteRequestId: 'nonsense' }, 'UNKNOWN_QUOTE_REQUEST', 'quoteRequestId'],
    ['a dealer who was not asked', 'submitQuote', { dealer: 'Z' }, 'DEALER_NOT_ASKED', 'dealer'],
    ['a bid to a buyer', 'submitQuote', { bid: { price: 99.9 } }, 'WRONG_SIDE', 'bid'],
    ['a price 100 times off', 'submitQuote', { offer: { price: 10_005 } }, 'INVALID_PRICE', 'offer.price'],
    ['a negative size', 'submitQuote', { offer: { price: 100, quantity: -5 } }, 'INVALID_QUANTITY', 'offer.quantity'],
    [
      'half a lot',
      'submitQuote',
      { offer: { price: 100, quantity: 0.5 }, quantityUnit: 'LOTS' },
      'INVALID_QUANTITY',
      'offer.quantity',
    ],
    [
      'more than was asked',
      'submitQuote',
      { offer: { price: 100, quantity: 1_001 } },
      'INVALID_QUANTITY',
      'offer.quantity',
    ],
    ['a quote from the future', 'submitQuote', { sentAt: formatInstant(at(9)) }, 'INVALID_SENDING_TIME', 'sentAt'],
    ['a quote valid for no time', 'submitQuote', { validForMs: 0 }, 'INVALID_VALIDITY', 'validUntil'],
    ['two validities', 'submitQuote', { validUntil: formatInstant(at(9)) }, 'INVALID_VALIDITY', 'validUntil'],
    ['an id that was used', 'submitQuote', { quoteId: 'A1' }, 'DUPLICATE_ID', 'quoteId'],
    [
      'a hit by a buyer',
      'respond',
      { response: { hit: { dealer: 'A', quoteId: 'A1' } } },
      'WRONG_SIDE',
      'response.hit',
    ],
    [
      'a quote that was never made',
      'respond',
      { response: { lift: { dealer: 'A', quoteId: 'A2' } } },
      'QUOTE_NOT_LIVE',
      'response.lift.quoteId',
    ],
    [
      'a part of nothing',
      'respond',
      { response: { lift: { dealer: 'A', quoteId: 'A1', quantity: 0 } } },
      'INVALID_QUANTITY',
      'response.lift.quantity',
    ],
    [
      'a counter that is no better',
      'respond',
      { response: { counter: { dealer: 'A', quoteId: 'A1', side: 'BUY', price: 100.05 } } },
      'INVALID_PRICE',
      'response.counter.price',
    ],
    [
      'a fill of what was not lifted',
      'recordOutcome',
      { outcome: { fill: { dealer: 'A', quoteId: 'A1', execId: 'x' } } },
      'NOT_ALLOWED_NOW',
      'outcome.fill.dealer',
    ],
    [
      'a cover before the end',
      'recordOutcome',
      { outcome: { cover: { price: 100 } } },
      'NOT_ALLOWED_NOW',
      'quoteRequestId',
    ],
    ['a withdrawal of another quote', 'withdrawQuote', { dealer: 'A', quoteId: 'A0' }, 'QUOTE_NOT_LIVE', 'quoteId'],
  ])('refuse %s by name, and nothing has changed', async (__, command, overrides, code, field) => {
    const id = await opened();
    await ask('submitQuote', offer(id, 'A', 100.05));
    const base = command === 'submitQuote' ? offer(id, 'A', 100.04, { quoteId: 'A2' }) : { quoteRequestId: id };
    const before = await found(id);
    expect(await ask(command, { ...base, ...overrides })).toMatchObject({ code, field, allowed: expect.any(String) });
    expect(await found(id)).toEqual(before);
  });

  it.each<[string, object, string, string]>([
    ['an instrument nobody knows', { legs: [{ instrumentId: 'NONE' }] }, 'UNKNOWN_INSTRUMENT', 'legs.0.instrumentId'],
    [
      'an instrument twice',
      { legs: [{ instrumentId: 'TEST' }, { instrumentId: 'TEST' }], quantityUnit: 'LOTS' },
      'INVALID_LEGS',
      'legs.1.instrumentId',
    ],
    ['one leg that is sold', { legs: [{ instrumentId: 'TEST', side: 'SELL' }] }, 'INVALID_LEGS', 'legs.0.side'],
    ['one leg of two lots', { legs: [{ instrumentId: 'TEST', lotsPerLot: 2 }] }, 'INVALID_LEGS', 'legs.0.lotsPerLot'],
    [
      'a package in units',
      { legs: [{ instrumentId: 'TEST' }, { instrumentId: 'OTHER' }] },
      'INVALID_QUANTITY',
      'quantity',
    ],
    ['no size', { quantity: 0 }, 'INVALID_QUANTITY', 'quantity'],
    ['half a share', { quantity: 0.5 }, 'INVALID_QUANTITY', 'quantity'],
    ['a dealer twice', { dealers: ['A', 'B', 'A'] }, 'INVALID_PANEL', 'dealers.2'],
    ['an expiry that is past', { expiresInSeconds: -1 }, 'INVALID_EXPIRY', 'expiresAt'],
    ['no expiry', { expiresInSeconds: null }, 'INVALID_EXPIRY', 'expiresAt'],
    ['no horizon', { horizonSeconds: 0 }, 'INVALID_HORIZON', 'horizonSeconds'],
  ])('are not opened for %s', async (__, overrides, code, field) => {
    const idempotencyKey = newKey();
    expect(await ask('openQuoteRequest', { ...OUTRIGHT, ...overrides, idempotencyKey })).toMatchObject({ code, field });
    expect(await ask('openQuoteRequest', { ...OUTRIGHT, idempotencyKey })).toMatchObject({ version: 1 });
  });

  it.each<[string, Command, object, number]>([
    ['passed on', 'respond', { response: { pass: {} } }, 1],
    ['done away', 'recordOutcome', { outcome: { doneAway: {} } }, 1],
    ['expired', 'withdrawQuote', { dealer: 'A', quoteId: 'A1' }, 60],
  ])('refuse quotes once they are %s', async (__, command, ending, second) => {
    const id = await opened();
    await ask('submitQuote', offer(id, 'A', 100.05));
    deployment.ports.market.setNow(at(second));
    await ask(command, { quoteRequestId: id, ...ending });
    expect(await ask('submitQuote', offer(id, 'B', 100.04))).toMatchObject({
      code: 'REQUEST_CLOSED',
      field: 'quoteRequestId',
      allowed: expect.any(String),
    });
  });

  it('refuse a crossed quote, and a part of all or none', async () => {
    const id = await opened({ side: 'TWO_SIDED', allOrNone: true });
    const crossed = offer(id, 'A', 100.05, { bid: { price: 100.06 } });
    expect(await ask('submitQuote', crossed)).toMatchObject({ code: 'CROSSED_QUOTE', field: 'bid.price' });
    const part = offer(id, 'A', 100.05, { offer: { price: 100.05, quantity: 10 } });
    expect(await ask('submitQuote', part)).toMatchObject({ code: 'ALL_OR_NONE', field: 'offer.quantity' });
  });

  it('take no more than a hundred quotes of one dealer, whatever he sends', async () => {
    const id = await opened();
    const send100 = Array.from({ length: 101 }, (__, i) => offer(id, 'A', 100.05, { quoteId: `A${i}` }));
    const answers = await Promise.all(send100.map((quote) => ask('submitQuote', quote)));
    expect(answers.filter(({ code }) => code === undefined)).toHaveLength(100);
    expect(answers.filter(({ code }) => code !== undefined)).toMatchObject([
      { code: 'LIMIT_REACHED', field: 'dealer' },
    ]);
    expect(await found(id)).toMatchObject({ version: 101 });
  });

  it.each<[string, Command, object]>([
    ['dealers', 'openQuoteRequest', { ...OUTRIGHT, dealers: [] }],
    ['dealers', 'openQuoteRequest', { ...OUTRIGHT, dealers: ['A', ' B'] }],
    ['dealers', 'openQuoteRequest', { ...OUTRIGHT, dealers: Array.from({ length: 51 }, (__, i) => `D${i}`) }],
    ['legs', 'openQuoteRequest', { ...OUTRIGHT, legs: [] }],
    ['quantity', 'openQuoteRequest', { ...OUTRIGHT, quantity: 'many' }],
    ['expiresAt', 'openQuoteRequest', { ...OUTRIGHT, expiresAt: 'soon' }],
    ['response', 'respond', { quoteRequestId: 'x', response: {} }],
    ['response', 'respond', { quoteRequestId: 'x', response: { pass: {}, hit: { dealer: 'A', quoteId: 'a' } } }],
    ['response.hit.quoteId', 'respond', { quoteRequestId: 'x', response: { hit: { dealer: 'A', quoteId: '' } } }],
    ['outcome', 'recordOutcome', { quoteRequestId: 'x', outcome: { cover: null } }],
    ['offer.price', 'submitQuote', offer('x', 'A', 1, { offer: { price: 'NaN' } })],
    ['idempotencyKey', 'withdrawQuote', { quoteRequestId: 'x', dealer: 'A', quoteId: 'a', idempotencyKey: '' }],
  ])('are given by well-formed input only: %s', async (field, command, input) => {
    const { errors } = await sent(command, input);
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', fields: [{ field }] } }]);
  });

  it('answer a repeat of any command as the first time, whatever happened since', async () => {
    const repeats: (() => Promise<void>)[] = [];
    const once = async (command: Command, input: object): Promise<SentQuoteRequest> => {
      const keyed = { ...input, idempotencyKey: newKey() };
      const first = await ask(command, keyed);
      expect(first.code).toBeUndefined();
      repeats.push(async () => {
        expect(await ask(command, keyed)).toEqual(first);
      });
      return first;
    };
    const { quoteRequestId } = await once('openQuoteRequest', OUTRIGHT);
    const on = (input: object): object => ({ quoteRequestId, ...input });
    await once('submitQuote', offer(quoteRequestId, 'A', 100.05));
    await once('submitQuote', offer(quoteRequestId, 'B', 100.06));
    await once('withdrawQuote', on({ dealer: 'B', quoteId: 'B1' }));
    await once('declineQuoteRequest', on({ dealer: 'C' }));
    await once('respond', on({ response: { lift: { dealer: 'A', quoteId: 'A1' } } }));
    await once('recordOutcome', on({ outcome: { fill: { dealer: 'A', quoteId: 'A1', execId: 'x' } } }));
    const { dealers } = await once('recordOutcome', on({ outcome: { cover: { price: 100.06 } } }));
    // Neither the end of the request nor a market that is gone tells a repeat from the first.
    deployment.ports.market.setNow(at(100));
    deployment.ports.market.setFeedSilenceMs(60_000);
    for (const repeat of repeats) await repeat();
    expect(await found(quoteRequestId)).toMatchObject({ status: 'TRADED', dealers });
  });

  it('are marked at the mid after their end, though nobody sends that', async () => {
    const id = await opened();
    await ask('submitQuote', offer(id, 'A', 100.05));
    await ask('respond', { quoteRequestId: id, response: { lift: { dealer: 'A', quoteId: 'A1' } } });
    await ask('recordOutcome', {
      quoteRequestId: id,
      outcome: { fill: { dealer: 'A', quoteId: 'A1', execId: 'x' } },
    });
    deployment.ports.market.setNow(at(2));
    await eventually('its mid a second later is recorded', async () => (await found(id)).markouts.length > 0);
    const marked = await found(id);
    // The book has not changed since before the request.
    expect(marked.markouts).toEqual([{ horizonMs: 1_000, price: 100, marketAt: market().exchangeTime }]);
    expect(marked.missedMarkouts).toEqual([]);
    const sent = await ask('recordOutcome', {
      quoteRequestId: id,
      outcome: { markout: { horizonMs: 1_000, price: 100.01 } },
    });
    expect(sent).toMatchObject({ code: 'DUPLICATE_ID', field: 'outcome.markout.horizonMs' });
  });

  it('refuse a key that belongs to another command', async () => {
    const id = await opened();
    const idempotencyKey = newKey();
    await ask('submitQuote', { ...offer(id, 'A', 100.05), idempotencyKey });
    for (const [command, input] of [
      ['submitQuote', offer(id, 'A', 100.06)],
      ['declineQuoteRequest', { quoteRequestId: id, dealer: 'A' }],
      ['openQuoteRequest', OUTRIGHT],
    ] as const) {
      expect(await ask(command, { ...input, idempotencyKey })).toMatchObject({
        code: 'IDEMPOTENCY_CONFLICT',
        field: 'idempotencyKey',
      });
    }
  });

  it('are settled in lots while there is no market to count units by', async () => {
    const id = await opened();
    await ask('submitQuote', offer(id, 'A', 100.05));
    deployment.ports.market.setFeedSilenceMs(60_000);
    const lift = (stated: object): object => ({
      quoteRequestId: id,
      response: { lift: { dealer: 'A', quoteId: 'A1', ...stated } },
    });
    expect(await ask('respond', lift({ quantity: 400 }))).toMatchObject({
      code: 'STALE_MARKET',
      field: 'response.lift.quantityUnit',
    });
    expect(await ask('respond', lift({ quantity: 400, quantityUnit: 'LOTS' }))).toMatchObject({ unsettledLots: 400 });
    const outcome = { fill: { dealer: 'A', quoteId: 'A1', execId: 'x' } };
    expect(await ask('recordOutcome', { quoteRequestId: id, outcome })).toMatchObject({ filledLots: 400 });
  });

  it('are listed newest first by what they are at the session’s time: one that expired is not open', async () => {
    const legs = [{ instrumentId: 'OTHER' }];
    const ids: string[] = [];
    for (const expiresInSeconds of [60, 60, 120, 60]) ids.push(await opened({ legs, expiresInSeconds }));
    await ask('respond', { quoteRequestId: ids[0], response: { pass: {} } });
    interface Page {
      readonly quoteRequests: readonly { readonly quoteRequestId: string; readonly status: string }[];
      readonly nextCursor: string | null;
    }
    const list = (status: string | null, first = 100, after?: string): Promise<Page> =>
      query<Page>(QUOTE_REQUESTS, { status, instrumentId: 'OTHER', first, after });
    const shown = async (status: string | null): Promise<readonly (string | number)[][]> =>
      (await list(status)).quoteRequests
        .filter(({ quoteRequestId }) => ids.includes(quoteRequestId))
        .map((one) => [ids.indexOf(one.quoteRequestId), one.status]);
    expect(await shown('OPEN')).toEqual([
      [3, 'OPEN'],
      [2, 'OPEN'],
      [1, 'OPEN'],
    ]);
    deployment.ports.market.setNow(at(60));
    expect(await shown('OPEN')).toEqual([[2, 'OPEN']]);
    expect(await shown('EXPIRED')).toEqual([
      [3, 'EXPIRED'],
      [1, 'EXPIRED'],
    ]);
    expect(await shown(null)).toEqual([
      [3, 'EXPIRED'],
      [2, 'OPEN'],
      [1, 'EXPIRED'],
      [0, 'PASSED'],
    ]);
    expect(await found(ids[1]!)).toMatchObject({ status: 'EXPIRED' });
    expect(await ask('submitQuote', offer(ids[1]!, 'A', 100))).toMatchObject({ code: 'REQUEST_CLOSED' });
    const page = await list('EXPIRED', 1);
    expect(page.quoteRequests).toMatchObject([{ quoteRequestId: ids[3] }]);
    expect((await list('EXPIRED', 1, page.nextCursor!)).quoteRequests).toMatchObject([{ quoteRequestId: ids[1] }]);
  });

  it('are recorded as expired though nobody comes back to them, so that a clock that starts over opens none again', async () => {
    const id = await opened({ expiresInSeconds: 60 });
    deployment.ports.market.setNow(at(60));
    await eventually('it is recorded', async () => (await found(id)).version === 2);
    deployment.ports.market.setNow(at(0));
    expect(await found(id)).toMatchObject({ status: 'EXPIRED', version: 2 });
  });

  it.each<[string, object]>([
    ['first', { first: 0 }],
    ['first', { first: 101 }],
    ['after', { first: 1, after: 'nonsense' }],
    ['instrumentId', { first: 1, instrumentId: '' }],
  ])('are listed in well-formed pages only: %s', async (field, variables) => {
    const { errors } = await send(app, QUOTE_REQUESTS, variables, deployment.key('trader'));
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', fields: [{ field }] } }]);
  });

  it('are not known to whoever did not open them', async () => {
    expect(await found('nonsense')).toMatchObject({ code: 'UNKNOWN_QUOTE_REQUEST', field: 'id' });
  });
});
