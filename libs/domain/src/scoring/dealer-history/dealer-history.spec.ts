import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { DealerHistory } from './dealer-history.js';
import { DEFAULT_DEALER_PRIORS } from './dealer-profile.js';
import { ErrorVariances } from './error-variances.js';
import { Moments } from './moments.js';
import { type AskedDealer, type QuotedRequest } from './quoted-request.js';
import { ResponseTimes } from './response-times.js';
import { shrinkMeans } from './shrink-means.js';
import { shrinkRates } from './shrink-rates.js';

const moments = (values: readonly number[]): Moments => {
  const sum = new Moments();
  for (const value of values) sum.add(value);
  return sum;
};

describe('shrinkMeans', () => {
  const prior = { pool: { value: 1, sd: 2 }, betweenSd: 1, withinSd: 3 };

  it('is the assumption where nothing was seen', () => {
    expect(shrinkMeans([new Moments()], prior)).toEqual([
      { value: 1, sd: Math.sqrt(1 + 4), evidence: 0, basis: 'PRIOR' },
    ]);
  });

  it('recovers the means of dealers within their own errors, and draws the thin ones in', () => {
    const rng = seededRng(1);
    let [squares, covered, thinner] = [0, 0, 0];
    const rounds = 200;
    for (let round = 0; round < rounds; round += 1) {
      const truths = Array.from({ length: 10 }, () => 3 + 1.2 * rng.normal());
      const dealers = truths.map((truth, i) =>
        moments(Array.from({ length: i === 0 ? 3 : 100 }, () => truth + 3 * rng.normal())),
      );
      const estimates = shrinkMeans(dealers, prior);
      for (const [i, { value, sd }] of estimates.entries()) {
        squares += ((value - truths[i]!) / sd) ** 2 / (10 * rounds);
        covered += Number(Math.abs(value - truths[i]!) < 1.645 * sd) / (10 * rounds);
      }
      thinner += Math.abs(estimates[0]!.value - truths[0]!) < Math.abs(dealers[0]!.mean - truths[0]!) ? 1 / rounds : 0;
    }
    expect(squares).toBeGreaterThan(0.85);
    expect(squares).toBeLessThan(1.15);
    expect(covered).toBeGreaterThan(0.87);
    expect(covered).toBeLessThan(0.93);
    expect(thinner).toBeGreaterThan(0.55);
  });

  it('lies between what the dealer shows and what all show, and moves to his own with evidence', () => {
    const others = [moments([0, 1, 2, 1, 0]), moments([1, 2, 1, 0, 2])];
    const [, , few] = shrinkMeans([...others, moments([9, 10, 11])], prior);
    const many = Array.from({ length: 600 }, (_, i) => 9 + (i % 3));
    const [, , sure] = shrinkMeans([...others, moments(many)], prior);
    expect(few!.value).toBeLessThan(sure!.value);
    expect(sure!.value).toBeCloseTo(10, 1);
    expect(sure!).toMatchObject({ evidence: 600, basis: 'LEARNED' });
  });

  it('calls what other dealers show pooled', () => {
    const seen = Array.from({ length: 5 }, () => moments([4, 5, 6, 5, 4, 5, 6, 5, 5, 5]));
    expect(shrinkMeans([...seen, new Moments()], prior).at(-1)).toMatchObject({ evidence: 0, basis: 'POOLED' });
  });
});

