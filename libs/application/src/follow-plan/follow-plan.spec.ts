import { beforeEach, describe, expect, it } from '@jest/globals';
import { type MarketSnapshot } from '#domain/market-data';
import {
  MemoryDecisionLog,
  MemoryDeskEvents,
  MemoryMarketState,
  MemoryOutbox,
  MemoryPlanFillStore,
} from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { ParametricModel } from '#adapters/parametric';
import { planOrder, type PlanExecutionCommand } from '#application/plan-execution';
import { replayDecision } from '#application/replay-decision';
import { SESSION_TIME } from '../../../../test/factories/api.js';
import { computingHere } from '../../../../test/factories/computing.js';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market, terms } from '../../../../test/factories/market.js';
import { TWAP_ORDER } from '../../../../test/factories/twap-order.js';
import { PlanFollowers, recordPlanFills, type PlanUpdate, type StatedFill } from './index.js';

const DESK = 'alpha';

const model = new ParametricModel();
let state: MemoryMarketState;
let decisions: MemoryDecisionLog;
let planFills: MemoryPlanFillStore;
let followers: PlanFollowers;
let errors: unknown[];
let fills = 0;

const ports = () => ({ market: state, model, decisions, planFills, identifiers: new NodeIdentifiers() });
const started = () => new PlanFollowers({ ...ports(), clock: systemClock }, (error) => errors.push(error));

const show = (seconds: number, changes: Partial<MarketSnapshot> = {}): void => {
  state.setNow(SESSION_TIME + BigInt(Math.round(seconds * 1e9)));
  const at = new Date(Number(state.now() / 1_000_000n)).toISOString();
  const listed = market({ exchangeTime: at, terms: terms({ sessionSeconds: 86_400 }), averageSpreadBps: 2 });
  state.setState(instrumentState({ ...listed, ...around(0.01), ...changes }));
};

const around = (halfSpread: number): Partial<MarketSnapshot> => ({
  bids: [{ price: 100 - halfSpread, size: 500 }],
  asks: [{ price: 100 + halfSpread, size: 500 }],
});

/** Whatever waits for a store or a model has had its turn. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

/** The market of some moments, ten seconds apart, as the process sees it. */
const play = async (from: number, to: number, changes: Partial<MarketSnapshot> = {}, all = [followers]) => {
  for (let seconds = from; seconds <= to; seconds += 10) {
    show(seconds, changes);
    for (const one of all) one.tick();
    await settled();
  }
};

const planned = async (changes: Partial<PlanExecutionCommand> = {}): Promise<string> => {
  const plan = await planOrder(ports(), DESK, { ...TWAP_ORDER, ...changes });
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value.decisionId;
};

const followed = async (planId: string, by = followers) => {
  const feed = await by.follow(DESK, planId);
  if (!feed.ok) throw new Error(feed.error.message);
  return feed.value;
};

/** As a venue reports so many units, and every process hears of it. */
const reported = async (planId: string, quantity: number, all = [followers]): Promise<void> => {
  const fill: StatedFill = { execId: `fill ${(fills += 1)}`, quantity, price: 100.01, venue: 'LIT' };
  const filled = await recordPlanFills(ports(), DESK, { planId, fills: [fill] });
  if (!filled.ok) throw new Error(filled.error.message);
  for (const one of all) {
    one.filled(DESK, filled.value.planId);
    one.tick();
  }
  await settled();
};

/** Reads all that it gets in the background. */
const reading = async (planId: string, by = followers): Promise<PlanUpdate[]> => {
  const heard: PlanUpdate[] = [];
  const feed = await followed(planId, by);
  void (async () => {
    for await (const update of feed) heard.push(update);
  })();
  await settled();
  return heard;
};

beforeEach(() => {
  state = new MemoryMarketState();
  errors = [];
  const events = new MemoryDeskEvents();
  decisions = new MemoryDecisionLog(events, new MemoryOutbox());
  planFills = new MemoryPlanFillStore(events);
  followers = started();
  show(0);
});

