import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { formatInstant } from '#domain/core';
import { FEATURE_SET_V1 } from '#domain/features';
import { FAULTS, VERDICTS } from '#domain/market-data';
import { registerFeatureSet } from '#application/register-feature-set';
import { MemoryFeatureHistory } from '#adapters/memory';
import { nodeDigests } from '#adapters/node-crypto';
import { keyOf, memoryPorts, send, SESSION_TIME, startApi } from '../factories/api.js';
import { instrumentState } from '../factories/instrument-state.js';
import { market } from '../factories/market.js';

const secondsAgo = (seconds: number): string => formatInstant(SESSION_TIME - BigInt(seconds) * 1_000_000_000n);

const FEATURES = `query ($id: ID!, $at: Instant) { features(instrumentId: $id, at: $at) {
  __typename
  ... on Features { instrumentId set asOf values { name unit value } }
  ... on ExpectedError { code field message allowed }
} }`;

describe('features and quality', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const featureHistory = new MemoryFeatureHistory();
    const ports = { ...memoryPorts(), featureHistory };
    ports.market.setState(instrumentState(market({ exchangeTime: secondsAgo(1) })));
    featureHistory.record({ instrumentId: 'TEST', set: 'v1', asOf: secondsAgo(100), values: [0.5, null] });
    await registerFeatureSet(FEATURE_SET_V1, ports.featureSets, nodeDigests);
    app = await startApi(ports);
  });
  afterAll(() => app.close());

  const ask = (query: string, variables: object = {}, role: 'trader' | 'quant' | 'specialist' = 'quant') =>
    send(app, query, variables, keyOf(role));

  it('says the features now, by name, with their units, null where there is none', async () => {
    const { data } = await ask(FEATURES, { id: 'TEST' });
    expect(data.features).toEqual({
      __typename: 'Features',
      instrumentId: 'TEST',
      set: 'v1',
      asOf: secondsAgo(1),
      values: FEATURE_SET_V1.definitions.map(({ name, unit }, i) => ({
        name,
        unit,
        value: i % 5 === 3 ? null : i / 8,
      })),
    });
  });

  it('says them as they were known at a moment', async () => {
    const { data } = await ask(FEATURES, { id: 'TEST', at: secondsAgo(50) });
    const { asOf, values } = data.features as { asOf: string; values: readonly { value: number | null }[] };
    expect(asOf).toBe(secondsAgo(100));
    expect(values.slice(0, 2).map(({ value }) => value)).toEqual([0.5, null]);
  });

  it.each([
    ['of a moment before the first record', { id: 'TEST', at: secondsAgo(101) }, 'NO_FEATURES', 'at'],
    ['of an instrument that does not play', { id: 'OTHER' }, 'UNKNOWN_INSTRUMENT', 'instrumentId'],
  ])('has none %s, and says so', async (_, variables, code, field) => {
    const { data } = await ask(FEATURES, variables);
    expect(data.features).toMatchObject({ code, field, allowed: expect.stringMatching(/./) });
  });

  it('says that the recorded ones cannot be read, and goes on with those in memory', async () => {
    const ports = memoryPorts();
    ports.market.setState(instrumentState(market({ exchangeTime: secondsAgo(1) })));
    const broken = { lastAt: () => Promise.reject(new Error('/secret/place/x.parquet: not a whole Parquet file')) };
    const other = await startApi({ ...ports, featureHistory: broken });
    try {
      const then = await send(other, FEATURES, { id: 'TEST', at: secondsAgo(50) }, keyOf('quant'));
      expect(then.errors).toEqual([
        {
          message: 'the recorded features of TEST cannot be read now; why is in the log',
          path: ['features'],
          extensions: { code: 'UNAVAILABLE' },
        },
      ]);
      const now = await send(other, FEATURES, { id: 'TEST' }, keyOf('quant'));
      expect(now.data.features).toMatchObject({ __typename: 'Features', asOf: secondsAgo(1) });
    } finally {
      await other.close();
    }
  });

  it.each(['yesterday', '2024-03-05', '1969-12-31T23:59:59Z', '2300-01-01T00:00:00Z'])(
    'refuses the moment %j by name',
    async (at) => {
      const { errors } = await ask(FEATURES, { id: 'TEST', at });
      expect(errors[0]).toMatchObject({ extensions: { code: 'INVALID_INPUT' } });
      expect(JSON.stringify(errors[0])).toContain('"at"');
    },
  );

  it('says what every feature means', async () => {
    const { data } = await ask('{ featureSets { version hash definitions { name unit least most missing } } }');
    const [set] = data.featureSets as readonly { definitions: readonly { name: string }[]; hash: string }[];
    const { definitions, requestDefinitions } = FEATURE_SET_V1;
    expect(set!.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(set!.definitions.map(({ name }) => name)).toEqual(
      [...definitions, ...requestDefinitions].map(({ name }) => name),
    );
  });

  it('says how a feed fares, and what is done about its faults', async () => {
    const { data } = await ask(
      '{ marketQuality { instrumentId validity reason rowsTaken rowsApplied rowsHeld faults { fault action count } } }',
      {},
      'specialist',
    );
    expect(data.marketQuality).toEqual([
      {
        instrumentId: 'TEST',
        validity: 'VALID',
        reason: null,
        rowsTaken: 12,
        rowsApplied: 10,
        rowsHeld: 0,
        faults: FAULTS.map((fault, count) => ({ fault, action: VERDICTS[fault], count })).slice(1),
      },
    ]);
  });
});
