import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { seededRng, type Rng } from '#domain/core';
import { drawReservation, HitCurve, HitModel, isDealt, type HitParameters, type QuoteOutcome } from '#domain/rfq';
import { MemoryLearnedModelsStore, MemoryOutbox, MemoryQuoteOutcomeStore } from '#adapters/memory';
import { type Job } from '#application/jobs';
import { type KeptQuoteOutcome, type LearnedVersion, type WallClock } from '#application/ports';
import { STATED_PRIORS } from '#application/stated-priors';
import {
  LearnedQuotingModels,
  learnFromPages,
  learningJobs,
  learnQuotingModelsHandler,
  OUTCOMES_PER_VERSION,
} from './index.js';

jest.setTimeout(120_000);

const PLANTED: HitParameters = {
  reservation: { mean: 1.5, sd: 0.8 },
  competitors: { location: 0.8, scale: 0.7, skewness: 0.6, shape: 0.9 },
  responseProbability: 0.6,
};
const EAGER: HitParameters = { ...PLANTED, reservation: { mean: 0.6, sd: 0.3 } };

/** One auction against three competitors, as its dealer learns of it. */
const drawOutcome = (model: HitModel, rng: Rng): QuoteOutcome => {
  const { reservation, responseProbability } = model.parameters;
  const known = { reducedSpread: -1 + 4 * rng.uniform(), competitors: 3 };
  const limit = drawReservation(reservation, rng);
  let best = Infinity;
  for (let i = 0; i < 3; i += 1) {
    if (rng.uniform() < responseProbability) best = Math.min(best, model.competitors.draw(rng));
  }
  if (Math.min(best, known.reducedSpread) >= limit) return { ...known, kind: 'NOT_TRADED' };
  if (best < known.reducedSpread) return { ...known, kind: 'TRADED_AWAY' };
  return best === Infinity ? { ...known, kind: 'DONE_ALONE' } : { ...known, kind: 'DONE_WITH_COVER', cover: best };
};

const ROW: Omit<KeptQuoteOutcome, 'quoteId' | 'outcome' | 'client'> = {
  instrumentId: 'SIM-ALPHA',
  dealerDesk: null,
  regime: null,
  clientSide: 'BUY',
  hitUnit: 'USUAL_CHARGE',
  currency: 'USD',
  quantity: 1_000,
  participation: 0.001,
  price: 100.05,
  mid: 100,
};