describe('a followed plan', () => {
  it('is told at once as it stands, then slice by slice to its end', async () => {
    const planId = await planned();
    const heard = await reading(planId);
    expect(heard).toMatchObject([
      {
        planId,
        decisionId: planId,
        revision: 0,
        phase: 'WORKING',
        regime: 'CALM',
        triggers: [],
        reason: 'nothing is out of the ordinary',
        dueQuantity: 0,
        doneQuantity: 0,
        leftQuantity: 20_000,
        doneBasis: 'ASSUMED',
        slice: { fromSeconds: 0, toSeconds: 600 },
        advice: { link: 'RULES', passed: [{ link: 'LEARNED', code: 'LINK_ABSENT' }], showPrice: 99.99 },
      },
    ]);
    await play(10, 3_600);
    expect(heard.at(-1)).toMatchObject({ phase: 'COMPLETED', doneQuantity: 20_000, leftQuantity: 0 });
    const slices = heard.map(({ slice }) => slice?.fromSeconds);
    expect([...new Set(slices)]).toHaveLength(7);
    expect(errors).toEqual([]);
  });

  it('is planned anew when the spread widens: recorded, replayed byte for byte, of what is left', async () => {
    const planId = await planned();
    const heard = await reading(planId);
    await play(10, 600);
    await play(610, 900, around(0.05));
    const tense = heard.find(({ triggers }) => triggers.includes('SPREAD'))!;
    expect(tense.reason).toMatch(/^the spread is [\d.]+ times the normal one/);
    const revised = heard.find(({ revision }) => revision === 1)!;
    expect(revised.decisionId).not.toBe(planId);
    const total = revised.slices.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(total).toBe(20_000 - revised.doneQuantity);
    expect(revised.slices.at(-1)!.toSeconds).toBeCloseTo(3_600, 6);
    const record = (await decisions.find(DESK, revised.decisionId))!;
    expect(JSON.parse(record.inputs)).toMatchObject({ revises: { planId, number: 1, triggers: tense.triggers } });
    const replay = await replayDecision({ decisions, model, computing: computingHere }, DESK, revised.decisionId);
    expect(replay).toMatchObject({ ok: true, value: { byteEqual: true, modelCheck: 'MATCHES' } });
  });

  it('pauses while the market is away, says why, and plans anew what the pause left', async () => {
    const planId = await planned();
    const heard = await reading(planId);
    await play(10, 600);
    await play(610, 1_200, { status: 'HALTED' });
    expect(heard.at(-1)).toMatchObject({
      phase: 'PAUSED',
      reason: 'trading in TEST is HALTED',
      advice: { link: 'PAUSE', passed: [{ link: 'LEARNED' }, { link: 'RULES', code: 'NO_MARKET' }, { link: 'TWAP' }] },
    });
    const { doneQuantity } = heard.at(-1)!;
    await play(1_210, 1_220);
    expect(heard.at(-1)).toMatchObject({ phase: 'WORKING', revision: 1 });
    expect(heard.at(-1)!.doneQuantity - doneQuantity).toBeLessThan(200);
    await play(1_230, 3_600);
    expect(heard.at(-1)).toMatchObject({ phase: 'COMPLETED', doneQuantity: 20_000 });
  });

  it('pauses when the feed is silent', async () => {
    const heard = await reading(await planned());
    state.setFeedSilenceMs(3_000);
    followers.tick();
    await settled();
    expect(heard.at(-1)).toMatchObject({ phase: 'PAUSED', reason: 'the market feed has been silent for 3000 ms' });
  });

  it('says why what is left could not be planned anew, and goes on by the plan that stands', async () => {
    const planId = await planned({ participationRateMax: 0.12 });
    const heard = await reading(planId);
    await play(10, 600, { status: 'HALTED' });
    await play(610, 700);
    expect(heard.at(-1)).toMatchObject({
      phase: 'WORKING',
      revision: 0,
      decisionId: planId,
      notRevised: { code: 'INFEASIBLE_PLAN', field: 'participationRateMax' },
    });
    await play(710, 3_600);
    expect(heard.at(-1)).toMatchObject({ phase: 'EXPIRED', reason: 'the time is over, and not all is done' });
    expect(heard.at(-1)!.leftQuantity).toBeGreaterThan(0);
  });

  it('is one watch for many: a revision is recorded once, and all hear the same', async () => {
    const planId = await planned();
    const feeds = await Promise.all(Array.from({ length: 50 }, () => reading(planId)));
    await play(10, 900, around(0.05));
    expect(feeds[0]!.at(-1)!.revision).toBeGreaterThan(0);
    for (const feed of feeds) expect(feed).toEqual(feeds[0]);
    const { records } = await decisions.list(DESK, 100);
    expect(records).toHaveLength(1 + feeds[0]!.at(-1)!.revision);
  });

  it('waits for others: what is left of many plans is planned one after the other', async () => {
    let [under, most] = [0, 0];
    const forecast: typeof model.forecast = async (requests) => {
      most = Math.max(most, (under += 1));
      await new Promise(setImmediate);
      under -= 1;
      return model.forecast(requests);
    };
    const one = new PlanFollowers({ ...ports(), clock: systemClock, model: { forecast } }, (error) =>
      errors.push(error),
    );
    const feeds: PlanUpdate[][] = [];
    for (let i = 0; i < 20; i += 1) feeds.push(await reading(await planned({ idempotencyKey: `plan ${i}` }), one));
    await play(10, 600, around(0.05), [one]);
    expect(feeds.map((feed) => feed.at(-1)!.revision > 0)).toEqual(feeds.map(() => true));
    expect(most).toBe(1);
    expect(errors).toEqual([]);
  });

  it('is one plan for two processes: the second gets the revisions of the first', async () => {
    const planId = await planned();
    const other = started();
    const [here, there] = [await reading(planId), await reading(planId, other)];
    await play(10, 900, around(0.05), [followers, other]);
    expect(there.at(-1)).toMatchObject({
      revision: here.at(-1)!.revision,
      decisionId: here.at(-1)!.decisionId,
      slices: here.at(-1)!.slices,
    });
    const third = await reading(planId, started());
    expect(third[0]).toMatchObject({ revision: here.at(-1)!.revision, decisionId: here.at(-1)!.decisionId });
    const byRevision = await reading(here.at(-1)!.decisionId, started());
    expect(byRevision[0]).toMatchObject({ planId, decisionId: here.at(-1)!.decisionId });
  });

  it('hears of a revision that another process has recorded', async () => {
    const planId = await planned();
    const other = started();
    const there = await reading(planId, other);
    await reading(planId);
    await play(10, 900, around(0.05));
    show(900, around(0.05));
    other.decided(DESK);
    other.tick();
    await settled();
    other.tick();
    await settled();
    expect(there.at(-1)!.revision).toBeGreaterThan(0);
  });

  it('loses steps for a slow reader, but not the last', async () => {
    const feed = await followed(await planned());
    await feed.next();
    await play(10, 3_600);
    const { value } = (await feed.next()) as { value: PlanUpdate };
    expect(value.phase).toBe('COMPLETED');
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });

  it('has nothing to tell while nothing changes', async () => {
    const heard = await reading(await planned());
    await play(10, 290);
    expect(heard).toHaveLength(1);
  });

  it('that is over is told once', async () => {
    const planId = await planned();
    show(4_000);
    const heard = await reading(planId);
    expect(heard).toMatchObject([{ phase: 'COMPLETED', doneQuantity: 20_000 }]);
    expect(heard[0]!.advice).toBeUndefined();
  });

  it('hears what a store says that fails, and tries again', async () => {
    const planId = await planned();
    const heard = await reading(planId);
    const append = decisions.append.bind(decisions);
    decisions.append = () => Promise.reject(new Error('no store'));
    await play(10, 600, around(0.05));
    expect(errors.length).toBeGreaterThan(0);
    expect(heard.at(-1)!.revision).toBe(0);
    decisions.append = append;
    await play(610, 620, around(0.05));
    expect(heard.at(-1)!.revision).toBe(1);
  });

  it('counts what is filled from the first report on, and tells each', async () => {
    const planId = await planned();
    const heard = await reading(planId);
    await play(10, 300);
    expect(heard.at(-1)).toMatchObject({ doneBasis: 'ASSUMED', aheadQuantity: 0 });
    await reported(planId, 500);
    const { dueQuantity } = heard.at(-1)!;
    expect(heard.at(-1)).toMatchObject({
      doneBasis: 'REPORTED',
      doneQuantity: 500,
      leftQuantity: 19_500,
      aheadQuantity: 500 - dueQuantity,
    });
    await reported(planId, 4_500);
    expect(heard.at(-1)).toMatchObject({ doneQuantity: 5_000, aheadQuantity: 5_000 - dueQuantity });
    expect(dueQuantity).toBeLessThan(2_000);
    const third = await reading(planId, started());
    expect(third).toMatchObject([{ doneBasis: 'REPORTED', doneQuantity: 5_000 }]);
    await reported(planId, 15_000);
    expect(heard.at(-1)).toMatchObject({
      phase: 'COMPLETED',
      elapsedSeconds: 300,
      leftQuantity: 0,
      reason: 'all of the order is filled',
    });
  });

  it('is not completed by its schedule where something else is reported', async () => {
    const planId = await planned();
    const heard = await reading(planId);
    await reported(planId, 19_900);
    await play(10, 3_600);
    expect(heard.at(-1)).toMatchObject({ phase: 'EXPIRED', dueQuantity: 20_000, leftQuantity: 100 });
  });

  it('is planned anew of what the fills have left, though a process has not heard of the last', async () => {
    const planId = await planned();
    const heard = await reading(planId);
    await play(10, 300);
    await reported(planId, 700);
    await reported(planId, 50, []);
    await play(310, 600, around(0.05));
    const revised = heard.find(({ revision }) => revision === 1)!;
    expect(revised.slices.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(19_250);
    const record = (await decisions.find(DESK, revised.decisionId))!;
    expect(JSON.parse(record.inputs)).toMatchObject({ revises: { planId, number: 1, doneBasis: 'REPORTED' } });
    const replay = await replayDecision({ decisions, model, computing: computingHere }, DESK, revised.decisionId);
    expect(replay).toMatchObject({ ok: true, value: { byteEqual: true } });
    const other = await reading(planId, started());
    expect(other).toMatchObject([{ revision: heard.at(-1)!.revision, doneQuantity: 750 }]);
  });

  it('is planned anew when the first fill contradicts what a revision took to be done, once', async () => {
    const planId = await planned();
    const other = started();
    const [heard, there] = [await reading(planId), await reading(planId, other)];
    const both = [followers, other];
    await play(10, 600, around(0.05), both);
    const { revision, doneBasis } = heard.at(-1)!;
    expect(revision).toBeGreaterThan(0);
    expect(doneBasis).toBe('ASSUMED');
    await reported(planId, 100, both);
    await play(610, 640, around(0.05), both);
    expect(heard.at(-1)).toMatchObject({ revision: revision + 1, doneBasis: 'REPORTED', doneQuantity: 100 });
    expect(heard.at(-1)!.slices.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(19_900);
    expect(there.at(-1)).toMatchObject({ revision: revision + 1, decisionId: heard.at(-1)!.decisionId });
    await reported(planId, 100, both);
    await play(650, 700, around(0.05), both);
    expect(heard.at(-1)).toMatchObject({ revision: revision + 1, doneQuantity: 200 });
  });

  it('hears of fills again where the store fails at first', async () => {
    const planId = await planned();
    const heard = await reading(planId);
    await play(10, 20);
    const filledLots = planFills.filledLots.bind(planFills);
    planFills.filledLots = () => Promise.reject(new Error('no store'));
    await reported(planId, 700);
    expect(errors).toHaveLength(1);
    expect(heard.at(-1)!.doneBasis).toBe('ASSUMED');
    planFills.filledLots = filledLots;
    await play(30, 40);
    expect(heard.at(-1)).toMatchObject({ doneBasis: 'REPORTED', doneQuantity: 700 });
  });

  it.each(['evaluation', 'another desk'])('is no plan where the id is of %s', async (what) => {
    const planId = what === 'another desk' ? await planned() : '01a1ffb6-f103-7c05-aed1-88fbab5d6caf';
    expect(await followers.follow('beta', planId)).toMatchObject({ ok: false, error: { code: 'UNKNOWN_PLAN' } });
  });
});