describe('shrinkRates', () => {
  const prior = { rate: 0.05, poolStrength: 20, strength: 20 };

  it('is the assumption where nothing was seen', () => {
    expect(shrinkRates([{ happened: 0, possible: 0 }], prior)).toEqual([
      { value: 0.05, sd: Math.sqrt((0.05 * 0.95) / 21), evidence: 0, basis: 'PRIOR' },
    ]);
  });

  it('rises with what happened and falls with what did not, within (0, 1)', () => {
    const tally = fc
      .record({ possible: fc.integer({ min: 0, max: 500 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
      .map(({ possible, share }) => ({ possible, happened: Math.round(share * possible) }));
    fc.assert(
      fc.property(fc.array(tally, { minLength: 1, maxLength: 8 }), (dealers) => {
        for (const { value, sd } of shrinkRates(dealers, prior)) {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThan(1);
          expect(sd).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('is calibrated over dealers who differ', () => {
    const rng = seededRng(2);
    const rounds = 300;
    let squares = 0;
    for (let round = 0; round < rounds; round += 1) {
      const truths = Array.from({ length: 10 }, () => 0.02 + 0.3 * rng.uniform());
      const dealers = truths.map((truth) => {
        let happened = 0;
        for (let i = 0; i < 60; i += 1) happened += Number(rng.uniform() < truth);
        return { happened, possible: 60 };
      });
      for (const [i, { value, sd }] of shrinkRates(dealers, prior).entries()) {
        squares += ((value - truths[i]!) / sd) ** 2 / (10 * rounds);
      }
    }
    expect(squares).toBeGreaterThan(0.8);
    expect(squares).toBeLessThan(1.2);
  });
});

describe('ErrorVariances', () => {
  it('tells the errors of dealers apart though all look at one unknown worth', () => {
    const rng = seededRng(3);
    const sds = [0.5, 1, 2, 3];
    const variances = new ErrorVariances(4);
    for (let request = 0; request < 4_000; request += 1) {
      const worth = 10 * rng.normal();
      const quotes = sds.map((sd, i) => worth + i + sd * rng.normal());
      for (let i = 0; i < 4; i += 1) for (let j = i + 1; j < 4; j += 1) variances.add(i, j, quotes[i]! - quotes[j]!, 4);
    }
    const estimated = variances.estimate(4, 10).map(({ value }) => value);
    for (const [i, sd] of sds.entries()) expect(Math.sqrt(estimated[i]!)).toBeCloseTo(sd, 0);
    expect(Math.abs(Math.sqrt(estimated[1]!) - 1)).toBeLessThan(0.15);
    expect(variances.evidence(0)).toBe(12_000);
  });

  it('says how little it knows, and no less than that', () => {
    const sds = [0.8, 1.2, 1.6, 2, 2.4, 1];
    const rng = seededRng(7);
    const rounds = 100;
    let squares = 0;
    for (let round = 0; round < rounds; round += 1) {
      const variances = new ErrorVariances(sds.length);
      for (let request = 0; request < 200; request += 1) {
        const asked = sds.map((_, i) => i).filter(() => rng.uniform() < 0.5);
        const quotes = sds.map((sd) => sd * rng.normal());
        for (const i of asked) {
          for (const j of asked) if (i < j) variances.add(i, j, quotes[i]! - quotes[j]!, asked.length);
        }
      }
      for (const [i, { value, freedom }] of variances.estimate(3, 10).entries()) {
        squares += ((value - sds[i]! ** 2) ** 2 * freedom) / (2 * value ** 2) / (rounds * sds.length);
      }
    }
    expect(squares).toBeGreaterThan(0.5);
    expect(squares).toBeLessThan(1.1);
  });

  it('is the assumption without pairs', () => {
    expect(new ErrorVariances(2).estimate(4, 10)).toEqual([
      { value: 4, freedom: 2.5 },
      { value: 4, freedom: 2.5 },
    ]);
  });
});

describe('ResponseTimes', () => {
  it('recovers when dealers answer, and that some never do', () => {
    const rng = seededRng(4);
    const times = new ResponseTimes(2);
    const answersBy = [0, 0];
    const requests = 4_000;
    for (let request = 0; request < requests; request += 1) {
      for (const [dealer, probability] of [0.4, 0.9].entries()) {
        const seconds = 2 * Math.exp(0.6 * rng.normal());
        const answers = rng.uniform() < probability && seconds < 10;
        if (answers && seconds < 3) answersBy[dealer]! += 1 / requests;
        times.add(dealer, answers ? seconds : 10, answers);
      }
    }
    for (const [dealer, hazard] of times.hazards(DEFAULT_DEALER_PRIORS.response).entries()) {
      expect(Math.abs(hazard.answersWithin(3) - answersBy[dealer]!)).toBeLessThan(0.02);
      expect(hazard.answersWithin(2, 8)).toBeLessThan(hazard.answersWithin(2, 1));
    }
    expect(Math.abs(times.hazards(DEFAULT_DEALER_PRIORS.response)[0]!.answersWithin(10) - 0.4)).toBeLessThan(0.03);
  });

  it.each([0.01, 0.3, 0.74, 0.75, 9.9])('reads a machine that answers after %d s, four times in five', (seconds) => {
    const times = new ResponseTimes(1);
    for (let i = 0; i < 2_000; i += 1) times.add(0, i % 5 === 0 ? 20 : seconds, i % 5 !== 0);
    const [machine] = times.hazards(DEFAULT_DEALER_PRIORS.response);
    expect(Math.abs(machine!.answersWithin(10) - 0.8)).toBeLessThan(0.02);
    expect(Math.abs(machine!.answersWithin(20) - 0.8)).toBeLessThan(0.02);
  });

  it('counts who is no longer waited for as far as he was', () => {
    const times = new ResponseTimes(1);
    const rng = seededRng(8);
    const perSecond = 0.3;
    for (let i = 0; i < 8_000; i += 1) {
      const [answer, patience] = [rng.exponential(perSecond), 10 * rng.uniform()];
      times.add(0, Math.min(answer, patience), answer < patience);
    }
    const [dealer] = times.hazards(DEFAULT_DEALER_PRIORS.response);
    for (const seconds of [0.4, 1, 3, 8]) {
      expect(Math.abs(dealer!.answersWithin(seconds) - (1 - Math.exp(-perSecond * seconds)))).toBeLessThan(0.02);
    }
  });

  it('is a probability that rises with time, whatever was seen', () => {
    const seen = fc.record({
      dealer: fc.constantFrom(0, 1),
      seconds: fc.double({ min: 0, max: 2_000, noNaN: true }),
      hasAnswered: fc.boolean(),
    });
    const time = fc.double({ min: 0, max: 2_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 40 }), time, time, time, (all, waited, some, more) => {
        const times = new ResponseTimes(3);
        for (const { dealer, seconds, hasAnswered } of all) times.add(dealer, seconds, hasAnswered);
        for (const hazard of times.hazards(DEFAULT_DEALER_PRIORS.response)) {
          const [early, late] = [hazard.answersWithin(some, waited), hazard.answersWithin(some + more, waited)];
          expect(early).toBeGreaterThanOrEqual(0);
          expect(late).toBeGreaterThanOrEqual(early);
          expect(late).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('goes on beyond its last step', () => {
    const times = new ResponseTimes(1);
    for (let i = 0; i < 500; i += 1) times.add(0, 5_000, false);
    const [silent] = times.hazards(DEFAULT_DEALER_PRIORS.response);
    expect(silent!.answersWithin(1_000, 1_000)).toBeGreaterThan(0);
    expect(silent!.answersWithin(1_000, 1_000)).toBeLessThan(0.1);
  });

  it('knows something of whom it has never seen, from the others', () => {
    const times = new ResponseTimes(2);
    for (let i = 0; i < 1_000; i += 1) times.add(0, 0.6, true);
    const [seen, unseen] = times.hazards(DEFAULT_DEALER_PRIORS.response);
    expect(unseen!.evidence).toBe(0);
    expect(unseen!.answersWithin(1)).toBeGreaterThan(0.5);
    expect(seen!.answersWithin(1)).toBeGreaterThan(unseen!.answersWithin(1) - 0.1);
  });
});

describe('DealerHistory', () => {
  const asked = (change: Partial<AskedDealer> = {}): AskedDealer => ({
    dealer: 0,
    askedNs: 0,
    quotedNs: 1e9,
    bid: NaN,
    offer: 100.05,
    midAtQuote: 100,
    fate: 'LOST',
    rejectMoveBps: NaN,
    ...change,
  });
  const request = (change: Partial<QuotedRequest> = {}): QuotedRequest => ({
    side: 1,
    quantity: 1_000,
    arrivalMid: 100,
    quotes: [asked()],
    endedNs: 10e9,
    endMid: 100,
    winner: -1,
    markoutMids: [100.01],
    ...change,
  });

  it('sees what was quoted, answered, accepted and refused, and how the market went on', () => {
    const history = new DealerHistory(['A', 'B', 'C'], 1);
    for (let i = 0; i < 200; i += 1) {
      history.add(
        request({
          quotes: [
            asked({
              offer: 100.03,
              fate: i % 4 === 0 ? 'LAST_LOOK_REJECTED' : 'DONE',
              rejectMoveBps: i % 4 === 0 ? 2 : NaN,
            }),
            asked({ dealer: 1, offer: 100.05 }),
            asked({ dealer: 2, offer: NaN, quotedNs: NaN, fate: 'NO_ANSWER' }),
          ],
          winner: i % 4 === 0 ? -1 : 0,
        }),
        1,
      );
    }
    const [a, b, c] = history.profiles(DEFAULT_DEALER_PRIORS);
    expect(a!.biasBps).toMatchObject({ value: expect.closeTo(2, 1), evidence: 200, basis: 'LEARNED' });
    expect(b!.biasBps.value).toBeCloseTo(4, 1);
    expect(a!.rejectProbability).toMatchObject({ evidence: 200, basis: 'LEARNED' });
    expect(Math.abs(a!.rejectProbability.value - 0.25)).toBeLessThan(0.05);
    expect(a!.rejectMoveBps.value).toBeCloseTo(2, 0);
    expect(a!.driftBps[0]!.value).toBeCloseTo(1, 0);
    expect(b!.rejectProbability).toMatchObject({ evidence: 0, basis: 'POOLED' });
    expect(c!.biasBps).toMatchObject({ evidence: 0 });
    expect(c!.response.answersWithin(10)).toBeLessThan(0.05);
  });

  it('is the same for buyers and sellers', () => {
    const [bought, sold] = [new DealerHistory(['A'], 1), new DealerHistory(['A'], 1)];
    bought.add(request({ winner: 0, quotes: [asked({ fate: 'DONE' })] }), 1);
    sold.add(
      request({ side: -1, winner: 0, markoutMids: [99.99], quotes: [asked({ fate: 'DONE', bid: 99.95, offer: NaN })] }),
      1,
    );
    const [one] = bought.profiles(DEFAULT_DEALER_PRIORS);
    const [other] = sold.profiles(DEFAULT_DEALER_PRIORS);
    expect(other!.biasBps.value).toBeCloseTo(one!.biasBps.value, 9);
    expect(other!.driftBps[0]!.value).toBeCloseTo(one!.driftBps[0]!.value, 9);
  });
});
