import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { ok } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { type ImpactForecast } from '#domain/impact';
import { type TwoSidedMarket } from '#domain/market-data';
import { type DecisionLog, type DecisionRecord, type ImpactModel } from '#application/ports';
import { type Replay } from '#application/replay-decision';
import { ParametricModel } from '#adapters/parametric';
import { MemoryDeskSettings } from '#adapters/memory';
import { AMPLE_DESK, send, startApi } from '../factories/api.js';
import { openPostgresDeployment, type PostgresDeployment } from '../factories/deployments.js';
import { market, terms } from '../factories/market.js';
import { uuidV7 } from '../factories/records.js';

const RANKING = `fragment Ranking on RankedQuotes {
  decisionId decidedAt request { instrumentId side quantity horizonSeconds } market { bid ask mid }
  quotes { rank dealer allInCostBps terms { name bps } } discarded { dealer reason } advice { action dealer }
}`;

const QUOTE = `fragment Quote on DealerQuote {
  decisionId decidedAt client bid { price markupBps terms { name bps } } offer { price } quotedSpreadBps
}`;

const EVALUATE = `mutation Evaluate($input: EvaluateQuotesInput!) {
  evaluateQuotes(input: $input) { __typename ...Ranking ... on ExpectedError { code field } }
} ${RANKING}`;

const GENERATE = `mutation Generate($input: GenerateQuoteInput!) {
  generateQuote(input: $input) { __typename ...Quote ... on ExpectedError { code field } }
} ${QUOTE}`;

const DECISION = `query Decision($id: ID!) {
  decision(id: $id) {
    __typename
    ... on Decision { decisionId kind idempotencyKey decidedAt createdAt inputs output answer { __typename ...Ranking ...Quote } }
    ... on ExpectedError { code field message allowed }
  }
} ${RANKING} ${QUOTE}`;

const DECISIONS = `query Decisions($first: Int!, $after: String) {
  decisions(first: $first, after: $after) { decisions { decisionId } nextCursor }
}`;

const REPLAY = `query Replay($id: ID!) {
  replayDecision(id: $id) {
    __typename
    ... on Replay { decisionId byteEqual storedOutput replayedOutput modelCheck modelMaxDifferenceBps }
    ... on ExpectedError { code field message allowed }
  }
}`;

interface Decided {
  readonly __typename: string;
  readonly decisionId: string;
}

let deployment: PostgresDeployment;
/** The process that decides, and another one that shares nothing with it but the database. */
let app: NestFastifyApplication;
let other: NestFastifyApplication;
let keys = 0;

beforeAll(async () => {
  deployment = await openPostgresDeployment();
  // Time stands still here, so no quote ever expires.
  deployment = { ...deployment, ports: { ...deployment.ports, desks: new MemoryDeskSettings([AMPLE_DESK]) } };
  app = await startApi(deployment.ports);
  other = await startApi(deployment.ports);
});

afterAll(async () => {
  await app.close();
  await other.close();
  await deployment.close();
});

const ask = async <Result>(through: NestFastifyApplication, query: string, variables: object): Promise<Result> => {
  const { data, errors } = await send<Record<string, Result>>(through, query, variables, deployment.key('admin'));
  expect(errors).toEqual([]);
  return Object.values(data)[0]!;
};

const newKey = (): string => `key ${(keys += 1)}`;

const evaluate = (overrides: object = {}): Promise<Decided> =>
  ask(app, EVALUATE, {
    input: {
      instrumentId: 'TEST',
      side: 'BUY',
      quantity: 10_000,
      quotes: [
        { dealer: 'NORTH', price: 100.06, validForMs: 60_000 },
        { dealer: 'SOUTH', price: 100.04, quantity: 4_000, validForMs: 60_000 },
        { dealer: 'LATE', price: 100.01, validForMs: 0 },
      ],
      idempotencyKey: newKey(),
      ...overrides,
    },
  });

const generate = (overrides: object = {}): Promise<Decided> =>
  ask(app, GENERATE, {
    input: { instrumentId: 'TEST', quantity: 10_000, client: 'FUND', idempotencyKey: newKey(), ...overrides },
  });

const replay = (id: string, through = other): Promise<Replay & { readonly __typename: string }> =>
  ask(through, REPLAY, { id });

/** Another process with something of its own, for the time of one test. */
const withApi = async <T>(
  ports: { readonly decisions?: DecisionLog; readonly model?: ImpactModel; readonly rehearsal?: ImpactModel },
  use: (api: NestFastifyApplication) => Promise<T>,
): Promise<T> => {
  const api = await startApi({ ...deployment.ports, ...ports });
  try {
    return await use(api);
  } finally {
    await api.close();
  }
};

