import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { MAX_FEED_SILENCE_MS } from '#application/decidable-market';
import { type MarketSnapshot } from '#domain/market-data';
import { EVALUATE, evaluateInput, keyOf, memoryPorts, send, startApi, type MemoryPorts } from '../factories/api.js';
import { market, terms } from '../factories/market.js';

const GENERATE = `mutation Generate($input: GenerateQuoteInput!) {
  generateQuote(input: $input) { __typename ... on ExpectedError { code message field allowed } }
}`;

const FORECAST = `query Forecast($input: ImpactForecastInput!) {
  impactForecast(input: $input) { __typename ... on ExpectedError { code message field allowed } }
}`;

const STRATEGY_TABLE = `query Table($input: StrategyTableInput!) {
  strategyTable(input: $input) { __typename ... on ExpectedError { code message field allowed } }
}`;

const MARKET = `query Market($instrumentId: ID!) {
  market(instrumentId: $instrumentId) { __typename ... on ExpectedError { code message field allowed } }
}`;

/** An answer on the wire, read as far as these tests need. */
interface Reply {
  readonly status: number;
  readonly text: string;
  readonly data: Readonly<Record<string, Failed>> | null;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: {
      readonly code: string;
      readonly fields?: readonly { readonly field: string; readonly allowed: string }[];
    };
  }[];
}

interface Failed {
  readonly __typename: string;
  readonly code?: string;
  readonly field?: string;
  readonly allowed?: string;
  readonly discarded?: readonly { readonly dealer: string; readonly reason: string }[];
}

let ports: MemoryPorts;
let app: NestFastifyApplication;

beforeAll(async () => {
  ports = memoryPorts();
  app = await startApi(ports);
});

afterAll(() => app.close());

/** Whatever came before: the same process answers the next request. */
afterEach(async () => {
  const { data } = await send<{ evaluateQuotes: Failed }>(app, EVALUATE, { input: evaluateInput() });
  expect(data.evaluateQuotes.__typename).toBe('RankedQuotes');
});

/** What no answer may contain: hints for guessing, stacks, places in the source. */
const LEAKS = /Did you mean|node_modules|\.[jt]s:\d|\n {4}at |Prisma|"stack"/;

/** A refusal does not send back what it refuses, however long it was. */
const REFUSAL_LENGTH_MAX = 4_000;

