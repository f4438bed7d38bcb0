import { describe, expect, it } from '@jest/globals';
import {
  CONTROL_RULES,
  FallbackChain,
  frontier,
  planExecution,
  RuleController,
  schedulePolicy,
  twapSchedule,
  type ControlProblem,
  type ExecutionProblem,
} from '#domain/execution';
import { gaussian } from '#domain/impact';
import { runPolicy, VOLATILITY_SURGE } from '#domain/simulation';

const PROBLEM: ExecutionProblem = {
  rule: 2,
  side: 'SELL',
  quantity: 500_000,
  lotSize: 100,
  tickSize: 0.01,
  arrivalPrice: 200,
  nowSeconds: 1800,
  startSeconds: 1800,
  finishSeconds: 12_600,
  sessionSeconds: 23_400,
  intervals: 36,
  dailyVolume: 2e6,
  dailyVolatility: 0.018,
  spreadBps: 5,
  forecast: { temporaryBps: 40, lastingShiftBps: 60, slippage: gaussian(70, 80) },
  strategy: { kind: 'IMPLEMENTATION_SHORTFALL', riskAversion: 0.001 },
  participationRateMax: 0.5,
  passiveFillShare: 0.2,
  auctions: [],
  venues: [{ venueId: 'LIT', share: 1 }],
};

const CONTROL: ControlProblem = {
  normal: { spreadBps: 5, topUnits: 2000, volatilityBps: 0.7 },
  passingImpactBps: 40,
  lastingShiftBps: 60,
  uncertaintyRatio: 1,
  events: [],
  blockVenue: VOLATILITY_SURGE.blockVenue,
};

/** The examples of docs/execution.md, shorter. */
describe('the documented examples', () => {
  it('a plan and its frontier', () => {
    const plan = planExecution(PROBLEM);
    if (!plan.ok) throw new Error(plan.error.message);
    expect(plan.value.slices.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(500_000);
    const curve = frontier(PROBLEM, [0, 0.001, 0.01], 0.95);
    if (!curve.ok) throw new Error(curve.error.message);
    expect(curve.value.points).toHaveLength(3);
  });

  it('the controller works an order in the simulator, behind the chain', () => {
    const { market, task } = VOLATILITY_SURGE;
    const small = { ...task, quantity: 20_000, horizonSeconds: 1800, decisions: 30 };
    const twap = twapSchedule(small.quantity, small.decisions);
    if (!twap.ok) throw new Error(twap.error.message);
    const links = new Set<string>();
    const chained = (): FallbackChain =>
      new FallbackChain(
        { rules: new RuleController(CONTROL, CONTROL_RULES), twap: schedulePolicy(twap.value, 'TAKE')() },
        10,
        ({ link }) => links.add(link),
      );
    const run = runPolicy({ ...market, warmUpSeconds: 300, news: [] }, small, chained, 1);
    if (!run.ok) throw new Error(run.error.message);
    expect(run.value).toMatchObject({ filled: 20_000, rejects: [] });
    expect([...links]).toEqual(['RULES']);
  });
});