describe('decision', () => {
  it.each([
    ['EVALUATE_QUOTES', evaluate],
    ['GENERATE_QUOTE', generate],
  ] as const)('%s: the record holds the answer that was given', async (kind, decide) => {
    const answer = await decide({ idempotencyKey: `the key of ${kind}` });
    const record = await ask<Record<string, unknown>>(other, DECISION, { id: answer.decisionId });
    expect(record).toMatchObject({
      __typename: 'Decision',
      decisionId: answer.decisionId,
      kind,
      idempotencyKey: `the key of ${kind}`,
      decidedAt: '2024-03-05T15:00:00.500000000Z',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      answer,
    });
    const { market: seen, features } = deployment.ports.market.state('TEST')!;
    expect(JSON.parse(record.inputs as string)).toMatchObject({
      decisionId: answer.decisionId,
      market: seen,
      features,
    });
    expect((record.inputs as string).match(/"asOf"/g)).toHaveLength(1);
    expect(JSON.parse(record.output as string)).toMatchObject({ decisionId: answer.decisionId });
  });

  it.each(['nonsense', '__proto__', "' OR true --", '00000000-0000-7000-8000-000000000000'])(
    'there is none under the id %j',
    async (id) => {
      const failure = { __typename: 'UnknownDecision', code: 'UNKNOWN_DECISION', field: 'id' };
      expect(await ask(app, DECISION, { id })).toMatchObject(failure);
      expect(await ask(app, REPLAY, { id })).toMatchObject(failure);
    },
  );
});

describe('decisions', () => {
  interface Page {
    readonly decisions: readonly { readonly decisionId: string }[];
    readonly nextCursor: string | null;
  }

  it('pages through all of them, newest first, whatever is decided meanwhile', async () => {
    const made: string[] = [];
    for (let i = 0; i < 13; i += 1) made.push((await (i % 2 === 0 ? evaluate() : generate())).decisionId);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Page = await ask(other, DECISIONS, { first: 5, after });
      expect(page.decisions.length).toBe(page.nextCursor === null ? page.decisions.length : 5);
      seen.push(...page.decisions.map(({ decisionId }) => decisionId));
      after = page.nextCursor;
      await generate();
    } while (after !== null);
    expect(seen).toEqual([...seen].sort().reverse());
    expect(new Set(seen).size).toBe(seen.length);
    expect(new Set(seen.slice(0, 13))).toEqual(new Set(made));
  });

  it('gives twenty unless told otherwise', async () => {
    for (let i = 0; i < 21; i += 1) await generate();
    const page = await ask<Page>(other, '{ decisions { decisions { decisionId } nextCursor } }', {});
    expect(page.decisions).toHaveLength(20);
    expect(page.nextCursor).toBe(page.decisions.at(-1)?.decisionId);
  });

  it('ends after the oldest', async () => {
    const page = await ask<Page>(other, DECISIONS, { first: 5, after: '00000000-0000-7000-8000-000000000000' });
    expect(page).toEqual({ decisions: [], nextCursor: null });
  });

  it.each([
    ['first', { first: 0 }],
    ['first', { first: 101 }],
    ['first', { first: -1 }],
    ['after', { first: 5, after: 'nonsense' }],
    ['after', { first: 5, after: '' }],
  ])('refuses %s in %j', async (field, variables) => {
    const { status, errors } = await send(app, DECISIONS, variables, deployment.key('trader'));
    expect(status).toBe(400);
    expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field }] });
  });
});

const MARKETS: fc.Arbitrary<TwoSidedMarket> = fc
  .record({
    tickSize: fc.constantFrom(0.01, 0.0001, 0.25, 5),
    lotSize: fc.constantFrom(1, 100, 0.001),
    contractMultiplier: fc.constantFrom(1, 100),
    averageDailyVolume: fc.double({ min: 1e3, max: 1e9, noNaN: true }),
    dailyVolatility: fc.double({ min: 0, max: 0.3, noNaN: true }),
    bidTicks: fc.integer({ min: 200, max: 2_000_000 }),
    spreadTicks: fc.integer({ min: 0, max: 20 }),
    sizes: fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })),
    averageSpreadBps: fc.double({ min: 0, max: 50, noNaN: true }),
    realisedDailyVolatility: fc.double({ min: 0, max: 0.5, noNaN: true }),
  })
  .map(({ bidTicks, spreadTicks, sizes, averageSpreadBps, realisedDailyVolatility, ...rest }) =>
    market({
      terms: terms({ instrumentId: 'RANDOM', ...rest }),
      bids: [{ price: bidTicks * rest.tickSize, size: sizes[0] }],
      asks: [{ price: (bidTicks + spreadTicks) * rest.tickSize, size: sizes[1] }],
      averageSpreadBps,
      realisedDailyVolatility,
    }),
  );

