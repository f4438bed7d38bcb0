import { beforeAll, describe, expect, it } from '@jest/globals';
import { KeyedRng } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { midMoveTable } from '../flow/zero-intelligence/mid-move-probability.js';
import { cancelRate, skyPerfectTo } from '../flow/zero-intelligence/zero-intelligence-rates.js';
import { zeroIntelligenceMarket } from './market-parameters.js';
import { SimulatedMarket } from './simulated-market.js';

const DISTANCES = 10;
/** Orders stay behind when the mid moves on, so that some are further away than any came. */
const REACH = 40;
const RATES = skyPerfectTo(DISTANCES);
const SECONDS = 10_000;
/** Of the naive simulation, which is slow. */
const NAIVE_SECONDS = 3_000;

const openMarket = (seed: number): SimulatedMarket => {
  const opened = SimulatedMarket.open(zeroIntelligenceMarket(RATES, SECONDS), seed);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};

describe('the book of Cont, Stoikov and Talreja on the matching engine', () => {
  /** Next moves of the mid by the queues right after it last moved, one tick apart: how many, and how many up. */
  const moves = new Map<string, { n: number; up: number }>();
  /** Mean number of orders at each distance from the other side's best, both sides. */
  const profile = new Float64Array(REACH + 1);

  beforeAll(() => {
    const market = openMarket(11);
    const { book, best } = market;
    let [mid, state] = [best.midTicks, ''];
    market.listen(() => {
      if (best.midTicks === mid) return;
      const known = moves.get(state);
      if (known !== undefined) {
        known.n += 1;
        known.up += best.midTicks > mid ? 1 : 0;
      }
      mid = best.midTicks;
      state =
        best.askTicks - best.bidTicks === 1
          ? `${book.ordersAt(BID, best.bidTicks)} ${book.ordersAt(ASK, best.askTicks)}`
          : '';
      if (state !== '' && !moves.has(state)) moves.set(state, { n: 0, up: 0 });
    });
    for (let second = 1; second <= SECONDS; second += 1) {
      market.advanceTo(second);
      for (let d = 1; d <= REACH; d += 1) {
        profile[d]! += book.ordersAt(BID, best.askTicks - d) / SECONDS / 2;
        profile[d]! += book.ordersAt(ASK, best.bidTicks + d) / SECONDS / 2;
      }
    }
  });

  it('moves the mid up as often as the linear solve says, in every state of the table', () => {
    const table = midMoveTable(RATES, 1);
    if (!table.ok) throw new Error(table.error.message);
    let states = 0;
    for (let bid = 1; bid <= 5; bid += 1) {
      for (let ask = 1; ask <= 5; ask += 1) {
        const { n, up } = moves.get(`${bid} ${ask}`) ?? { n: 0, up: 0 };
        if (n < 50) continue;
        const p = table.value.upProbability(bid, ask);
        states += 1;
        expect(Math.abs(up / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
      }
    }
    expect(states).toBeGreaterThanOrEqual(9);
  });

  it('takes out of the book what comes into it: sum theta(d) E Q(d) + mu = sum lam(d)', () => {
    let out = RATES.market;
    for (let d = 1; d <= REACH; d += 1) out += cancelRate(RATES, d) * profile[d]!;
    const into = RATES.limit.reduce((sum, rate) => sum + rate, 0);
    expect(Math.abs(out / into - 1)).toBeLessThan(0.01);
  });

  it('has the depth profile of a simulation on plain counters', () => {
    const naive = naiveProfile(23);
    for (let d = 1; d <= 6; d += 1) expect(Math.abs(profile[d]! / naive[d]! - 1)).toBeLessThan(0.08);
  });
});

/** The same model on an array of counts, with nothing of the engine. */
const naiveProfile = (seed: number): Float64Array => {
  const rng = new KeyedRng(seed);
  const counts = [new Int32Array(20_000), new Int32Array(20_000)] as const;
  let [bid, ask] = [10_000, 10_001];
  counts[BID][bid] = 3;
  counts[ASK][ask] = 3;
  const theta = (side: BookSide, price: number): number => cancelRate(RATES, side === BID ? ask - price : price - bid);
  const profile = new Float64Array(DISTANCES + 1);
  const reach = 2 * DISTANCES;
  const limitRate = RATES.limit.reduce((sum, rate) => sum + rate, 0);
  for (let seconds = 0; seconds < NAIVE_SECONDS;) {
    let cancels = 0;
    for (let d = 1; d <= reach; d += 1) {
      cancels += counts[BID][ask - d]! * theta(BID, ask - d) + counts[ASK][bid + d]! * theta(ASK, bid + d);
    }
    const total = 2 * limitRate + 2 * RATES.market + cancels;
    const wait = rng.exponential(total);
    seconds += wait;
    for (let d = 1; d <= DISTANCES; d += 1) {
      profile[d]! += ((counts[BID][ask - d]! + counts[ASK][bid + d]!) * wait) / NAIVE_SECONDS / 2;
    }
    const side: BookSide = rng.uniform() < 0.5 ? BID : ASK;
    let u = rng.uniform() * total;
    if (u < 2 * limitRate) {
      let d = 1;
      for (u /= 2; u >= RATES.limit[d - 1]!; d += 1) u -= RATES.limit[d - 1]!;
      counts[side][side === BID ? ask - d : bid + d]! += 1;
    } else if ((u -= 2 * limitRate) < 2 * RATES.market) {
      const price = side === BID ? bid : ask;
      if (counts[side][price]! > 0) counts[side][price]! -= 1;
    } else {
      u -= 2 * RATES.market;
      for (let d = 1; d <= reach && u >= 0; d += 1) {
        for (const own of [BID, ASK] as const) {
          const price = own === BID ? ask - d : bid + d;
          const weight = counts[own][price]! * theta(own, price);
          if (u >= 0 && u < weight) counts[own][price]! -= 1;
          u -= weight;
        }
      }
    }
    let [b, a] = [ask - 1, bid + 1];
    while (counts[BID][b] === 0 && b > ask - reach) b -= 1;
    while (counts[ASK][a] === 0 && a < bid + reach) a += 1;
    [bid, ask] = [b, a];
  }
  return profile;
};
