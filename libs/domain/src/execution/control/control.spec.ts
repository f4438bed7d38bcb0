import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CONTROL_RULES, type ControlProblem } from './control-problem.js';
import { FallbackChain, PAUSE, type ChainDecision } from './fallback-chain.js';
import { Hysteresis } from './hysteresis.js';
import { SignalReader } from './market-signals.js';
import { plannedPace } from './pace.js';
import { RuleController, type ControlState } from './rule-controller.js';
import { type Observation, type Policy, type Request } from './policy.js';

const PROBLEM: ControlProblem = {
  normal: { spreadBps: 5, topUnits: 2000, volatilityBps: 1 },
  passingImpactBps: 40,
  lastingShiftBps: 60,
  uncertaintyRatio: 1,
  events: [],
  blockVenue: 1,
};

/** Slower and further away than what is shipped, so that each rule can be told from the others. */
const RULES = { ...CONTROL_RULES, riskAversion: 0.0002, tenseOffsetSpreads: 0.2 };

const DECISIONS = 100;
const STEP = 60;

/** A quiet market of 20,000 ticks with the normal spread, an hour and 40 minutes to work 100,000 units. */
const seen = (decision: number, change: Partial<Observation> = {}): Observation => ({
  decision,
  decisions: DECISIONS,
  elapsedSeconds: decision * STEP,
  leftSeconds: (DECISIONS - decision) * STEP,
  side: 'SELL',
  quantity: 100_000,
  filled: 0,
  filledElsewhere: 0,
  resting: [],
  arrivalMidTicks: 20_000,
  bidTicks: 19_995,
  askTicks: 20_005,
  bidUnits: 2000,
  askUnits: 2000,
  tops: [],
  marketVolume: decision * 5000,
  othersVolume: decision * 5000,
  ...change,
});

const wide = (halfTicks: number): Partial<Observation> => ({
  bidTicks: 20_000 - halfTicks,
  askTicks: 20_000 + halfTicks,
});
const evenly = (decision: number): number => Math.round((100_000 * decision) / DECISIONS);

const controller = (problem = PROBLEM, rules = RULES) => {
  const states: ControlState[] = [];
  const policy = new RuleController(problem, rules, (state) => states.push(state));
  return { policy, states, last: () => states[states.length - 1]! };
};

const unitsOf = (requests: readonly Request[], kind: Request['kind'], venue?: number): number =>
  requests.reduce(
    (sum, request) =>
      request.kind === kind && request.kind !== 'CANCEL' && (venue === undefined || (request.venue ?? 0) === venue)
        ? sum + request.units
        : sum,
    0,
  );

describe('Hysteresis', () => {
  it.each([
    [
      [1, 2, 2.5, 3, 2.5, 2.1, 2, 2.5],
      [false, false, false, true, true, true, false, false],
    ],
    [
      [3, NaN, 1, NaN],
      [true, true, false, false],
    ],
  ])('at %j is %j', (levels, expected) => {
    const trigger = new Hysteresis({ enter: 3, leave: 2 });
    expect(levels.map((level) => trigger.at(level))).toEqual(expected);
  });
});

describe('SignalReader', () => {
  it('says 1 of what is normal, and follows what is not', () => {
    const reader = new SignalReader(PROBLEM.normal);
    expect(reader.read(seen(0))).toMatchObject({ spreadRatio: 1, depthRatio: 1, toxicityBps: 0, adverseMoveBps: -0 });
    for (let k = 1; k < 30; k += 1) reader.read(seen(k, { ...wide(20), bidUnits: 500, askUnits: 500 }));
    const { spreadRatio, depthRatio, volatilityRatio } = reader.read(seen(30, wide(20)));
    expect(spreadRatio).toBeGreaterThan(3.9);
    expect(depthRatio).toBeLessThan(0.6);
    expect(volatilityRatio).toBeLessThan(0.2);
  });

  it('takes a move after own passive fills for what the others knew, and one against the order for a cost', () => {
    const resting = [{ venue: 0, orderId: 1, priceTicks: 20_005, units: 5000 }];
    const reader = new SignalReader(PROBLEM.normal);
    reader.read(seen(0, { resting }));
    const { toxicityBps, adverseMoveBps } = reader.read(
      seen(1, { resting, filled: 5000, bidTicks: 20_015, askTicks: 20_025 }),
    );
    expect(toxicityBps).toBeCloseTo(5, 6);
    expect(adverseMoveBps).toBeCloseTo(-10, 6);
  });

  it('changes nothing on a book with one side', () => {
    const reader = new SignalReader(PROBLEM.normal);
    const before = reader.read(seen(0));
    expect(reader.read(seen(1, { bidTicks: NaN, bidUnits: 0 }))).toEqual(before);
  });
});

