import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { gaussian } from '#domain/impact';
import { assumed, DealerHistory, DEFAULT_DEALER_PRIORS, type DealerProfile } from '../dealer-history/index.js';
import { fairValue } from '../fair-value/index.js';
import { rankScores, scoreQuoteTerms, type ProfiledQuote, type RankedScore } from '../quote-score/index.js';
import { adviseAction, type ActionKind, type ActionOutlook, type DecisionPoint, type PendingDealer } from './index.js';
import { bestCounter } from './counter.js';
import { splitOver } from './split.js';
import { bestWait } from './wait.js';

const FAIR = fairValue({ meanBps: 4, sdBps: 1 }, []);

const PROFILE: DealerProfile = {
  ...new DealerHistory(['A'], 0).profiles(DEFAULT_DEALER_PRIORS)[0]!,
  rejectProbability: { value: 0, sd: 0, evidence: 100, basis: 'LEARNED' },
  rejectMoveBps: { value: 0, sd: 0, evidence: 100, basis: 'LEARNED' },
};

/** Quotes of a cost against the mid of 100, firm and lasting; fees are 0.2 bps. */
const ranked = (
  quotes: readonly { dealer: string; costBps: number; quantity?: number; validForMs?: number }[],
): readonly RankedScore[] => {
  const context = {
    side: 'BUY',
    quantity: 10_000,
    feesAndSettlementBps: 0.2,
    arrivalMid: 100,
    fair: FAIR,
    askAnewBps: 5,
    expiryCostMinBps: 0,
  } as const;
  const scores = quotes.map(({ dealer, costBps, quantity = 10_000, validForMs = 1e6 }) => {
    const profiled: ProfiledQuote = {
      quote: { dealer, price: 100 * (1 + costBps / 1e4), quantity, validForMs, lastLookMs: 0 },
      profile: PROFILE,
      settlementBps: 0,
      counterpartyBps: assumed({ value: 0, sd: 0 }),
      ...(quantity < 10_000 && { remainder: gaussian(12, 20) }),
    };
    return scoreQuoteTerms(context, profiled);
  });
  return rankScores(scores, FAIR, 'decision');
};

/** A dealer of whom it is known that he answers within a second, or hardly ever. */
const pending = (dealer: string, mean: number, answers = true): PendingDealer => {
  const history = new DealerHistory([dealer], 0);
  for (let i = 0; i < 500; i += 1) {
    history.add(
      {
        side: 1,
        quantity: 1,
        arrivalMid: 100,
        quotes: [
          {
            dealer: 0,
            askedNs: 0,
            quotedNs: answers ? 1e9 : NaN,
            bid: NaN,
            offer: NaN,
            midAtQuote: NaN,
            fate: answers ? 'LOST' : 'NO_ANSWER',
            rejectMoveBps: NaN,
          },
        ],
        endedNs: 10e9,
        endMid: 100,
        winner: -1,
        markoutMids: [],
      },
      0,
    );
  }
  const { response } = history.profiles(DEFAULT_DEALER_PRIORS)[0]!;
  return { dealer, response, waitedSeconds: 0, costBps: { mean, sd: 1 } };
};

const point = (change: Partial<DecisionPoint> = {}): DecisionPoint => ({
  ranked: ranked([
    { dealer: 'A', costBps: 5 },
    { dealer: 'B', costBps: 6 },
  ]),
  fair: FAIR,
  pending: [],
  secondsLeft: 8,
  counterTickBps: 0,
  further: [],
  alternative: { strategy: 'BALANCED', slippage: gaussian(12, 15) },
  volatilityBpsPerSqrtSecond: 0.5,
  riskAversion: 0,
  ...change,
});

const find = (change: Partial<DecisionPoint>, action: ActionKind): ActionOutlook | undefined =>
  adviseAction(point(change)).actions.find((one) => one.action === action);