const parametric = new ParametricModel();

const HORIZONS = fc.double({ min: 1, max: 864_000, noNaN: true });

/** Share of a hundred days of volume, most of the time little. */
const SIZES = fc.double({ min: 0, max: 1, noNaN: true }).map((u) => u ** 4);

const QUOTES = fc.array(
  fc.record({
    dealer: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }).map((text) => `d${text}d`),
    awayBps: fc.double({ min: -300, max: 300, noNaN: true }),
    share: fc.option(fc.double({ min: 0.01, max: 2, noNaN: true })),
    validForMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    lastLookMs: fc.option(fc.double({ min: 0, max: 60_000, noNaN: true })),
  }),
  { minLength: 1, maxLength: 10 },
);

describe('replayDecision', () => {
  const place = (snapshot: TwoSidedMarket): { readonly mid: number; readonly lots: (share: number) => number } => {
    deployment.ports.market.setSnapshot(snapshot);
    const { lotSize, averageDailyVolume } = snapshot.terms;
    const mid = (snapshot.bids[0].price + snapshot.asks[0].price) / 2;
    return { mid, lots: (share) => Math.max(1, Math.floor((share * 100 * averageDailyVolume) / lotSize)) * lotSize };
  };

  const expectReplayed = async (answer: Decided): Promise<void> => {
    const replayed = await replay(answer.decisionId);
    expect(replayed).toMatchObject({
      __typename: 'Replay',
      decisionId: answer.decisionId,
      byteEqual: true,
      modelCheck: 'MATCHES',
      modelMaxDifferenceBps: 0,
    });
    expect(replayed.replayedOutput).toBe(replayed.storedOutput);
  };

  it('a hundred random evaluations replay byte for byte in another process', async () => {
    const random = fc.record({
      snapshot: MARKETS,
      side: fc.constantFrom('BUY', 'SELL'),
      share: SIZES,
      horizonSeconds: HORIZONS,
      quotes: QUOTES,
    });
    let ranked = 0;
    await fc.assert(
      fc.asyncProperty(random, async ({ snapshot, side, share, horizonSeconds, quotes }) => {
        const { mid, lots } = place(snapshot);
        const answer = await evaluate({
          instrumentId: 'RANDOM',
          side,
          quantity: lots(share),
          horizonSeconds,
          quotes: quotes.map(({ dealer, awayBps, share: part, validForMs, lastLookMs }) => ({
            dealer,
            price: mid * (1 + awayBps / 1e4),
            quantity: part === null ? null : lots(Math.min(1, part * share)),
            validForMs,
            lastLookMs,
          })),
        });
        if (answer.__typename !== 'RankedQuotes') {
          expect(answer.__typename).toMatch(/^(AllQuotesExpired|NoQuoteScorable)$/);
          return;
        }
        ranked += 1;
        await expectReplayed(answer);
      }),
      { seed: 20_240_305, numRuns: 100 },
    );
    expect(ranked).toBeGreaterThan(80);
  });

  it('a hundred random quotes replay byte for byte in another process', async () => {
    const random = fc.record({ snapshot: MARKETS, share: SIZES, horizonSeconds: HORIZONS });
    let quoted = 0;
    await fc.assert(
      fc.asyncProperty(random, async ({ snapshot, share, horizonSeconds }) => {
        const { lots } = place(snapshot);
        // Up to half a day of volume, which is what the desk prices.
        const answer = await generate({ instrumentId: 'RANDOM', quantity: lots(share / 200), horizonSeconds });
        if (answer.__typename !== 'DealerQuote') {
          expect(answer.__typename).toBe('SizeNotQuotable');
          return;
        }
        quoted += 1;
        await expectReplayed(answer);
      }),
      { seed: 20_240_306, numRuns: 100 },
    );
    expect(quoted).toBeGreaterThan(60);
  });

  /** The log with something else in every decision that it is asked for. */
  const altered = (change: (record: DecisionRecord) => Partial<DecisionRecord>): DecisionLog => ({
    append: (decision, jobs) => deployment.ports.decisions.append(decision, jobs),
    findByIdempotencyKey: (deskId, key) => deployment.ports.decisions.findByIdempotencyKey(deskId, key),
    list: (deskId, first, after) => deployment.ports.decisions.list(deskId, first, after),
    find: async (deskId, id) => {
      const record = await deployment.ports.decisions.find(deskId, id);
      return record === undefined ? undefined : { ...record, ...change(record) };
    },
  });

  it.each([
    ['EVALUATE_QUOTES', evaluate],
    ['GENERATE_QUOTE', generate],
  ] as const)('%s: the model is asked again with the features that it saw', async (_, decide) => {
    const { decisionId } = await decide();
    const asked: (FeatureSnapshot | null)[] = [];
    const model: ImpactModel = {
      forecast: (requests) => {
        asked.push(...requests.map(({ features }) => features));
        return parametric.forecast(requests);
      },
    };
    const { features } = deployment.ports.market.state('TEST')!;
    await withApi({ rehearsal: model }, (api) => replay(decisionId, api));
    expect(asked.length).toBeGreaterThan(1);
    for (const one of asked) expect(one).toEqual(features);
  });

  it.each([
    ['EVALUATE_QUOTES', evaluate],
    ['GENERATE_QUOTE', generate],
  ] as const)('%s: a decision of before the features were recorded replays as ever', async (_, decide) => {
    const { decisionId } = await decide();
    const decisions = altered(({ inputs }) => {
      const old = JSON.parse(inputs) as Record<string, unknown>;
      delete old.features;
      return { inputs: JSON.stringify(old) };
    });
    const result = await withApi({ decisions }, (api) => replay(decisionId, api));
    expect(result).toMatchObject({ byteEqual: true, modelCheck: 'MATCHES' });
  });

  it.each([
    ['output', (text: string) => text.replace('"validForMs":60000', '"validForMs":60001')],
    ['inputs', (text: string) => text.replace('"price":100.06', '"price":100.061')],
  ] as const)('tells that the stored %s were changed', async (what, change) => {
    const { decisionId } = await evaluate();
    const decisions = altered((record) => ({ [what]: change(record[what]) }));
    const result = await withApi({ decisions }, (api) => replay(decisionId, api));
    expect(result).toMatchObject({ __typename: 'Replay', byteEqual: false });
    expect(result.replayedOutput).not.toBe(result.storedOutput);
    expect(await replay(decisionId)).toMatchObject({ byteEqual: true });
  });

  const servedAs = (change: (forecast: ImpactForecast) => ImpactForecast): ImpactModel => ({
    forecast: async (requests) => {
      const forecasts = await parametric.forecast(requests);
      return forecasts.ok ? ok(forecasts.value.map(change)) : forecasts;
    },
  });

  it.each<[Replay['modelCheck'], string, (forecast: ImpactForecast) => ImpactForecast]>([
    ['MATCHES', 'within tolerance', (one) => ({ ...one, temporaryBps: one.temporaryBps + 1e-8 })],
    ['DIFFERS', 'beyond tolerance', (one) => ({ ...one, permanentBps: one.permanentBps + 0.5 })],
    [
      'DIFFERS',
      'as certain as it was not',
      (one) => ({ ...one, slippage: { ...one.slippage, sdBps: one.slippage.sdBps / 2 } }),
    ],
    ['OTHER_VERSION', 'under another version', (one) => ({ ...one, modelVersion: 'other/2' })],
  ])(
    'the model check is %s when the model answers %s; the replay is byte-equal all the same',
    async (check, _, change) => {
      const { decisionId } = await generate();
      const result = await withApi({ rehearsal: servedAs(change) }, (api) => replay(decisionId, api));
      expect(result).toMatchObject({ byteEqual: true, modelCheck: check });
    },
  );

  it('the model check sees a single knot of a distribution move', async () => {
    const withMedian = (medianBps: number): ImpactModel =>
      servedAs((one) => {
        const { meanBps, sdBps } = one.slippage;
        const knots = { probabilities: [0.05, 0.5, 0.95], quantilesBps: [-500, medianBps, 900] };
        return { ...one, slippage: { kind: 'QUANTILES', meanBps, sdBps, ...knots } };
      });
    const input = { instrumentId: 'TEST', quantity: 10_000, idempotencyKey: newKey() };
    const { decisionId } = await withApi({ model: withMedian(1) }, (api) => ask<Decided>(api, GENERATE, { input }));
    const check = (rehearsal: ImpactModel) => withApi({ rehearsal }, (api) => replay(decisionId, api));
    expect(await check(withMedian(1))).toMatchObject({ byteEqual: true, modelCheck: 'MATCHES' });
    expect(await check(withMedian(1.5))).toMatchObject({
      byteEqual: true,
      modelCheck: 'DIFFERS',
      modelMaxDifferenceBps: 0.5,
    });
  });

  it('is not led astray by an id that was never given', async () => {
    expect(await replay(uuidV7())).toMatchObject({ __typename: 'UnknownDecision' });
  });
});
