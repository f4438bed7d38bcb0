import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalCdf, normalPdf, seededRng, type Rng } from '#domain/core';
import { cheapestPanel, panelCostBps } from '#domain/rfq';
import { type QuotedRequest } from '../dealer-history/index.js';
import {
  choosePanel,
  compareForms,
  DEFAULT_LEAKAGE_GATE,
  LeakageHistory,
  panelOf,
  sunkLeakageBps,
  type PanelCandidate,
} from './index.js';

const candidate = (change: Partial<PanelCandidate> = {}): PanelCandidate => ({
  dealer: 'A',
  costBps: { mean: 5, sd: 2 },
  responseProbability: 1,
  leakageBps: 0.5,
  ...change,
});

const equals = (count: number, leakageBps: number): readonly PanelCandidate[] =>
  Array.from({ length: count }, (_, i) => candidate({ dealer: `D${i}`, leakageBps }));

const FAR = 1_000;

describe('choosePanel', () => {
  it.each([
    [0.2, 6],
    [0.5, 3],
    [1, 2],
  ])('of equal dealers who leak %d bps asks %i (reference 4)', (leakageBps, dealers) => {
    const { bySize, cheapest } = choosePanel(equals(10, leakageBps), FAR);
    expect(cheapest.dealers).toHaveLength(dealers);
    expect(cheapestPanel({ meanBps: 5, quoteSdBps: 2, leakageBps }, 10)).toBe(dealers);
    for (const [i, { costBps }] of bySize.entries()) {
      expect(costBps).toBeCloseTo(panelCostBps({ meanBps: 5, quoteSdBps: 2, leakageBps }, i + 1), 4);
    }
  });

  it('is as good as the best of all panels of its size, or nearly', () => {
    const rng = seededRng(1);
    for (let round = 0; round < 5; round += 1) {
      const dealers = Array.from({ length: 6 }, (_, i) => randomCandidate(rng, i));
      const { cheapest } = choosePanel(dealers, 9);
      let best = Infinity;
      for (let subset = 1; subset < 64; subset += 1) {
        const panel = dealers.filter((_, i) => ((subset >> i) & 1) === 1);
        best = Math.min(best, panelOf(panel, 9).costBps);
      }
      expect(cheapest.costBps).toBeLessThan(best + 0.02);
    }
  });

  it('does not depend on the order of the candidates', () => {
    const dealers = Array.from({ length: 5 }, (_, i) => randomCandidate(seededRng(i), i));
    expect(choosePanel([...dealers].reverse(), 9)).toEqual(choosePanel(dealers, 9));
  });

  it('agrees with draws, and falls back on the alternative', () => {
    const rng = seededRng(2);
    const dealers = Array.from({ length: 4 }, (_, i) => randomCandidate(rng, i));
    const draws = 200_000;
    let cost = 0;
    for (let draw = 0; draw < draws; draw += 1) {
      let best = 6;
      let winner = -1;
      for (const [i, { costBps, responseProbability }] of dealers.entries()) {
        const quoted = costBps.mean + costBps.sd * rng.normal();
        if (rng.uniform() < responseProbability && quoted < best) [best, winner] = [quoted, i];
      }
      cost += best;
      for (const [i, { leakageBps }] of dealers.entries()) if (i !== winner) cost += leakageBps;
    }
    expect(Math.abs(panelOf(dealers, 6).costBps - cost / draws)).toBeLessThan(0.02);
  });

  it('is the integral it stands for, however unlike the dealers are', () => {
    const dealer = fc.record({
      mean: fc.double({ min: 2, max: 8, noNaN: true }),
      sd: fc.double({ min: 0.1, max: 10, noNaN: true }),
      responseProbability: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
      leakageBps: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(dealer, { minLength: 1, maxLength: 8 }),
        fc.oneof(fc.constant(FAR), fc.double({ min: -5, max: 15, noNaN: true })),
        (drawn, alternativeBps) => {
          const dealers = drawn.map(({ mean, sd, ...rest }, i) => ({
            dealer: `D${i}`,
            costBps: { mean, sd },
            ...rest,
          }));
          const { cheapest, bySize } = choosePanel(dealers, alternativeBps);
          expect(
            Math.abs(panelOf(dealers, alternativeBps).costBps - costOnFineGrid(dealers, alternativeBps)),
          ).toBeLessThan(1e-7);
          const chosen = dealers.filter((one) => cheapest.dealers.includes(one.dealer));
          expect(cheapest.costBps).toBeCloseTo(panelOf(chosen, alternativeBps).costBps, 7);
          expect(bySize).toHaveLength(dealers.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('needs somebody to ask, and something to fall back on', () => {
    expect(() => choosePanel([], 9)).toThrow('candidates');
    expect(() => choosePanel(equals(2, 0), Infinity)).toThrow('alternativeBps');
  });
});

describe('compareForms', () => {
  const terms = { twoWayLeakageShare: 0.2, twoWaySpreadBps: 0.3, waitBps: 0 };

  it('asks one after the other where leakage is dear and waiting is not, at once where it is', () => {
    expect(compareForms(equals(6, 1), FAR, { ...terms, twoWaySpreadBps: 5 })[0]).toMatchObject({ form: 'STAGGERED' });
    expect(compareForms(equals(6, 0.2), FAR, { ...terms, twoWaySpreadBps: 5, waitBps: 1 })[0]).toMatchObject({
      form: 'ONE_WAY',
    });
  });

  it('hides the side where that costs less than what it keeps', () => {
    expect(compareForms(equals(6, 0.5), FAR, { ...terms, waitBps: 5 })[0]).toMatchObject({ form: 'TWO_WAY' });
    expect(compareForms(equals(6, 0.5), FAR, { ...terms, waitBps: 5, twoWaySpreadBps: 3 })[0]).toMatchObject({
      form: 'ONE_WAY',
    });
  });

  it('staggered: agrees with draws of the rule it describes', () => {
    const dealers = Array.from({ length: 4 }, (_, i) => randomCandidate(seededRng(40 + i), i));
    const form = compareForms(dealers, 7, terms).find(({ form: name }) => name === 'STAGGERED')!;
    const rng = seededRng(3);
    const reservations = form.dealers.map((name) => reservationByDraws(dealers.find(({ dealer }) => dealer === name)!));
    const draws = 100_000;
    let cost = 0;
    for (let draw = 0; draw < draws; draw += 1) {
      let best = 7;
      for (const [i, name] of form.dealers.entries()) {
        if (best <= reservations[i]!) break;
        const { costBps, responseProbability, leakageBps } = dealers.find(({ dealer }) => dealer === name)!;
        const quoted = costBps.mean - leakageBps + costBps.sd * rng.normal();
        cost += leakageBps;
        if (rng.uniform() < responseProbability) best = Math.min(best, quoted);
      }
      cost += best;
    }
    expect(Math.abs(form.costBps - cost / draws)).toBeLessThan(0.05);
  });

  it('asks nobody where nobody is worth it', () => {
    const form = compareForms(equals(3, 1), -50, terms).find(({ form: name }) => name === 'STAGGERED');
    expect(form).toEqual({ form: 'STAGGERED', dealers: [], costBps: -50 });
  });
});

describe('sunkLeakageBps', () => {
  it('adds up what those asked give away', () => {
    expect(sunkLeakageBps(equals(4, 0.5))).toBe(2);
    expect(sunkLeakageBps([])).toBe(0);
  });
});

describe('LeakageHistory', () => {
  const PLANTED = [0, 0.5, 1, 0.2, 0.8, 0.3];

  /** Requests to two to four dealers by lot, or always as many; who loses moves the mid by his leakage; a trade moves it too. */
  const history = (requests: number, noiseBps: number, seed: number, always?: number): LeakageHistory => {
    const rng = seededRng(seed);
    const leakage = new LeakageHistory(
      PLANTED.map((_, i) => `D${i}`),
      [1_500],
      0,
    );
    for (let i = 0; i < requests; i += 1) {
      const size = always ?? 2 + rng.below(3);
      const asked = [0, 1, 2, 3, 4, 5].sort(() => rng.uniform() - 0.5).slice(0, size);
      const winner = rng.uniform() < 0.7 ? asked[rng.below(size)]! : -1;
      const quantity = rng.uniform() < 0.5 ? 1_000 : 2_000;
      const side = rng.uniform() < 0.5 ? 1 : -1;
      const lost = asked.filter((dealer) => dealer !== winner);
      const impact = winner >= 0 ? quantity / 500 : 0;
      const drift = impact + lost.reduce((sum, dealer) => sum + PLANTED[dealer]!, 0) + noiseBps * rng.normal();
      leakage.add(request(asked, winner, quantity, side, 100 * (1 + (side * drift) / 1e4)));
    }
    return leakage;
  };

  const request = (
    asked: readonly number[],
    winner: number,
    quantity: number,
    side: 1 | -1,
    mid: number,
  ): QuotedRequest => ({
    side,
    quantity,
    arrivalMid: 100,
    quotes: asked.map((dealer) => ({
      dealer,
      askedNs: 0,
      quotedNs: NaN,
      bid: NaN,
      offer: NaN,
      midAtQuote: NaN,
      fate: 'NO_ANSWER',
      rejectMoveBps: NaN,
    })),
    endedNs: 0,
    endMid: 100,
    winner,
    markoutMids: [mid],
  });

  it('finds what was planted, within its intervals', () => {
    let covered = 0;
    for (let seed = 0; seed < 20; seed += 1) {
      for (const [i, { leakage }] of history(4_000, 3, seed).estimates(DEFAULT_LEAKAGE_GATE).entries()) {
        covered += leakage!.low <= PLANTED[i]! && PLANTED[i]! <= leakage!.high ? 1 / 120 : 0;
        expect(Math.abs(leakage!.bps - PLANTED[i]!)).toBeLessThan(0.5);
      }
    }
    expect(covered).toBeGreaterThan(0.88);
  });

  it('is exact without noise', () => {
    for (const [i, { leakage }] of history(500, 0, 1).estimates(DEFAULT_LEAKAGE_GATE).entries()) {
      expect(leakage!.bps).toBeCloseTo(PLANTED[i]!, 6);
    }
  });

  it('says nothing while the interval is wide or requests are few', () => {
    const few = history(60, 3, 1).estimates(DEFAULT_LEAKAGE_GATE);
    expect(few.every(({ leakage }) => leakage === undefined)).toBe(true);
    const exact = history(60, 0, 1).estimates(DEFAULT_LEAKAGE_GATE);
    expect(exact.every(({ leakage, lost }) => leakage === undefined && lost < 50)).toBe(true);
    expect(new LeakageHistory(['A'], [], 0).estimates(DEFAULT_LEAKAGE_GATE)).toEqual([
      { dealer: 'A', lost: 0, controls: 0 },
    ]);
  });

  it('says nothing where all panels have one size: what all leak alike looks like the market', () => {
    const same = history(2_000, 0, 1, 3).estimates(DEFAULT_LEAKAGE_GATE);
    expect(same.every(({ leakage, controls }) => leakage === undefined && controls > 500)).toBe(true);
  });

  it('says nothing of who is always asked: there is nothing to compare with', () => {
    const leakage = new LeakageHistory(['A', 'B'], [], 0);
    const rng = seededRng(5);
    for (let i = 0; i < 1_000; i += 1) {
      leakage.add(request(rng.uniform() < 0.5 ? [0] : [0, 1], -1, 1_000, 1, 100.01));
    }
    const [always, sometimes] = leakage.estimates(DEFAULT_LEAKAGE_GATE);
    expect(always).toEqual({ dealer: 'A', lost: 1_000, controls: 0 });
    expect(sometimes!.leakage!.bps).toBeCloseTo(0, 6);
  });

  it('counts a request only when its drift is known', () => {
    fc.assert(
      fc.property(fc.constantFrom(NaN, Infinity), (mid) => {
        const leakage = new LeakageHistory(['A'], [], 0);
        leakage.add(request([0], -1, 1_000, 1, mid));
        expect(leakage.estimates(DEFAULT_LEAKAGE_GATE)[0]).toMatchObject({ lost: 0 });
      }),
    );
  });
});

const randomCandidate = (rng: Rng, i: number): PanelCandidate => ({
  dealer: `D${i}`,
  costBps: { mean: 4 + 2 * rng.uniform(), sd: 1 + 2 * rng.uniform() },
  responseProbability: 0.4 + 0.6 * rng.uniform(),
  leakageBps: rng.uniform(),
});

/** `E[min(quotes that come, a)] + sum l_i (1 - P(i wins))` by Simpson's rule in steps of a hundredth of the least standard deviation. */
const costOnFineGrid = (dealers: readonly PanelCandidate[], alternativeBps: number): number => {
  const low = Math.min(alternativeBps, ...dealers.map(({ costBps: { mean, sd } }) => mean - 8 * sd));
  const top = Math.max(...dealers.map(({ costBps: { mean, sd } }) => mean + 8 * sd));
  const high = Math.max(low, Math.min(alternativeBps, top));
  const steps = 2 * Math.ceil((50 * (high - low)) / Math.min(...dealers.map(({ costBps: { sd } }) => sd)));
  let none = 0;
  let kept = 0;
  for (let k = 0; k <= steps; k += 1) {
    const weight = ((k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2) * (high - low)) / Math.max(1, 3 * steps);
    let [survives, keeps] = [1, 0];
    for (const { costBps, responseProbability, leakageBps } of dealers) {
      const z = (low + (k * (high - low)) / Math.max(1, steps) - costBps.mean) / costBps.sd;
      const survival = 1 - responseProbability * normalCdf(z);
      keeps = keeps * survival + ((leakageBps * responseProbability * normalPdf(z)) / costBps.sd) * survives;
      survives *= survival;
    }
    none += weight * survives;
    kept += weight * keeps;
  }
  const silence = dealers.reduce((product, { responseProbability }) => product * (1 - responseProbability), 1);
  return low + none + silence * (alternativeBps - high) + sunkLeakageBps(dealers) - kept;
};

/** z with `p E[(z - (quote - l))+] = l`, by a mean over quantiles of the quote. */
const reservationByDraws = ({ costBps, responseProbability, leakageBps }: PanelCandidate): number => {
  const rng = seededRng(9);
  const quotes = Array.from({ length: 20_000 }, () => costBps.mean - leakageBps + costBps.sd * rng.normal());
  let [low, high] = [-20, 40];
  for (let step = 0; step < 30; step += 1) {
    const z = (low + high) / 2;
    const gain = (responseProbability * quotes.reduce((sum, quote) => sum + Math.max(0, z - quote), 0)) / quotes.length;
    if (gain < leakageBps) low = z;
    else high = z;
  }
  return (low + high) / 2;
};