describe('adviseAction', () => {
  it('shows every action that is possible, the least risk-adjusted cost first', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2, noNaN: true }), (riskAversion) => {
        const advice = adviseAction(point({ pending: [pending('C', 6)], passCostBps: 30, riskAversion }));
        const costs = advice.actions.map(({ riskAdjustedBps }) => riskAdjustedBps);
        expect(costs).toEqual([...costs].sort((a, b) => a - b));
        expect(advice).toMatchObject({ kind: 'ADVISE', best: advice.actions[0] });
        for (const { lowBps, meanBps, highBps } of advice.actions) {
          expect(lowBps).toBeLessThanOrEqual(meanBps);
          expect(meanBps).toBeLessThanOrEqual(highBps);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('works the order when that is cheaper, until its risk weighs more', () => {
    const slippage = gaussian(3, 20);
    const alternative = { strategy: 'PASSIVE', slippage };
    expect(adviseAction(point({ alternative }))).toMatchObject({ best: { action: 'WORK_ORDER', meanBps: 3 } });
    const averse = adviseAction(point({ alternative, riskAversion: 1 }));
    expect(averse.actions[0]!.action).not.toBe('WORK_ORDER');
  });

  it('passes only where the desk may and nothing is worth its price', () => {
    expect(find({}, 'PASS')).toBeUndefined();
    expect(adviseAction(point({ passCostBps: -1 }))).toMatchObject({ best: { action: 'PASS' } });
  });

  it('abstains where the impact model is out of its range, and shows the figures', () => {
    const advice = adviseAction(point({ outOfRange: 'three times the largest order it has seen' }));
    expect(advice).toMatchObject({ kind: 'ABSTAIN', reason: 'three times the largest order it has seen' });
    expect(advice.actions.length).toBeGreaterThan(1);
  });

  it('waits for whom there is hope, while the quote lives', () => {
    const soon = find({ pending: [pending('C', 3)] }, 'WAIT')!;
    expect(soon.meanBps).toBeLessThan(4);
    expect(soon).toMatchObject({ dealers: ['C'] });
    const never = find({ pending: [pending('C', 3, false)] }, 'WAIT')!;
    expect(never.meanBps).toBeGreaterThan(5);
  });

  it('asks more when nobody has a good quote, not when one has', () => {
    const further = [{ dealer: 'F', costBps: { mean: 5, sd: 2 }, responseProbability: 0.9, leakageBps: 0.5 }];
    const poor = adviseAction(point({ ranked: ranked([{ dealer: 'A', costBps: 9 }]), further, fair: FAIR }));
    const [ask, trade] = ['ASK_MORE', 'TRADE_TOP'].map((name) => poor.actions.find(({ action }) => action === name)!);
    expect(ask!.meanBps).toBeLessThan(trade!.meanBps);
    const good = point({ ranked: ranked([{ dealer: 'A', costBps: 1 }]), further });
    expect(find(good, 'ASK_MORE')!.meanBps).toBeGreaterThan(find(good, 'TRADE_TOP')!.meanBps);
  });

  it('knows what to do before anybody has quoted', () => {
    const advice = adviseAction(point({ ranked: [], pending: [pending('C', 5)] }));
    expect(advice.actions.map(({ action }) => action).sort()).toEqual(['WAIT', 'WORK_ORDER']);
    expect(advice).toMatchObject({ best: { action: 'WAIT' } });
  });
});

describe('splitOver', () => {
  it('fills the request from the cheapest parts', () => {
    const quotes = ranked([
      { dealer: 'A', costBps: 5, quantity: 6_000 },
      { dealer: 'B', costBps: 4, quantity: 5_000 },
      { dealer: 'C', costBps: 9, quantity: 5_000 },
    ]);
    const split = splitOver(quotes)!;
    expect(split).toMatchObject({ dealers: ['B', 'A'], shares: [0.5, 0.5] });
    expect(split.cost.meanBps).toBeCloseTo(0.5 * 4 + 0.5 * 5 + 0.2, 9);
    // No rest is left to the market.
    expect(split.cost.sdBps).toBe(0);
  });

  it('is none where one quote fills all, or all together do not', () => {
    expect(splitOver(ranked([{ dealer: 'A', costBps: 5 }]))).toBeUndefined();
    expect(splitOver(ranked([{ dealer: 'A', costBps: 5, quantity: 6_000 }]))).toBeUndefined();
    expect(splitOver([])).toBeUndefined();
  });
});

describe('bestCounter', () => {
  const target = { cost: gaussian(5, 0.1), reserve: { meanBps: 4, sdBps: 0.5 }, fallbackBps: 6, tickBps: 0 };

  it('asks for less than the quote, is worth it, and less so the worse the fallback', () => {
    const counter = bestCounter(target)!;
    expect(counter.costBps).toBeLessThan(5);
    expect(counter.cost.meanBps).toBeLessThan(5);
    const desperate = bestCounter({ ...target, fallbackBps: 20 })!;
    expect(desperate.costBps).toBeGreaterThan(counter.costBps);
    expect(desperate.cost.meanBps).toBeGreaterThan(counter.cost.meanBps);
  });

  it('is whole ticks below the quote, and as good as any price for small ticks', () => {
    const { costBps } = bestCounter({ ...target, tickBps: 0.3 })!;
    expect((5 - costBps) / 0.3).toBeCloseTo(Math.round((5 - costBps) / 0.3), 9);
    expect(costBps).toBeLessThan(5);
    expect(bestCounter({ ...target, tickBps: 0.001 })!.cost.meanBps).toBeCloseTo(bestCounter(target)!.cost.meanBps, 3);
    expect(bestCounter({ ...target, tickBps: 10 })).toBeUndefined();
  });

  it('agrees with draws', () => {
    const { costBps, cost } = bestCounter(target)!;
    const rng = seededRng(1);
    let [sum, draws] = [0, 0];
    while (draws < 100_000) {
      const reserve = 4 + 0.5 * rng.normal();
      if (reserve > 5) continue;
      draws += 1;
      sum += costBps >= reserve ? costBps : rng.uniform() < 0.5 ? 5 : 6;
    }
    expect(Math.abs(sum / draws - cost.meanBps)).toBeLessThan(0.01);
  });
});

describe('a quote far below what its dealer could want', () => {
  it('is not countered', () => {
    const reserve = { meanBps: 5, sdBps: 1 };
    for (const meanBps of [1, 0.9, -3, -100]) {
      expect(bestCounter({ cost: gaussian(meanBps, 0.5), reserve, fallbackBps: 8, tickBps: 0 })).toBeUndefined();
    }
  });
});

describe('bestWait', () => {
  const standing = {
    bestCost: gaussian(5, 0.1),
    validForSeconds: 100,
    fallbackBps: 9,
    volatilityBpsPerSqrtSecond: 0.5,
  };

  it('never costs more on average while the quote lives, and risks it beyond', () => {
    const wait = bestWait(standing, [pending('C', 6)], [1, 5])!;
    expect(wait.cost.meanBps).toBeLessThanOrEqual(5);
    const expiring = bestWait({ ...standing, validForSeconds: 0.5 }, [pending('C', 6, false)], [1, 5])!;
    expect(expiring.cost.meanBps).toBeGreaterThan(7);
  });

  it('is worth less the dearer the dealer who is waited for', () => {
    const costs = [3, 5, 8].map((mean) => bestWait(standing, [pending('C', mean)], [2])!.cost.meanBps);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    expect(bestWait(standing, [], [])).toBeUndefined();
  });
});