describe('plannedPace', () => {
  const quiet = { spreadRatio: 1, depthRatio: 1, volatilityRatio: 1, toxicityBps: 0, adverseMoveBps: 0 };
  const remainder = { elapsedSeconds: 0, endSeconds: 10_800, horizonSeconds: 10_800, share: 1 };

  it('is even for who does not mind risk, in a market that stays as it is', () => {
    const pace = plannedPace(PROBLEM, quiet, remainder, 0);
    for (const at of [0, 0.25, 0.5, 0.75, 1]) expect(pace(at * 10_800)).toBeCloseTo(at, 5);
  });

  it('is faster the more risk matters, rises, and ends', () => {
    let before = 0;
    for (const aversion of [0, 1e-4, 1e-3, 1e-2]) {
      const pace = plannedPace(PROBLEM, quiet, remainder, aversion);
      expect(pace(2700)).toBeGreaterThan(before);
      before = pace(2700);
      expect(pace(10_800)).toBeCloseTo(1, 6);
      for (let t = 0; t < 10_800; t += 100) expect(pace(t + 100)).toBeGreaterThanOrEqual(pace(t) - 1e-9);
    }
  });

  it('trades before an event what would be at risk, and next to nothing while the market is thin', () => {
    const event = {
      atSeconds: 7200,
      leadSeconds: 1800,
      spreadFactor: 4,
      depthFactor: 0.2,
      volatilityFactor: 2,
      gapBps: 60,
      recoveryHalfLifeSeconds: 600,
    };
    const pace = plannedPace({ ...PROBLEM, events: [event] }, quiet, remainder, 1e-4);
    const without = plannedPace(PROBLEM, quiet, remainder, 1e-4);
    expect(pace(7200)).toBeGreaterThan(without(7200));
    expect(pace(7500) - pace(7200)).toBeLessThan(0.5 * (pace(3900) - pace(3600)));
  });

  it('goes on from what is left', () => {
    const pace = plannedPace(PROBLEM, quiet, { ...remainder, elapsedSeconds: 5400, share: 0.4 }, 0);
    expect(pace(5400)).toBeCloseTo(0.6, 9);
    expect(pace(10_800)).toBeCloseTo(1, 6);
  });
});

