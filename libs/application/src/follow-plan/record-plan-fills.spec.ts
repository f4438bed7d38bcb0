import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  MemoryDecisionLog,
  MemoryDeskEvents,
  MemoryMarketState,
  MemoryOutbox,
  MemoryPlanFillStore,
} from '#adapters/memory';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { ParametricModel } from '#adapters/parametric';
import { planOrder } from '#application/plan-execution';
import { SESSION_TIME } from '../../../../test/factories/api.js';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market, terms } from '../../../../test/factories/market.js';
import { TWAP_ORDER } from '../../../../test/factories/twap-order.js';
import { recordPlanFills, type StatedFill } from './index.js';

const DESK = 'alpha';

let state: MemoryMarketState;
let decisions: MemoryDecisionLog;
let planFills: MemoryPlanFillStore;

beforeEach(() => {
  state = new MemoryMarketState();
  state.setNow(SESSION_TIME);
  const listed = market({ terms: terms({ sessionSeconds: 86_400, lotSize: 100 }), averageSpreadBps: 2 });
  state.setState(instrumentState(listed));
  const events = new MemoryDeskEvents();
  decisions = new MemoryDecisionLog(events, new MemoryOutbox());
  planFills = new MemoryPlanFillStore(events);
});

const ports = () => ({
  market: state,
  model: new ParametricModel(),
  decisions,
  planFills,
  identifiers: new NodeIdentifiers(),
});

const planned = async (): Promise<string> => {
  const plan = await planOrder(ports(), DESK, { ...TWAP_ORDER, side: 'SELL' });
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value.decisionId;
};

const fill = (execId: string, changes: Partial<StatedFill> = {}): StatedFill => ({
  execId,
  quantity: 500,
  price: 100,
  venue: 'LIT',
  ...changes,
});

const report = (planId: string, fills: readonly StatedFill[], deskId = DESK) =>
  recordPlanFills(ports(), deskId, { planId, fills });

describe('recordPlanFills', () => {
  it('says what is filled and left, of new fills and of repeated ones', async () => {
    const planId = await planned();
    const first = [fill('a', { at: SESSION_TIME }), fill('b', { quantity: 1_500, liquidity: 'ADDED' })];
    expect(await report(planId, first)).toEqual({
      ok: true,
      value: { planId, recorded: 2, repeated: 0, filledQuantity: 2_000, leftQuantity: 18_000 },
    });
    expect(await report(planId, [...first, fill('c')])).toEqual({
      ok: true,
      value: { planId, recorded: 1, repeated: 2, filledQuantity: 2_500, leftQuantity: 17_500 },
    });
    expect(await planFills.filledLots(DESK, planId)).toBe(25);
  });

  it('takes a repeat though the session has begun again since, and nothing new then', async () => {
    const planId = await planned();
    await report(planId, [fill('a')]);
    state.setNow(SESSION_TIME - 1n);
    expect(await report(planId, [fill('a')])).toMatchObject({ ok: true, value: { recorded: 0, repeated: 1 } });
    expect(await report(planId, [fill('b')])).toMatchObject({
      ok: false,
      error: { code: 'IMPOSSIBLE_FILL', field: 'fills.0.at' },
    });
  });

  it.each([
    ['half a lot', fill('b', { quantity: 550 }), 'INVALID_QUANTITY', 'fills.1.quantity'],
    ['more than is left', fill('b', { quantity: 19_600 }), 'IMPOSSIBLE_FILL', 'fills.1.quantity'],
    ['in the future', fill('b', { at: SESSION_TIME + 1n }), 'IMPOSSIBLE_FILL', 'fills.1.at'],
    ['before the plan', fill('b', { at: SESSION_TIME - 1n }), 'IMPOSSIBLE_FILL', 'fills.1.at'],
    ['another under its id', fill('a', { price: 99 }), 'DUPLICATE_ID', 'fills.1.execId'],
  ])('refuses all of a report of which one fill is %s', async (_, second, code, field) => {
    const planId = await planned();
    expect(await report(planId, [fill('a'), second])).toMatchObject({ ok: false, error: { code, field } });
    expect(await planFills.filledLots(DESK, planId)).toBeUndefined();
  });

  it('knows no plan of another desk', async () => {
    const refused = { ok: false, error: { code: 'UNKNOWN_PLAN', field: 'planId' } };
    expect(await report(await planned(), [fill('a')], 'beta')).toMatchObject(refused);
    expect(await report('no plan', [fill('a')])).toMatchObject(refused);
  });
});
