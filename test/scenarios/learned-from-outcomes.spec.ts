import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { seededRng } from '#domain/core';
import { drawReservation, HitModel, type HitParameters, type OutcomeKind } from '#domain/rfq';
import { LearnedQuotingModels } from '#application/learn-quoting-models';
import { MemoryDeskSettings } from '#adapters/memory';
import { AMPLE_DESK, keyOf, memoryPorts, send, startApi, type MemoryPorts } from '../factories/api.js';
import { market } from '../factories/market.js';
import { handlerOf, takeJobs } from '../factories/worker.js';

jest.setTimeout(120_000);

/** Clients who bear more than the stated priors say, and dealers who ask for more: what the desk is to find out. */
const PLANTED: HitParameters = {
  reservation: { mean: 3, sd: 1 },
  competitors: { location: 1.8, scale: 0.8, skewness: 0, shape: 0.8 },
  responseProbability: 0.6,
};
/** Asked beside the desk, by turns. */
const COMPETITORS = [0, 1, 2, 4] as const;
/** Those of the curve that is looked at. */
const CURVE_COMPETITORS = 2;
const OUTCOMES = 600;
const HALF_SPREAD_BPS = 10;

const GENERATE = `mutation ($input: GenerateQuoteInput!) {
  generateQuote(input: $input) {
    __typename
    ... on DealerQuote { decisionId hitModelVersion offer { price markupBps terms { name bps } } }
  }
}`;
const OUTCOME = `mutation ($input: RecordQuoteOutcomeInput!) {
  recordQuoteOutcome(input: $input) { __typename ... on ExpectedError { code field message } }
}`;
const CURVE = `query ($input: HitCurveInput!) {
  hitCurve(input: $input) {
    __typename
    ... on HitCurve { modelVersion outcomes points { reducedSpread hitProbability low high } }
  }
}`;

interface Quoted {
  readonly decisionId: string;
  readonly hitModelVersion: string;
  readonly offer: {
    readonly price: number;
    readonly markupBps: number;
    readonly terms: readonly { readonly name: string; readonly bps: number }[];
  };
}

interface Curve {
  readonly modelVersion: string;
  readonly outcomes: number;
  readonly points: readonly {
    readonly reducedSpread: number;
    readonly hitProbability: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
}

describe('a desk that records what became of its quotes', () => {
  let ports: MemoryPorts;
  let app: NestFastifyApplication;
  const rng = seededRng(7);
  const planted = new HitModel(PLANTED);

  beforeAll(async () => {
    ports = memoryPorts();
    ports.market.setSnapshot(market({ averageSpreadBps: 2 * HALF_SPREAD_BPS }));
    const quotingModels = new LearnedQuotingModels(
      ports.learned,
      { nowMs: () => 5_000 * (clock += 1) },
      () => undefined,
    );
    app = await startApi({ ...ports, quotingModels, desks: new MemoryDeskSettings([AMPLE_DESK]) });
  });
  afterAll(() => app.close());

  let clock = 0;
  let asked = 0;

  const ask = async <T>(query: string, input: object): Promise<T> => {
    const { data, errors } = await send<Readonly<Record<string, T>>>(app, query, { input }, keyOf('dealer'));
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };

  const generate = (competitors: number): Promise<Quoted> =>
    ask(GENERATE, {
      instrumentId: 'TEST',
      quantity: 1_000 * (1 + Math.floor(60 * rng.uniform())),
      client: `CLIENT ${asked % 20}`,
      competitors,
      idempotencyKey: `key ${(asked += 1)}`,
    });

  const curve = (): Promise<Curve> => ask(CURVE, { instrumentId: 'TEST', competitors: CURVE_COMPETITORS });

  /** What a planted client does with it, as the dealer is told: one auction. */
  const endOf = (
    { offer }: Quoted,
    competitors: number,
  ): { readonly kind: OutcomeKind; readonly coverPrice?: number } => {
    const usualBps = offer.terms
      .filter(({ name }) => name === 'baseHalfSpread' || name === 'volatilityAndSize')
      .reduce((sum, { bps }) => sum + bps, 0);
    const own = offer.markupBps / usualBps;
    const limit = drawReservation(PLANTED.reservation, rng);
    let best = Infinity;
    for (let i = 0; i < competitors; i += 1) {
      if (rng.uniform() < PLANTED.responseProbability) best = Math.min(best, planted.competitors.draw(rng));
    }
    if (Math.min(best, own) >= limit) return { kind: 'NOT_TRADED' };
    if (best < own) return { kind: 'TRADED_AWAY' };
    if (best === Infinity) return { kind: 'DONE_ALONE' };
    return { kind: 'DONE_WITH_COVER', coverPrice: 100 * (1 + (best * usualBps) / 1e4) };
  };

  it('quotes by what it learned from them', async () => {
    const before = await curve();
    expect(before).toMatchObject({ modelVersion: 'priors-1', outcomes: 0 });
    for (let i = 0; i < OUTCOMES; i += 1) {
      const competitors = COMPETITORS[i % COMPETITORS.length]!;
      const quote = await generate(competitors);
      const input = { quoteId: quote.decisionId, clientSide: 'BUY', ...endOf(quote, competitors) };
      expect(await ask(OUTCOME, input)).toEqual({ __typename: 'RecordedQuoteOutcome' });
    }
    const jobs = await takeJobs(ports);
    expect(jobs.map(({ payload }) => payload)).toEqual(
      [100, 200, 300, 400, 500, 600].map((upTo) => expect.objectContaining({ upTo })),
    );
    await handlerOf(ports, ports.model, jobs.at(-1)!).run(jobs.at(-1)!.payload);

    const after = await curve();
    expect(after).toMatchObject({ modelVersion: 'learned-600', outcomes: OUTCOMES });
    // Where the desk has quoted, the truth lies in the interval, and the priors did not.
    const at = ({ points }: Curve) => points.find(({ reducedSpread }) => reducedSpread === 1.5)!;
    const truth = planted.hit(1.5, CURVE_COMPETITORS);
    expect(at(after).low!).toBeLessThan(truth);
    expect(at(after).high!).toBeGreaterThan(truth);
    expect(at(before).hitProbability).toBeLessThan(at(after).low!);
    // A quote finds the version behind it.
    await generate(CURVE_COMPETITORS);
    await new Promise((resolve) => setImmediate(resolve));
    expect((await generate(CURVE_COMPETITORS)).hitModelVersion).toBe('learned-600');
  });
});