describe('RuleController', () => {
  it('waits at the best price while it keeps its pace', () => {
    const { policy, last } = controller();
    const requests = policy.act(seen(0));
    expect(unitsOf(requests, 'MARKET')).toBe(0);
    expect(requests).toContainEqual(expect.objectContaining({ kind: 'LIMIT', venue: 0, priceTicks: 20_005 }));
    expect(unitsOf(requests, 'LIMIT', 1)).toBe(30_000);
    expect(last()).toMatchObject({ regime: 'CALM', isReplanned: true, isFinishing: false });
  });

  it('takes what is behind its pace, at most what the best price shows', () => {
    const { policy } = controller();
    policy.act(seen(0));
    expect(unitsOf(policy.act(seen(12)), 'MARKET')).toBe(2000);
  });

  it('is more patient and further away when the market is tense, takes nothing when it is stressed, and comes back', () => {
    const { policy, states } = controller();
    const regimes: string[] = [];
    const asked: (readonly Request[])[] = [];
    for (let k = 0; k < 90; k += 1) {
      const half = k < 20 ? 5 : k < 40 ? 10 : k < 60 ? 25 : 5;
      asked.push(policy.act(seen(k, { ...wide(half), filled: evenly(k) })));
      regimes.push(states[k]!.regime);
    }
    expect([...new Set(regimes)]).toEqual(['CALM', 'TENSE', 'STRESSED']);
    expect(regimes.filter((regime, k) => k > 0 && regime !== regimes[k - 1])).toEqual([
      'TENSE',
      'STRESSED',
      'TENSE',
      'CALM',
    ]);
    const prices = asked[35]!.flatMap((request) => (request.kind === 'LIMIT' && request.venue === 0 ? [request] : []));
    expect(prices.every(({ priceTicks }) => priceTicks > 20_010)).toBe(true);
    const stressed = regimes.lastIndexOf('STRESSED');
    expect(unitsOf(asked[stressed]!, 'MARKET')).toBe(0);
    expect(unitsOf(asked[stressed]!, 'LIMIT', 0)).toBeGreaterThan(0);
    expect(unitsOf(asked[stressed]!, 'LIMIT', 1)).toBeGreaterThan(0);
    expect(unitsOf(asked[89]!, 'LIMIT', 0)).toBeGreaterThan(0);
  });

  it('takes nothing in a stressed market however far it is behind, until the end is near', () => {
    const { policy } = controller();
    for (let k = 0; k < 60; k += 1) expect(unitsOf(policy.act(seen(k, wide(25))), 'MARKET')).toBe(0);
    expect(unitsOf(policy.act(seen(95, { ...wide(25), filled: 50_000 })), 'MARKET')).toBe(2000);
  });

  it('takes nothing beyond the limit of the distribution, and offers more where blocks meet when it seems to leak', () => {
    const { policy, last } = controller();
    policy.act(seen(0));
    // 400 bps down, a little each minute, of which its own impact explains next to nothing.
    for (let k = 1; k < 40; k += 1) policy.act(seen(k, { bidTicks: 19_995 - 20 * k, askTicks: 20_005 - 20 * k }));
    const later = policy.act(seen(40, { bidTicks: 19_195, askTicks: 19_205 }));
    expect(last()).toMatchObject({ isBeyondLimit: true, isLeaking: true });
    expect(unitsOf(later, 'MARKET')).toBe(0);
    expect(unitsOf(later, 'LIMIT', 1)).toBe(50_000);
  });

  it('takes what is behind a pace that was planned a while ago, and forgives it with a new one', () => {
    const { policy, states } = controller();
    const taken = [0, 12, 16].map((k) => unitsOf(policy.act(seen(k)), 'MARKET'));
    expect(states.map(({ isReplanned }) => isReplanned)).toEqual([true, false, true]);
    expect(taken).toEqual([0, 2000, 0]);
  });

  it('trades less at a time where the forecast is less sure', () => {
    const taken = (uncertaintyRatio: number): number => {
      const { policy } = controller({ ...PROBLEM, uncertaintyRatio });
      policy.act(seen(0));
      return unitsOf(policy.act(seen(10, { othersVolume: 10 * 1000 })), 'MARKET');
    };
    expect(taken(1)).toBe(1500);
    expect(taken(3)).toBe(250);
  });

  it('completes: near the end what is left is taken, wherever the price is, and nothing waits where blocks meet', () => {
    const { policy, last } = controller();
    policy.act(seen(0));
    const requests = policy.act(seen(95, { filled: 90_000, ...wide(25) }));
    expect(last().isFinishing).toBe(true);
    expect(unitsOf(requests, 'MARKET')).toBe(2000);
    expect(unitsOf(requests, 'LIMIT', 1)).toBe(0);
  });

  it('never asks for more than is left, whatever it sees', () => {
    const observation = fc.record({
      half: fc.integer({ min: 1, max: 100 }),
      mid: fc.integer({ min: 15_000, max: 25_000 }),
      top: fc.integer({ min: 0, max: 10_000 }),
      isOneSided: fc.boolean(),
      progress: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(observation, { minLength: DECISIONS, maxLength: DECISIONS }), (path) => {
        const { policy } = controller({
          ...PROBLEM,
          events: [
            {
              atSeconds: 3000,
              leadSeconds: 1000,
              spreadFactor: 4,
              depthFactor: 0.3,
              volatilityFactor: 2,
              gapBps: 40,
              recoveryHalfLifeSeconds: 300,
            },
          ],
        });
        let filled = 0;
        path.forEach(({ half, mid, top, isOneSided, progress }, k) => {
          filled += Math.floor(progress * 0.05 * (100_000 - filled));
          const requests = policy.act(
            seen(k, {
              filled,
              bidTicks: isOneSided ? NaN : mid - half,
              askTicks: mid + half,
              bidUnits: isOneSided ? 0 : top,
              askUnits: top,
            }),
          );
          const asked = unitsOf(requests, 'MARKET') + unitsOf(requests, 'LIMIT');
          expect(asked).toBeLessThanOrEqual(100_000 - filled);
          for (const request of requests) {
            if (request.kind !== 'CANCEL') expect(Number.isInteger(request.units) && request.units > 0).toBe(true);
          }
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('FallbackChain', () => {
  const constant = (units: number): Policy => ({ act: () => [{ kind: 'MARKET', units }] });
  const failing: Policy = {
    act: () => {
      throw new Error('no model');
    },
  };
  const heard = (links: ConstructorParameters<typeof FallbackChain>[0], restDecisions = 0) => {
    const decisions: ChainDecision[] = [];
    return { chain: new FallbackChain(links, restDecisions, (decision) => decisions.push(decision)), decisions };
  };

  it.each<[string, ConstructorParameters<typeof FallbackChain>[0], string, readonly string[]]>([
    ['the learned one', { learned: constant(1), rules: constant(2), twap: constant(3) }, 'LEARNED', []],
    ['the rules where there is none', { rules: constant(2), twap: constant(3) }, 'RULES', ['LINK_ABSENT']],
    [
      'the rules where it is off',
      { learned: { code: 'LINK_OFF', message: 'advisory only' }, rules: constant(2), twap: constant(3) },
      'RULES',
      ['LINK_OFF'],
    ],
    [
      'TWAP where the rules fail',
      { learned: failing, rules: failing, twap: constant(3) },
      'TWAP',
      ['LINK_FAILED', 'LINK_FAILED'],
    ],
    [
      'nobody where what is asked for is no order',
      { learned: constant(NaN), rules: constant(0.5), twap: constant(-1) },
      'PAUSE',
      ['BAD_REQUEST', 'BAD_REQUEST', 'BAD_REQUEST'],
    ],
  ])('asks %s', (_, links, link, reasons) => {
    const { chain, decisions } = heard(links);
    chain.act(seen(0));
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ decision: 0, link });
    expect(decisions[0]!.passed.map(({ reason }) => reason.code)).toEqual(reasons);
  });

  it('lets a link that failed rest, and asks it again', () => {
    let fails = true;
    const learned: Policy = { act: () => (fails ? failing.act(seen(0)) : []) };
    const { chain, decisions } = heard({ learned, twap: constant(3) }, 2);
    for (let k = 0; k < 5; k += 1) {
      chain.act(seen(k));
      fails = false;
    }
    expect(decisions.map(({ link }) => link)).toEqual(['TWAP', 'TWAP', 'TWAP', 'LEARNED', 'LEARNED']);
  });

  it('pauses by cancelling everything', () => {
    const resting = [{ venue: 1, orderId: 3, priceTicks: 20_005, units: 10 }];
    expect(PAUSE.act(seen(0, { resting }))).toEqual([{ kind: 'CANCEL', venue: 1, orderId: 3 }]);
  });
});