const post = async (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> => {
  const { statusCode, payload } = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${keyOf('admin')}`, 'content-type': 'application/json', ...headers },
    payload: body,
  });
  expect(payload).not.toMatch(LEAKS);
  expect(payload).not.toContain(process.cwd());
  if (statusCode !== 200) expect(payload.length).toBeLessThan(REFUSAL_LENGTH_MAX);
  const { data = null, errors = [] } = JSON.parse(payload) as Partial<Pick<Reply, 'data' | 'errors'>>;
  return { status: statusCode, text: payload, data, errors };
};

const ask = (query: string, variables: object = {}): Promise<Reply> => post(JSON.stringify({ query, variables }));

const INVALID = 'INVALID_INPUT|INVALID_REQUEST';

/** The request is refused for one field, which is named, with what is allowed there. */
const expectRefused = (
  { status, data, errors }: Reply,
  field: string,
  allowed: RegExp | string,
  codes = INVALID,
): void => {
  expect(data).toBeNull();
  expect(status).toBe(400);
  expect(errors[0]?.extensions.code).toMatch(new RegExp(`^(${codes})$`));
  const named = errors.flatMap(({ extensions }) => extensions.fields ?? []);
  expect(named.map((one) => one.field)).toContain(field);
  expect(named.find((one) => one.field === field)?.allowed).toMatch(allowed);
  expect(errors.map(({ message }) => message).join()).toContain(field);
};

let keys = 0;

/** A valid request of each kind, with a key of its own where it is kept. */
const OPERATIONS = {
  evaluateQuotes: {
    query: EVALUATE,
    input: { side: 'BUY', quotes: [{ dealer: 'A', price: 100.05, validForMs: 1_000 }] },
  },
  generateQuote: { query: GENERATE, input: {} },
  impactForecast: { query: FORECAST, input: { side: 'BUY' } },
  strategyTable: { query: STRATEGY_TABLE, input: { side: 'BUY' } },
} as const;

type Operation = keyof typeof OPERATIONS;
const KEPT = ['evaluateQuotes', 'generateQuote'] as const;
const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly Operation[];

const withInput = (operation: Operation, changes: object): Promise<Reply> => {
  const { query, input } = OPERATIONS[operation];
  const isKept = (KEPT as readonly Operation[]).includes(operation);
  const key = isKept ? { idempotencyKey: `key ${(keys += 1)}` } : {};
  return ask(query, { input: { instrumentId: 'TEST', quantity: 100, ...key, ...input, ...changes } });
};

const withQuote = (changes: object): Promise<Reply> =>
  withInput('evaluateQuotes', {
    quotes: [...OPERATIONS.evaluateQuotes.input.quotes, { dealer: 'B', price: 100.05, validForMs: 1_000, ...changes }],
  });

const NO_NUMBERS: readonly (readonly [string, unknown])[] = [
  ['NaN', 'NaN'],
  ['infinity', 'Infinity'],
  ['minus infinity', '-Infinity'],
  ['1e308', 1e308],
  ['1e308 as text', '1e308'],
  ['1e309 as text', '1e309'],
  ['30 digits', '123456789012345678901234567890'],
  ['30 decimal digits', '1.23456789012345678901234567890'],
  ['31 zeros', `1${'0'.repeat(30)}`],
  ['empty text', ''],
  ['a space', ' '],
  ['a number in spaces', ' 1 '],
  ['a word', 'ten'],
  ['thousands', '1,000'],
  ['hexadecimal', '0x10'],
  ['other digits', '١٢٣'],
  ['true', true],
  ['a list', [1, 2]],
  ['an object', { valueOf: 1 }],
];

const NEGATIVE: readonly (readonly [string, unknown])[] = [
  ['negative', -1],
  ['negative text', '-1'],
  ['hardly negative', -1e-9],
];
const ZERO: readonly (readonly [string, unknown])[] = [
  ['zero', 0],
  ['zero text', '0'],
  ['minus zero', -0],
  ['zero with decimals', '0.000'],
];

const FORECAST_BODY = JSON.stringify({
  query: FORECAST,
  variables: { input: { instrumentId: 'TEST', side: 'BUY', quantity: 100, aggression: 0.5 } },
});

describe('a ladder of sizes', () => {
  const LADDER = `mutation Ladder($input: GenerateQuoteLadderInput!) {
    generateQuoteLadder(input: $input) { __typename ... on ExpectedError { code message field allowed } }
  }`;
  const withSizes = (quantities: unknown, changes: object = {}): Promise<Reply> =>
    ask(LADDER, { input: { instrumentId: 'TEST', quantities, idempotencyKey: `key ${(keys += 1)}`, ...changes } });

  it.each([
    ...[...NO_NUMBERS, ...NEGATIVE, ...ZERO]
      .filter(([, value]) => !Array.isArray(value))
      .map(([name, value]) => [name, [100, value]] as const),
    ['no size', []] as const,
    ['one too many', Array.from({ length: 21 }, (_, i) => i + 1)] as const,
  ])('quantities: %s', async (_, quantities) => {
    expectRefused(await withSizes(quantities), 'quantities', /list of 1 to 20 decimal numbers/);
  });

  it.each([...NEGATIVE, ['too many', 51] as const])('competitors: %s', async (_, competitors) => {
    const { errors } = await withSizes([100], { competitors });
    expect(errors).toHaveLength(1);
  });
});

describe('a grid of scenarios', () => {
  const ANALYSE = `mutation Analyse($input: AnalyseScenariosInput!) {
    analyseScenarios(input: $input) { __typename ... on ExpectedError { code message field allowed } }
  }`;
  const withGrid = (changes: object): Promise<Reply> => {
    const axes = { quantities: [100], horizons: [{ horizonSeconds: 600 }] };
    return ask(ANALYSE, {
      input: { instrumentId: 'TEST', side: 'BUY', ...axes, idempotencyKey: `key ${(keys += 1)}`, ...changes },
    });
  };
  const NO_SCALARS = NO_NUMBERS.filter(([, value]) => !Array.isArray(value));

  it.each([...NO_SCALARS, ...NEGATIVE, ...ZERO])('quantities: %s', async (_, value) => {
    expectRefused(await withGrid({ quantities: [100, value] }), 'quantities', /list of 1 to 1000 decimal numbers/);
  });

  it.each(NO_SCALARS)('volatilityFactors: %s', async (_, value) => {
    expectRefused(await withGrid({ volatilityFactors: [value] }), 'volatilityFactors', /list of 1 to 1000 decimal/);
  });

  it.each(NO_NUMBERS)('horizons.1.horizonSeconds: %s', async (_, horizonSeconds) => {
    const horizons = [{ participation: 0.1 }, { horizonSeconds }];
    expectRefused(await withGrid({ horizons }), 'horizons.1.horizonSeconds', /decimal number/);
  });

  it.each<[string, readonly unknown[]]>([
    ['none', []],
    ['too many', Array.from({ length: 1_001 }, () => 600)],
  ])('%s on an axis', async (_, values) => {
    for (const axis of ['quantities', 'volatilityFactors']) {
      expectRefused(await withGrid({ [axis]: values }), axis, /list of 1 to 1000/);
    }
    const horizons = values.map((horizonSeconds) => ({ horizonSeconds }));
    expectRefused(await withGrid({ horizons }), 'horizons', /list of 1 to 1000/);
  });

  it.each(NO_NUMBERS)('thresholdBps: %s', async (_, thresholdBps) => {
    expectRefused(await withGrid({ thresholdBps }), 'thresholdBps', /from -10000 to 10000/);
  });

  it.each([
    ['instrumentId', ''],
    ['side', 'LONG'],
    ['quantityUnit', 'SHARES'],
    ['idempotencyKey', 'x'.repeat(129)],
  ])('%s: %s', async (field, value) => {
    expectRefused(await withGrid({ [field]: value }), field, /./);
  });
});

describe('a number', () => {
  describe.each(OPERATION_NAMES)('of %s', (operation) => {
    it.each([...NO_NUMBERS, ...NEGATIVE, ...ZERO])('quantity: %s', async (_, quantity) => {
      expectRefused(await withInput(operation, { quantity }), 'quantity', /decimal number/);
    });

    it.each([...NO_NUMBERS, ...NEGATIVE, ...ZERO, ['short', 0.999] as const, ['long', 864_001] as const])(
      'horizonSeconds: %s',
      async (_, horizonSeconds) => {
        expectRefused(await withInput(operation, { horizonSeconds }), 'horizonSeconds', /from 1 to 864000/);
      },
    );
  });

  it.each([...NO_NUMBERS, ...NEGATIVE, ...ZERO])('quotes.1.price: %s', async (_, price) => {
    expectRefused(await withQuote({ price }), 'quotes.1.price', /above 0 and at most 1000000000/);
  });

  it.each([...NO_NUMBERS, ...NEGATIVE, ...ZERO])('quotes.1.quantity: %s', async (_, quantity) => {
    expectRefused(await withQuote({ quantity }), 'quotes.1.quantity', /above 0/);
  });

  it.each([...NO_NUMBERS, ...NEGATIVE, ['a year and more', 31_536_000_001] as const])(
    'quotes.1.validForMs: %s',
    async (_, validForMs) => {
      expectRefused(await withQuote({ validForMs }), 'quotes.1.validForMs', /from 0 to 31536000000/);
    },
  );

  it.each([...NO_NUMBERS, ...NEGATIVE, ['a minute and more', 60_001] as const])(
    'quotes.1.lastLookMs: %s',
    async (_, lastLookMs) => {
      expectRefused(await withQuote({ lastLookMs }), 'quotes.1.lastLookMs', /from 0 to 60000/);
    },
  );

  it.each([...NO_NUMBERS, ...NEGATIVE, ['above one', 1.000_001] as const])('aggression: %s', async (_, aggression) => {
    expectRefused(await withInput('impactForecast', { aggression }), 'aggression', /from 0 to 1$/);
  });

  it.each(NO_NUMBERS)('thresholdBps: %s', async (_, thresholdBps) => {
    expectRefused(await withInput('strategyTable', { thresholdBps }), 'thresholdBps', /from -10000 to 10000/);
  });

  it.each([
    ...NO_NUMBERS.filter(([, value]) => !Array.isArray(value)).map(([name, value]) => [name, [10, value]] as const),
    ['one too many', Array.from({ length: 21 }, (_, i) => i)] as const,
  ])('thresholdsBps: %s', async (_, thresholdsBps) => {
    expectRefused(await withInput('impactForecast', { thresholdsBps }), 'thresholdsBps', /at most 20 decimal numbers/);
  });

  it.each([
    '-5',
    '0',
    '1e308',
    '1e999',
    '123456789012345678901234567890',
    '"NaN"',
    'NaN',
    'Infinity',
    '"1e999"',
    'true',
    '[1]',
    '{a: 1}',
  ])('inline, quantity: %s', async (literal) => {
    const query = `{ impactForecast(input: {instrumentId: "TEST", side: BUY, quantity: ${literal}}) { __typename } }`;
    expectRefused(await ask(query), 'quantity', /decimal number/);
  });

  it.each(['1e400', '-1e400', '123456789012345678901234567890', '1e308', '-0.0'])(
    'in JSON, quantity: %s',
    async (number) => {
      const body = FORECAST_BODY.replace('"quantity":100', `"quantity":${number}`);
      expectRefused(await post(body), 'quantity', /decimal number/);
    },
  );

  it('in JSON is the double nearest to it; as text it must be exact', async () => {
    const long = '0.500000000000000000000000000001';
    expect((await post(FORECAST_BODY.replace('0.5', long))).data?.impactForecast?.__typename).toBe(
      'ImpactForecastAnswer',
    );
    expectRefused(await post(FORECAST_BODY.replace('0.5', `"${long}"`)), 'aggression', /at most 15 significant digits/);
  });

  it.each<[string, object, string, RegExp]>([
    ['a fraction of a lot', { quantity: 0.4 }, 'quantity', /at least 1 UNITS/],
    ['a lot and a half', { quantity: 1.5 }, 'quantity', /multiple of 1 UNITS/],
    ['next to nothing', { quantity: '1e-300' }, 'quantity', /at least 1 UNITS/],
    ['less than a lot of money', { quantity: 99, quantityUnit: 'NOTIONAL' }, 'quantity', /at least 100 NOTIONAL/],
    ['a hundred days of volume and more', { quantity: 400_000_001 }, 'quantity', /at most 400000000 UNITS/],
  ])('quantity for this instrument: %s', async (_, changes, field, allowed) => {
    for (const operation of OPERATION_NAMES) {
      const { status, data } = await withInput(operation, changes);
      expect(status).toBe(200);
      expect(data?.[operation]).toMatchObject({ __typename: 'InvalidQuantity', code: 'INVALID_QUANTITY', field });
      expect(data?.[operation]?.allowed).toMatch(allowed);
    }
  });

  it('quantity of a quote for this instrument', async () => {
    const { data } = await withQuote({ quantity: 1.5 });
    expect(data?.evaluateQuotes).toMatchObject({ code: 'INVALID_QUANTITY', field: 'quotes.1.quantity' });
  });
});

describe('a text', () => {
  const BAD_TEXTS: readonly (readonly [string, string])[] = [
    ['empty', ''],
    ['a space', ' '],
    ['space around', ' A '],
    ['a NUL', 'a\u0000b'],
    ['a line break', 'a\nb'],
    ['an escape sequence', '\u001b[31mred'],
    ['a delete', 'a\u007fb'],
    ['half a character', 'a\ud800b'],
    ['a text turned around', 'a\u202eb'],
    ['a width of zero', 'a\u200bb'],
    ['a byte order mark', '\ufeffa'],
    ['10 kB', 'x'.repeat(10_000)],
  ];
  const ALLOWED = /^text of 1 to \d+ printable characters without surrounding space$/;

  it.each(BAD_TEXTS)('instrumentId: %s', async (_, instrumentId) => {
    for (const operation of OPERATION_NAMES) {
      expectRefused(await withInput(operation, { instrumentId }), 'instrumentId', ALLOWED);
    }
    expectRefused(await ask(MARKET, { instrumentId }), 'instrumentId', ALLOWED);
  });

  it.each(BAD_TEXTS)('idempotencyKey: %s', async (_, idempotencyKey) => {
    for (const operation of KEPT) {
      expectRefused(await withInput(operation, { idempotencyKey }), 'idempotencyKey', ALLOWED);
    }
  });

  it.each(BAD_TEXTS)('dealer: %s', async (_, dealer) => {
    expectRefused(await withQuote({ dealer }), 'quotes.1.dealer', ALLOWED);
  });

  it.each(BAD_TEXTS)('client: %s', async (_, client) => {
    expectRefused(await withInput('generateQuote', { client }), 'client', ALLOWED);
  });

  it.each(BAD_TEXTS)('id: %s', async (_, id) => {
    for (const field of ['decision', 'replayDecision', 'analysis', 'forecastBatch', 'simulationRun']) {
      expectRefused(await ask(`query ($id: ID!) { ${field}(id: $id) { __typename } }`, { id }), 'id', ALLOWED);
    }
  });

  const ODD_TEXTS = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    "'; DROP TABLE desk; --",
    '<b>&amp;',
    '{{7*7}}',
    '%s%n',
    '$1',
    'ÄÖ',
    'ключ',
    '価格',
    '💣',
    'e\u0301',
  ];

  it.each(ODD_TEXTS)('dealer and client may be %s', async (name) => {
    const evaluated = await withQuote({ dealer: name });
    expect(JSON.parse(evaluated.text)).toMatchObject({
      data: { evaluateQuotes: { quotes: expect.arrayContaining([expect.objectContaining({ dealer: name })]) } },
    });
    const generated = await withInput('generateQuote', { client: name });
    expect(generated.data?.generateQuote?.__typename).toBe('DealerQuote');
  });

  it.each(ODD_TEXTS)('there is no instrument, decision, analysis, batch or run %s', async (name) => {
    for (const operation of OPERATION_NAMES) {
      const { data } = await withInput(operation, { instrumentId: name });
      expect(data?.[operation]).toMatchObject({
        code: 'UNKNOWN_INSTRUMENT',
        field: 'instrumentId',
        allowed: 'one of: TEST',
      });
    }
    const found = await ask(
      `query ($id: ID!) {
        decision(id: $id) { __typename ... on ExpectedError { code field } }
        replayDecision(id: $id) { __typename ... on ExpectedError { code field } }
        analysis(id: $id) { __typename ... on ExpectedError { code field } }
        forecastBatch(id: $id) { __typename ... on ExpectedError { code field } }
        simulationRun(id: $id) { __typename ... on ExpectedError { code field } }
      }`,
      { id: name },
    );
    expect(found.data).toEqual({
      decision: { __typename: 'UnknownDecision', code: 'UNKNOWN_DECISION', field: 'id' },
      replayDecision: { __typename: 'UnknownDecision', code: 'UNKNOWN_DECISION', field: 'id' },
      analysis: { __typename: 'UnknownAnalysis', code: 'UNKNOWN_ANALYSIS', field: 'id' },
      forecastBatch: { __typename: 'UnknownForecastBatch', code: 'UNKNOWN_FORECAST_BATCH', field: 'id' },
      simulationRun: { __typename: 'UnknownSimulationRun', code: 'UNKNOWN_SIMULATION_RUN', field: 'id' },
    });
  });
});

describe('a choice', () => {
  const SIDES = ['buy', 'BUYS', 'LONG', '', '__proto__', 'constructor', 'toString', 1, true, ['BUY'], { BUY: 1 }, null];

  it.each(SIDES)('side: %j', async (side) => {
    for (const operation of ['evaluateQuotes', 'impactForecast', 'strategyTable'] as const) {
      expectRefused(await withInput(operation, { side }), 'side', 'one of: BUY, SELL');
    }
  });

  it.each(['buy', 'BUYS', '"BUY"', '1', 'true', 'null', '[BUY, SELL]', '__proto__'])(
    'side, inline: %s',
    async (side) => {
      const query = `{ impactForecast(input: {instrumentId: "TEST", side: ${side}, quantity: 1}) { __typename } }`;
      expectRefused(await ask(query), 'side', 'one of: BUY, SELL');
    },
  );

  it.each(['units', 'SHARES', 7])('quantityUnit: %j', async (quantityUnit) => {
    for (const operation of OPERATION_NAMES) {
      expectRefused(
        await withInput(operation, { quantityUnit }),
        'quantityUnit',
        /^one of: CONTRACTS, NOTIONAL, UNITS$/,
      );
    }
  });
});

describe('a time', () => {
  it.each([
    '',
    'now',
    '2024-03-05',
    '2024-03-05T15:00:00',
    '2024-02-30T15:00:00Z',
    '2023-02-29T15:00:00Z',
    '2024-13-01T15:00:00Z',
    '2024-03-05T24:00:00Z',
    '2024-03-05T15:60:00Z',
    '2024-03-05T15:00:00+25:00',
    '2024-03-05T15:00:00.0123456789Z',
    '1969-12-31T23:59:59Z',
    '2200-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '+275760-09-13T00:00:00Z',
    ' 2024-03-05T15:00:00Z',
    '２０２４-03-05T15:00:00Z',
    1_709_650_800,
    true,
    ['2024-03-05T15:00:00Z'],
  ])('validUntil: %j', async (validUntil) => {
    expectRefused(await withQuote({ validForMs: null, validUntil }), 'quotes.1.validUntil', /ISO 8601 with a zone/);
  });

  it.each<[string, object]>([
    ['both', { validUntil: '2024-03-05T15:01:00Z' }],
    ['neither', { validForMs: undefined }],
    ['null and null', { validForMs: null, validUntil: null }],
  ])('validity given as %s', async (_, changes) => {
    const { status, data } = await withQuote(changes);
    expect(status).toBe(200);
    expect(data?.evaluateQuotes).toMatchObject({
      __typename: 'InvalidValidity',
      code: 'INVALID_VALIDITY',
      field: 'quotes.1.validUntil',
      allowed: expect.stringContaining('either validUntil'),
    });
  });
});

describe('quotes', () => {
  const quotesOf = (count: number, changes: object = {}): readonly object[] =>
    Array.from({ length: count }, (_, i) => ({ dealer: `D${i}`, price: 100.05, validForMs: 1_000, ...changes }));

  it.each([0, 51, 1_000])('%i of them', async (count) => {
    expectRefused(await withInput('evaluateQuotes', { quotes: quotesOf(count) }), 'quotes', /list of 1 to 50/);
  });

  it.each([1, 50])('%i of them are ranked', async (count) => {
    const { data } = await withInput('evaluateQuotes', { quotes: quotesOf(count) });
    expect(data?.evaluateQuotes?.__typename).toBe('RankedQuotes');
  });

  it.each<[string, unknown, string, RegExp]>([
    ['none at all', undefined, 'quotes', /a list, each an object of dealer/],
    ['null', null, 'quotes', /a list/],
    ['a text', 'A 100.05', 'quotes', /a list/],
    ['a number', 100.05, 'quotes', /a list/],
    ['a null among them', [{ dealer: 'A', price: 1, validForMs: 1 }, null], 'quotes.1', /an object of dealer/],
    ['a list among them', [[{ dealer: 'A', price: 1 }]], 'quotes.0', /an object of dealer/],
    ['one without a dealer', [{ price: 1, validForMs: 1 }], 'quotes.0.dealer', /^text$/],
    ['one without a price', [{ dealer: 'A', validForMs: 1 }], 'quotes.0.price', /decimal/],
    ['one with a field too many', [{ dealer: 'A', price: 1, pric: 1 }], 'quotes.0.pric', /^one of: dealer, .*price/],
    [
      'one with the field constructor',
      [{ dealer: 'A', price: 1, toString: 1 }],
      'quotes.0.toString',
      /^one of: dealer/,
    ],
  ])('%s', async (_, quotes, field, allowed) => {
    expectRefused(await withInput('evaluateQuotes', { quotes }), field, allowed);
  });

  it.each<[string, object, string, string]>([
    ['all expired', { validForMs: 0 }, 'AllQuotesExpired', 'ALL_QUOTES_EXPIRED'],
    [
      'all expired by the clock',
      { validForMs: null, validUntil: '2024-03-05T15:00:00.5Z' },
      'AllQuotesExpired',
      'ALL_QUOTES_EXPIRED',
    ],
    [
      'all expired long ago',
      { validForMs: null, validUntil: '1970-01-01T00:00:00Z' },
      'AllQuotesExpired',
      'ALL_QUOTES_EXPIRED',
    ],
    ['all far from the market', { price: 111 }, 'NoQuoteScorable', 'NO_QUOTE_SCORABLE'],
    ['all a tick above nothing', { price: 0.01 }, 'NoQuoteScorable', 'NO_QUOTE_SCORABLE'],
    ['all as high as a price can be', { price: 1e9 }, 'NoQuoteScorable', 'NO_QUOTE_SCORABLE'],
  ])('%s', async (_, changes, __typename, code) => {
    const { status, data } = await withInput('evaluateQuotes', { quotes: quotesOf(3, changes) });
    expect(status).toBe(200);
    expect(data?.evaluateQuotes).toMatchObject({ __typename, code, field: 'quotes', allowed: expect.any(String) });
  });

  it('some expired, some far from the market: the others are ranked, and each of those has its reason', async () => {
    const quotes = [
      { dealer: 'LATE', price: 100.05, validForMs: 0 },
      { dealer: 'GOOD', price: 100.05, validForMs: 1_000 },
      { dealer: 'FAR', price: 1_000, validForMs: 1_000 },
    ];
    const { data } = await withInput('evaluateQuotes', { quotes });
    expect(data?.evaluateQuotes).toMatchObject({
      __typename: 'RankedQuotes',
      quotes: [{ dealer: 'GOOD', rank: 1 }],
      discarded: [
        { dealer: 'LATE', reason: 'EXPIRED' },
        { dealer: 'FAR', reason: 'OFF_MARKET' },
      ],
    });
  });

  it('some expired and the others far from the market', async () => {
    const quotes = [...quotesOf(1, { validForMs: 0 }), ...quotesOf(1, { price: 1_000 })];
    const { data } = await withInput('evaluateQuotes', { quotes });
    expect(data?.evaluateQuotes).toMatchObject({ code: 'NO_QUOTE_SCORABLE', field: 'quotes' });
  });
});

describe('the market', () => {
  const BID = { price: 100, size: 500 };
  const ASK = { price: 100.01, size: 500 };
  const place = (name: string, changes: Partial<MarketSnapshot>): void => {
    ports.market.setSnapshot({ ...market({ terms: terms({ instrumentId: name }) }), ...changes });
  };

  const expectFailure = async (instrumentId: string, __typename: string, code: string): Promise<void> => {
    const failure = { __typename, code, field: 'instrumentId', allowed: expect.any(String) };
    for (const operation of OPERATION_NAMES) {
      const { status, data } = await withInput(operation, { instrumentId });
      expect(status).toBe(200);
      expect(data?.[operation]).toMatchObject(failure);
    }
    expect((await ask(MARKET, { instrumentId })).data?.market).toMatchObject(failure);
  };

  afterEach(() => {
    ports.market.setFeedSilenceMs(0);
  });

  it.each<[string, Partial<MarketSnapshot>, string, string]>([
    ['CROSSED', { bids: [{ ...BID, price: 100.02 }], asks: [ASK] }, 'CrossedMarket', 'CROSSED_MARKET'],
    ['NO-BIDS', { bids: [], asks: [ASK] }, 'MarketNotTradable', 'MARKET_NOT_TRADABLE'],
    ['NO-ASKS', { bids: [BID], asks: [] }, 'MarketNotTradable', 'MARKET_NOT_TRADABLE'],
    ['EMPTY', { bids: [], asks: [] }, 'MarketNotTradable', 'MARKET_NOT_TRADABLE'],
    ['HALTED', { status: 'HALTED' }, 'MarketNotTradable', 'MARKET_NOT_TRADABLE'],
    ['CLOSED', { status: 'CLOSED' }, 'MarketNotTradable', 'MARKET_NOT_TRADABLE'],
    [
      'EXPIRED',
      { terms: terms({ instrumentId: 'EXPIRED', kind: 'FUTURE', expiresAt: '2024-03-05T14:59:00Z' }) },
      'MarketNotTradable',
      'MARKET_NOT_TRADABLE',
    ],
    ['OLD', { exchangeTime: '2024-03-05T14:44:00Z' }, 'StaleMarket', 'STALE_MARKET'],
  ])('%s', async (name, changes, __typename, code) => {
    place(name, changes);
    await expectFailure(name, __typename, code);
  });

  it('LOCKED is decided on, with a spread of nothing', async () => {
    place('LOCKED', { bids: [BID], asks: [{ ...ASK, price: BID.price }] });
    for (const operation of OPERATION_NAMES) {
      const { data } = await withInput(operation, { instrumentId: 'LOCKED' });
      expect(data?.[operation]?.code).toBeUndefined();
    }
    expect((await ask(MARKET, { instrumentId: 'LOCKED' })).data?.market?.__typename).toBe('Market');
  });

  it('of a silent feed', async () => {
    ports.market.setFeedSilenceMs(MAX_FEED_SILENCE_MS + 1);
    await expectFailure('TEST', 'StaleMarket', 'STALE_MARKET');
    expect((await ask('{ marketSession { feedSilenceMs } }')).data?.marketSession).toEqual({
      feedSilenceMs: MAX_FEED_SILENCE_MS + 1,
    });
  });

  it('of a feed that has not been heard yet', async () => {
    ports.market.setFeedSilenceMs(Infinity);
    await expectFailure('ANY', 'StaleMarket', 'STALE_MARKET');
    await expectFailure('TEST', 'StaleMarket', 'STALE_MARKET');
    expect((await ask('{ marketSession { feedSilenceMs } }')).data?.marketSession).toEqual({ feedSilenceMs: null });
  });
});

describe('a field', () => {
  it.each<[Operation, readonly string[]]>([
    ['evaluateQuotes', ['instrumentId', 'side', 'quantity', 'quotes', 'idempotencyKey']],
    ['generateQuote', ['instrumentId', 'quantity', 'idempotencyKey']],
    ['impactForecast', ['instrumentId', 'side', 'quantity']],
    ['strategyTable', ['instrumentId', 'side', 'quantity']],
  ])('of %s that is missing, null or of another kind', async (operation, required) => {
    for (const field of required) {
      // GraphQL takes an object for a list of one.
      for (const value of [undefined, null, ...(field === 'quotes' ? [] : [{ a: { b: [] } }])]) {
        expectRefused(await withInput(operation, { [field]: value }), field, /./);
      }
    }
  });

  it.each(OPERATION_NAMES)('of %s that does not exist', async (operation) => {
    for (const field of ['sid', 'constructor', 'toString', 'x'.repeat(1_000)]) {
      expectRefused(await withInput(operation, { [field]: 1 }), field, /^one of: .*instrumentId/);
    }
  });

  it.each<[string, string, string, RegExp | string]>([
    ['missing inline', '{ impactForecast(input: {side: BUY, quantity: 1}) { __typename } }', 'instrumentId', 'text'],
    ['unknown inline', '{ impactForecast(input: {sid: BUY}) { __typename } }', 'sid', /^one of: aggression/],
    ['given twice inline', '{ impactForecast(input: {side: BUY, side: SELL}) { __typename } }', 'side', /BUY/],
    [
      'missing inside a list',
      'mutation { evaluateQuotes(input: {quotes: [{price: 1}]}) { __typename } }',
      'quotes.0.dealer',
      'text',
    ],
    [
      'wrong inside a list',
      'mutation { evaluateQuotes(input: {quotes: [{dealer: "A"}, {dealer: 5}]}) { __typename } }',
      'quotes.1.dealer',
      'text',
    ],
    ['an argument too few', '{ market { __typename } }', 'instrumentId', 'text'],
    ['an argument too many', '{ market(instrumentId: "TEST", at: 1) { __typename } }', 'at', 'one of: instrumentId'],
    ['the argument missing', '{ impactForecast { __typename } }', 'input', /an object of aggression/],
    ['the argument of another kind', '{ impactForecast(input: 5) { __typename } }', 'input', /an object of aggression/],
    ['first: no number', '{ decisions(first: "a") { nextCursor } }', 'first', /whole number/],
    ['first: a fraction', '{ decisions(first: 1.5) { nextCursor } }', 'first', /whole number/],
    ['first: too large', '{ decisions(first: 3000000000) { nextCursor } }', 'first', /whole number/],
    ['first: too many', '{ decisions(first: 101) { nextCursor } }', 'first', 'from 1 to 100'],
    ['first: none', '{ decisions(first: 0) { nextCursor } }', 'first', 'from 1 to 100'],
    ['after: nonsense', '{ decisions(after: "x") { nextCursor } }', 'after', /nextCursor/],
    ['of the answer, unknown', '{ marketSesion { now } }', 'marketSesion', /^one of: .*marketSession/],
    ['of the answer, unknown below', '{ marketSession { noww } }', 'noww', /^one of: .*now/],
    [
      'a variable of another type',
      'query ($id: Int) { market(instrumentId: $id) { __typename } }',
      'instrumentId',
      'text',
    ],
    ['a variable that is not declared', '{ market(instrumentId: $id) { __typename } }', 'instrumentId', 'text'],
    [
      'a variable that is not given',
      'query ($id: ID!) { market(instrumentId: $id) { __typename } }',
      'instrumentId',
      'text',
    ],
  ])('%s', async (_, query, field, allowed) => {
    expectRefused(await ask(query), field, allowed);
  });

  it.each<[string, string, object, string, RegExp | string]>([
    ['a variable', 'query ($n: Int!) { decisions(first: $n) { nextCursor } }', { n: 'x' }, 'first', /whole number/],
    [
      'null for a variable',
      'query ($n: Int!) { decisions(first: $n) { nextCursor } }',
      { n: null },
      'first',
      /whole number/,
    ],
    [
      'a variable inside',
      'query ($q: Decimal!, $s: Side!) { impactForecast(input: {instrumentId: "TEST", side: $s, quantity: $q}) { __typename } }',
      { q: 1, s: 'X' },
      'side',
      /BUY/,
    ],
    [
      'a text that looks like the end of a message',
      'query ($n: Int!) { decisions(first: $n) { nextCursor } }',
      { n: 'x" at "n.b"; Field "evil" of required type' },
      'first',
      /whole number/,
    ],
  ])('%s', async (_, query, variables, field, allowed) => {
    expectRefused(await ask(query, variables), field, allowed);
  });
});

describe('the first request with a document, and the later ones that run it compiled', () => {
  it.each<[string, object, string, string]>([
    ['a bad number', { quantity: 'NaN' }, 'quantity', 'INVALID_INPUT'],
    ['a bad choice', { side: 'X' }, 'side', 'INVALID_REQUEST'],
    ['a missing field', { quantity: undefined }, 'quantity', 'INVALID_REQUEST'],
    ['an unknown field', { foo: 1 }, 'foo', 'INVALID_REQUEST'],
    ['a bad text in a list', { quotes: [{ dealer: 5, price: 1 }] }, 'quotes.0.dealer', 'INVALID_REQUEST'],
  ])('are answered alike: %s', async (name, changes, field, code) => {
    const query = `# ${name}\n${EVALUATE}`;
    const refused = (): Promise<Reply> => ask(query, { input: evaluateInput(changes) });
    const first = await refused();
    expectRefused(first, field, /./, code);
    for (let i = 0; i < 8; i += 1) {
      const { data } = await ask(query, { input: evaluateInput() });
      expect(data?.evaluateQuotes?.__typename).toBe('RankedQuotes');
      // Compiling happens between requests.
      await new Promise((resolve) => setImmediate(resolve));
      expect(await refused()).toEqual(first);
    }
  });
});