describe('learning quoting models', () => {
  let outbox: MemoryOutbox;
  let outcomes: MemoryQuoteOutcomeStore;
  let learned: MemoryLearnedModelsStore;
  let nowMs: number;
  let errors: unknown[];
  const computing = { learnFromPages: (pages: readonly string[]) => Promise.resolve(learnFromPages(pages)) };
  const clock: WallClock = { nowMs: () => nowMs, sleep: () => Promise.resolve() };
  const handler = () => learnQuotingModelsHandler({ outcomes, learned, computing });
  const serving = () => new LearnedQuotingModels(learned, clock, (error) => errors.push(error));

  beforeEach(() => {
    outbox = new MemoryOutbox();
    outcomes = new MemoryQuoteOutcomeStore(outbox);
    learned = new MemoryLearnedModelsStore();
    nowMs = 0;
    errors = [];
  });

  /** Quotes to clients by turns; trades with INSIDER are followed by moves against the desk. */
  const record = async (count: number, clients: readonly (string | null)[], seed = 1): Promise<void> => {
    const rng = seededRng(seed);
    const [patient, eager] = [new HitModel(PLANTED), new HitModel(EAGER)];
    for (let i = 0; i < count; i += 1) {
      const client = clients[i % clients.length]!;
      const outcome = drawOutcome(client === 'EAGER' ? eager : patient, rng);
      const quoteId = `${seed}-${i}`;
      await outcomes.append('alpha', { ...ROW, quoteId, client, outcome }, learningJobs('alpha'));
      const againstBps = rng.normal() + (client === 'INSIDER' ? 2 : 0);
      const isDone = outcome.kind.startsWith('DONE');
      // A tenth of what was known came in the first seconds.
      const markouts = [{ seconds: 10, againstBps: againstBps / 10 }];
      const followUp = { midAfter: 100, lastMid: 100, againstBps, hedges: [], markouts };
      if (isDone) await outcomes.follow('alpha', quoteId, followUp);
    }
  };

  const jobs = async (): Promise<readonly Job[]> => {
    const taken: Job[] = [];
    await outbox.relay(1_000, (some) => Promise.resolve(void taken.push(...some)));
    return taken;
  };

  it('is asked for by every hundredth outcome', async () => {
    await record(2 * OUTCOMES_PER_VERSION + 1, [null]);
    expect(await jobs()).toEqual([
      { name: 'hitmodel.fit', payload: { deskId: 'alpha', upTo: 100 } },
      { name: 'hitmodel.fit', payload: { deskId: 'alpha', upTo: 200 } },
    ]);
  });

  it('serves the stated priors until something was learned', async () => {
    expect(await serving().serving('alpha', { instrumentId: 'X' })).toBe(STATED_PRIORS);
  });

  it('learns little from little, and says how much of it is prior', async () => {
    await record(100, ['FUND']);
    await handler().run({ deskId: 'alpha', upTo: 100 });
    const view = await serving().serving('alpha', { instrumentId: 'X', client: 'FUND' });
    expect(view.hits).toMatchObject({ version: 'learned-100', segment: 'client:FUND', outcomes: 100 });
    const { pooled } = (await learned.latest('alpha'))!.models;
    const { done, tradedAway, tied, notTraded } = pooled!.evidence!;
    expect(done + tradedAway + tied + notTraded).toBe(100);
    for (const { prior, learned: share } of pooled!.fitted) {
      expect(prior).toBeDefined();
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(1);
    }
  });

  it.each<[string, QuoteOutcome]>([
    // All at the usual half-spread.
    ['nobody deals', { reducedSpread: 1, competitors: 3, kind: 'NOT_TRADED' }],
    ['everybody deals', { reducedSpread: 1, competitors: 3, kind: 'DONE' }],
    ['everybody deals elsewhere', { reducedSpread: 1, competitors: null, kind: 'TRADED_AWAY' }],
    ['nobody else was asked', { reducedSpread: 1, competitors: 0, kind: 'DONE_ALONE' }],
  ])('has a model, monotone and moved from the priors by what was seen, where %s', async (_, outcome) => {
    for (let i = 0; i < 100; i += 1) {
      await outcomes.append('alpha', { ...ROW, quoteId: `${i}`, client: 'FUND', outcome }, () => []);
    }
    await handler().run({ deskId: 'alpha', upTo: 100 });
    const { pooled, segments } = (await learned.latest('alpha'))!.models;
    for (const { parameters, fitted } of [pooled!, segments.FUND!]) {
      const curve = new HitCurve(new HitModel(parameters), 3);
      const hits = Array.from({ length: 60 }, (__, i) => curve.hit(-2 + i / 10));
      expect(hits).toEqual([...hits].sort((a, b) => b - a));
      for (const { low, value, high } of fitted) expect(low <= value && value <= high).toBe(true);
    }
    const at = ({ parameters }: Pick<typeof STATED_PRIORS.hits, 'parameters'>): number =>
      new HitModel(parameters).hit(1, outcome.competitors ?? 3);
    const isMore = at(pooled!) > at(STATED_PRIORS.hits);
    expect(isMore).toBe(isDealt(outcome.kind));
  });

  it('rests no hit model on outcomes of another unit, counts them, and learns of clients from all', async () => {
    await record(100, ['FUND']);
    await handler().run({ deskId: 'alpha', upTo: 100 });
    const { pooled, segments } = (await learned.latest('alpha'))!.models;
    // Everybody deals at six half-spreads: it would move any fit that counted it.
    const { hitUnit: _unit, ...row } = ROW;
    const outcome: QuoteOutcome = { reducedSpread: 6, competitors: 3, kind: 'DONE' };
    for (let i = 0; i < 100; i += 1) {
      await outcomes.append('alpha', { ...row, quoteId: `old ${i}`, client: 'ELDER', outcome }, () => []);
      const followUp = { midAfter: 100, lastMid: 100, againstBps: i % 2, hedges: [], markouts: [] };
      await outcomes.follow('alpha', `old ${i}`, followUp);
    }
    await handler().run({ deskId: 'alpha', upTo: 200 });
    const { models } = (await learned.latest('alpha'))!;
    expect(models).toMatchObject({ format: 2, outcomes: 200, outcomesInHalfSpreads: 100, pooled, segments });
    expect(Object.keys(models.segments)).toEqual(['FUND']);
    expect(models.clients.ELDER).toMatchObject({ trades: 100 });
  });

  it('quotes by the stated priors where all that was learned is in half-spreads, and by what is known of clients', async () => {
    const hits = { parameters: PLANTED, usualCompetitors: 3, outcomes: 300, fitted: [], covariance: [] };
    const tooFew = { kind: 'TOO_FEW', n: 12, nMin: 30 } as const;
    const fund = { tier: 'LOYAL', trades: 12, adverseMoveBps: tooFew, informedProbability: tooFew } as const;
    const models = {
      format: 1,
      outcomes: 300,
      pooled: hits,
      segments: { FUND: hits },
      clients: { FUND: fund },
    } as const;
    await learned.keep('alpha', { upTo: 300, models });
    const view = await serving().serving('alpha', { instrumentId: 'X', client: 'FUND' });
    expect(view.hits).toBe(STATED_PRIORS.hits);
    expect(view.client).toMatchObject({ version: 'learned-300', tier: 'LOYAL' });
  });

  it('has no hit model where no outcome is in its unit', async () => {
    const { hitUnit: _unit, ...row } = ROW;
    const outcome: QuoteOutcome = { reducedSpread: 1, competitors: 3, kind: 'DONE' };
    for (let i = 0; i < 100; i += 1) {
      await outcomes.append('alpha', { ...row, quoteId: `${i}`, client: 'FUND', outcome }, () => []);
    }
    await handler().run({ deskId: 'alpha', upTo: 100 });
    expect((await learned.latest('alpha'))!.models).toMatchObject({
      outcomesInHalfSpreads: 100,
      pooled: null,
      segments: {},
    });
  });

  it('learns hit models by client, tiers and adverse moves; a repeat changes nothing', async () => {
    await record(1_500, ['FUND', 'EAGER', 'INSIDER']);
    const key = { deskId: 'alpha', upTo: 1_500 };
    await handler().run(key);
    const first: LearnedVersion | undefined = await learned.latest('alpha');
    await handler().run(key);
    expect(await learned.latest('alpha')).toEqual(first);
    expect(await learned.versions('alpha', 9)).toEqual([1_500]);

    const { adverseMoveBps, adverseMoves } = first!.models.clients.INSIDER!;
    if (adverseMoveBps.kind !== 'KNOWN') throw new Error('the insider has traded too seldom');
    expect(adverseMoves).toEqual([{ seconds: 10, adverseMoveBps: expect.objectContaining({ n: adverseMoveBps.n }) }]);
    expect(adverseMoves![0]).toHaveProperty(
      'adverseMoveBps.value.value',
      expect.closeTo(adverseMoveBps.value.value / 10),
    );

    const models = serving();
    const of = (client?: string) =>
      models.serving('alpha', { instrumentId: 'X', ...(client !== undefined && { client }) });
    const [fund, eager, insider, stranger, unnamed] = await Promise.all(
      ['FUND', 'EAGER', 'INSIDER', 'STRANGER', undefined].map(of),
    );
    expect(fund!.hits).toMatchObject({ version: 'learned-1500', segment: 'client:FUND', outcomes: 500 });
    expect(eager!.hits.parameters.reservation.mean).toBeLessThan(fund!.hits.parameters.reservation.mean - 0.4);
    expect([fund, eager, insider, stranger].map((view) => view!.client.tier)).toEqual([
      'LOYAL',
      'PRICE_SENSITIVE',
      'INFORMED',
      'UNKNOWN',
    ]);
    expect(insider!.client.adverseMoveBps.low).toBeGreaterThan(1);
    expect(insider!.client.informedProbability.value).toBeGreaterThan(fund!.client.informedProbability.value);
    expect(stranger).toBe(unnamed);
    expect(unnamed!.hits.segment).toBe('others');
    expect(await of('FUND')).toBe(fund);
  });

  it('takes up a newer version behind a quote, and goes on with the old one when the store is away', async () => {
    const hits = { parameters: PLANTED, usualCompetitors: 3, outcomes: 300, fitted: [], covariance: [] };
    const version = (upTo: number): LearnedVersion => ({
      upTo,
      models: { format: 2, outcomes: upTo, pooled: hits, segments: {}, clients: {} },
    });
    await learned.keep('alpha', version(300));
    const models = serving();
    const served = async () => (await models.serving('alpha', { instrumentId: 'X', client: 'FUND' })).hits.version;
    const behind = () => new Promise((resolve) => setImmediate(resolve));
    expect(await served()).toBe('learned-300');
    await learned.keep('alpha', version(400));
    expect(await served()).toBe('learned-300');
    nowMs = 5_000;
    await served();
    await behind();
    expect(await served()).toBe('learned-400');
    nowMs = 10_000;
    learned.latest = () => Promise.reject(new Error('away'));
    expect(await served()).toBe('learned-400');
    await behind();
    expect(await served()).toBe('learned-400');
    expect(errors.map(String)).toEqual(['Error: away']);
  });

  it('fails a job whose outcomes are not there: it was not written by this desk', async () => {
    await expect(handler().run({ deskId: 'alpha', upTo: 100 })).rejects.toThrow('no outcome 1');
  });
});
