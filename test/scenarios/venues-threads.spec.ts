import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ComputingThreads } from '#adapters/computing-threads';
import { EVALUATE, evaluateInput, memoryPorts, send, startApi } from '../factories/api.js';
import { startComputingThread } from '../factories/simulation-requests.js';

jest.setTimeout(120_000);

const SPLIT = `mutation Split($input: SelectVenuesInput!) {
  selectVenues(input: $input) {
    __typename
    ... on VenueSelection { decisionId allocations { quantity } }
    ... on ExpectedError { code message }
  }
}`;
const REPLAY = `query Replay($id: ID!) { replayDecision(id: $id) { ... on Replay { byteEqual } } }`;

const input = (key: number): object => ({
  instrumentId: 'TEST',
  side: 'BUY',
  quantity: 50_000,
  venues: [
    { name: 'LIT', kind: 'LIT', takerFeeBps: 0.3 },
    { name: 'POOL', kind: 'DARK', anyProbability: 0.6, meanUnits: 20_000 },
    { name: 'DEALERS', kind: 'RFQ', dealers: ['NORTH', 'SOUTH', 'EAST'] },
    { name: 'BLOCK', kind: 'BLOCK', maxUnits: 10_000, allOrNone: true },
  ],
  seed: key,
  idempotencyKey: `split ${key}`,
});

interface Split {
  readonly selectVenues: { readonly __typename: string; readonly decisionId: string };
}

describe('selectVenues in threads of the api', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const open = async (waitingMost: number): Promise<NestFastifyApplication> => {
    const threads = new ComputingThreads({ threads: 1, waitingMost, startThread: startComputingThread });
    const app = await startApi({ ...memoryPorts(), computing: threads.functions });
    closing.push(
      () => app.close(),
      () => threads.close(),
    );
    return app;
  };

  const splits = async (app: NestFastifyApplication, keys: readonly number[]): Promise<readonly Split[]> =>
    (await Promise.all(keys.map((key) => send<Split>(app, SPLIT, { input: input(key) })))).map(({ data }) => data);

  it('leaves the loop free while many are split, and each replays byte for byte', async () => {
    const app = await open(Infinity);
    await splits(app, [0]);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const answers = splits(app, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    let others = 0;
    const progress = { isDone: false };
    const split = answers.finally(() => (progress.isDone = true));
    while (!progress.isDone) {
      const { data } = await send(app, EVALUATE, { input: evaluateInput() });
      expect(data).toMatchObject({ evaluateQuotes: { __typename: 'RankedQuotes' } });
      others += 1;
    }
    const made = await split;
    delay.disable();
    if (process.env.SHOW_DELAYS !== undefined)
      console.info({ p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6, others });
    expect(made.map(({ selectVenues }) => selectVenues.__typename)).toEqual(made.map(() => 'VenueSelection'));
    expect(others).toBeGreaterThan(2 * made.length);
    const { data } = await send(app, REPLAY, { id: made[0]!.selectVenues.decisionId });
    expect(data).toEqual({ replayDecision: { byteEqual: true } });
  });

  it('refuses what comes when as many wait as may, and nothing else', async () => {
    const app = await open(2);
    const answers = await splits(app, [1, 2, 3, 4, 5, 6]);
    const refused = answers.filter(({ selectVenues }) => selectVenues.__typename === 'TooManyWaiting');
    expect(refused).toHaveLength(3);
    expect(await splits(app, [7])).toMatchObject([{ selectVenues: { __typename: 'VenueSelection' } }]);
  });
});