describe('a document', () => {
  const times = (count: number, text: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => text(i)).join(' ');

  it.each<[string, string, string]>([
    ['1,000 aliases', `{ ${times(1_000, (i) => `a${i}: __typename`)} }`, 'tokens'],
    ['31 aliases', `{ ${times(31, (i) => `a${i}: __typename`)} }`, 'aliases'],
    ['depth 50', `{ ${'a { '.repeat(50)} b ${'}'.repeat(50)} }`, 'depth'],
    [
      'depth 50 in fragments',
      `{ ...F0 } ${times(50, (i) => `fragment F${i} on Query { ...F${i + 1} }`)} fragment F50 on Query { ${'a { '.repeat(17)} b ${'}'.repeat(17)} }`,
      'depth',
    ],
    ['5,000 tokens', `{ ${'a '.repeat(5_000)} }`, 'tokens'],
    ['200 kB of brackets', '{ a '.repeat(50_000), 'tokens'],
    ['1,400 fields', `{ ${'__typename '.repeat(1_400)} }`, 'nodes'],
    [
      'a fragment bomb',
      `{ ...F0 } ${times(30, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F30 on Query { __typename }`,
      'cost',
    ],
    [
      'a bomb behind @skip',
      `query ($no: Boolean!) { ...F0 @skip(if: $no) } ${times(12, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F12 on Query { __typename }`,
      'cost',
    ],
  ])('of %s', async (_, query, limit) => {
    const { status, data, errors } = await ask(query, { no: true });
    expect([status, data]).toEqual([400, null]);
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY', limit, allowed: expect.any(Number) } }]);
    expect(errors[0]?.message).toContain(limit);
  });

  it('of more rows than a request may ask for, in pages', async () => {
    const pages = (count: number): string =>
      `{ ${times(count, (i) => `p${i}: decisions(first: 100) { nextCursor }`)} }`;
    expect((await ask(pages(2), {})).errors).toEqual([]);
    const { errors } = await ask(pages(3), {});
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY', limit: 'rows', allowed: 200 } }]);
  });

  it.each<[string, string]>([
    ['a fragment cycle', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    ['a fragment in itself', '{ ...A } fragment A on Query { ...A }'],
    ['an unknown fragment', '{ ...A }'],
    ['a fragment that nobody uses', '{ __typename } fragment A on Query { __typename }'],
    ['a fragment only', 'fragment A on Query { __typename }'],
    ['two operations of one name', 'query A { __typename } query A { __typename }'],
    ['two operations without a name', '{ __typename } { __typename }'],
    ['two operations and no choice', 'query A { __typename } query B { __typename }'],
    ['a type', 'type Query { a: Int }'],
    ['an extension', '{ __typename } extend type Query { a: Int }'],
    ['an unknown directive', '{ __typename @explode }'],
    ['of an unknown type', 'query ($id: Id) { market(instrumentId: $id) { __typename } }'],
    ['a broken text', '{ market('],
    ['a text cut short', '{ market(instrumentId: "TEST'],
    ['a NUL', '{ __typename\u0000 }'],
    ['half a character', '{ market(instrumentId: "\\ud800") { __typename } '],
    ['a comment', '# nothing'],
    ['a subscription', 'subscription { decisionMade { decisionId } }'],
    [
      'introspection too deep',
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    ],
    [
      'introspection of a type too deep',
      '{ __type(name: "Query") { fields { type { fields { type { fields { type { fields { name } } } } } } } } }',
    ],
  ])('that is %s', async (_, query) => {
    const { status, data, errors } = await ask(query);
    expect([status, data, errors[0]?.extensions.code]).toEqual([400, null, 'INVALID_REQUEST']);
  });

  it('that is no subscription runs beside one, and the subscription does not', async () => {
    const query = 'query A { __typename } subscription B { decisionMade { decisionId } }';
    const named = (operationName: string): Promise<Reply> => post(JSON.stringify({ query, operationName }));
    expect((await named('A')).status).toBe(200);
    expect(await named('B')).toMatchObject({ status: 400, errors: [{ extensions: { code: 'INVALID_REQUEST' } }] });
  });

  it.each(['C', '', '__proto__', 'x'.repeat(10_000)])('has no operation %s', async (operationName) => {
    const { status, data } = await post(
      JSON.stringify({ query: 'query A { __typename } query B { __typename }', operationName }),
    );
    expect([status, data]).toEqual([400, null]);
  });

  it('may look at the schema', async () => {
    const { data } = await ask('{ __type(name: "Side") { enumValues { name } } }');
    expect(data).toEqual({ __type: { enumValues: [{ name: 'BUY' }, { name: 'SELL' }] } });
  });
});

describe('a body', () => {
  const QUERY = '{"query":"{ __typename }"}';

  it.each<[string, string, string]>([
    ['empty', '', 'INVALID_REQUEST'],
    ['space', ' ', 'INVALID_REQUEST'],
    ['cut short', '{"query": "{ __typen', 'INVALID_REQUEST'],
    ['two', `${QUERY}${QUERY}`, 'INVALID_REQUEST'],
    ['a comment', `/* */${QUERY}`, 'INVALID_REQUEST'],
    ['NaN', '{"query":"{ __typename }","variables":{"a":NaN}}', 'INVALID_REQUEST'],
    ['a prototype', '{"query":"{ __typename }","__proto__":{"a":1}}', 'INVALID_REQUEST'],
    ['a prototype inside', '{"query":"{ __typename }","variables":{"a":{"__proto__":{"a":1}}}}', 'INVALID_REQUEST'],
    ['a constructor', '{"query":"{ __typename }","constructor":{"prototype":{"a":1}}}', 'INVALID_REQUEST'],
    ['2 MB', JSON.stringify({ query: '{ __typename }', variables: { a: 'x'.repeat(2e6) } }), 'PAYLOAD_TOO_LARGE'],
    ['2 MB of text in the query', JSON.stringify({ query: `{ __typename } #${'x'.repeat(2e6)}` }), 'PAYLOAD_TOO_LARGE'],
  ])('of %s', async (_, body, code) => {
    const { status, data, errors } = await post(body);
    expect([status, data]).toEqual([code === 'PAYLOAD_TOO_LARGE' ? 413 : 400, null]);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });

  it.each<[string, unknown, string, string]>([
    ['null', null, 'body', 'object'],
    ['a number', 3, 'body', 'object'],
    ['a text', 'x', 'body', 'object'],
    ['a list of requests', [{ query: '{ __typename }' }, { query: '{ __typename }' }], 'body', 'object'],
    ['an empty list', [], 'body', 'object'],
    ['no query', {}, 'query', 'GraphQL text'],
    ['an empty query', { query: '' }, 'query', 'GraphQL text'],
    ['null for a query', { query: null }, 'query', 'GraphQL text'],
    ['a number for a query', { query: 5 }, 'query', 'GraphQL text'],
    ['a document for a query', { query: { kind: 'Document', definitions: [] } }, 'query', 'string'],
    ['JSON for a query', { query: '{"kind":"Document","definitions":[]}' }, 'query', 'GraphQL text'],
    ['JSON null for a query', { query: 'null' }, 'query', 'GraphQL text'],
    ['a list for variables', { query: '{ __typename }', variables: [1, 2] }, 'variables', 'object or null'],
    ['a text for variables', { query: '{ __typename }', variables: '{}' }, 'variables', 'object or null'],
    ['an object for operationName', { query: '{ __typename }', operationName: {} }, 'operationName', 'string or null'],
    ['a list for extensions', { query: '{ __typename }', extensions: [1, 2] }, 'extensions', 'object'],
  ])('that is %s', async (_, body, field, allowed) => {
    expectRefused(await post(JSON.stringify(body)), field, allowed, 'INVALID_REQUEST');
  });

  it('with one key twice is read as JSON reads it: the last one counts', async () => {
    expect((await post('{"query":"{ nothing }","query":"{ __typename }"}')).data).toEqual({ __typename: 'Query' });
  });

  it('with thousands of variables that nobody asked for is answered', async () => {
    const variables = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`v${i}`, i]));
    expect((await ask('{ __typename }', variables)).status).toBe(200);
  });

  it('with variables nested a thousand deep is answered', async () => {
    const deep = `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`;
    expectRefused(
      await post(`{"query":${JSON.stringify(FORECAST)},"variables":{"input":${deep}}}`),
      'a',
      /^one of: aggression/,
    );
  });

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    'application/graphql',
    'application/jsonp',
    'application/json-patch+json',
    'application/xml',
    '',
  ])('of type %j executes nothing', async (type) => {
    const before = await ask('{ decisions(first: 1) { decisions { decisionId } } }');
    const input = evaluateInput();
    for (const body of [
      JSON.stringify({ query: EVALUATE, variables: { input } }),
      new URLSearchParams({ query: EVALUATE, variables: JSON.stringify({ input }) }).toString(),
      `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: EVALUATE, variables: { input } })}\r\n--x--`,
      EVALUATE,
    ]) {
      const { status, errors } = await post(body, { 'content-type': type });
      expect(status).toBe(415);
      expect(errors).toMatchObject([
        { extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' }, message: expect.stringContaining('application/json') },
      ]);
    }
    expect(await ask('{ decisions(first: 1) { decisions { decisionId } } }')).toEqual(before);
  });

  it.each([
    'application/json',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
  ])('of type %s is read', async (type) => {
    expect((await post(QUERY, { 'content-type': type })).status).toBe(200);
  });

  it('is not read from the address', async () => {
    for (const method of ['GET', 'HEAD', 'DELETE'] as const) {
      const { statusCode, payload } = await app.inject({
        method,
        url: `/graphql?query=${encodeURIComponent('{ __typename }')}`,
        headers: { authorization: `Bearer ${keyOf('admin')}` },
      });
      expect([404, 405]).toContain(statusCode);
      expect(payload).not.toContain('"Query"');
    }
  });
});
