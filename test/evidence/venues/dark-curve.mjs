import { KeyedRng } from '#domain/core';
import { BID } from '#domain/market-data';
import { DarkCounterparties, DarkPool, OrderType } from '#domain/simulation';
import { learnedFills } from '#domain/venues';
import { figure } from '../figure.mjs';

/** Its members come blind and do not wait, so that what they bring is known: a compound Poisson law. */
const MEMBERS = { arrivalsPerSecond: 0.04, meanUnits: 400, leastUnits: 1, meanWaitSeconds: 0, informedShare: 0 };
const SECONDS = 300;
const ORDERS = 300;
const PRIOR = { anyProbability: 0.35, meanUnits: 2_000 };
const SIZES = [0, 500, 1_000, 2_000, 4_000, 7_000];
const OWNER = 1;
const ANY_LIMIT = 2 ** 30 - 1;

export const darkCurve = {
  title: 'The fill curve of a dark pool, from censored fills',
  needs: [],
  notes:
    'Each desk sends 300 orders of random sizes to a simulated pool and learns the curve of what is there (Kaplan and Meier) with Greenwood’s ' +
    'band. What the members bring in five minutes is a compound Poisson law of geometric sizes, computed by Panjer’s recursion: how ' +
    'often the 95 % band covers it at six sizes.',
  measure({ quick }) {
    const desks = quick ? 60 : 1_000;
    const planted = plantedSurvival();
    let [covered, looked] = [0, 0];
    const errors = SIZES.map(() => 0);
    for (let desk = 0; desk < desks; desk += 1) {
      const curve = learnedFills(ordersOf(desk), PRIOR);
      for (const [i, size] of SIZES.entries()) {
        const at = curve.sizesUnits.findLastIndex((known) => known <= size);
        looked += 1;
        if (curve.low[at] <= planted[size] && planted[size] <= curve.high[at]) covered += 1;
        errors[i] += (curve.survival[at] - planted[size]) / desks;
      }
    }
    const share = covered / looked;
    return {
      figures: [
        ...SIZES.map((size) => figure(`planted_more_than_${size}`, 'probability', planted[size])),
        ...SIZES.map((size, i) => figure(`mean_error_more_than_${size}`, 'probability', errors[i], { n: desks })),
        figure('band_coverage', 'share', share, { n: looked, goal: 0.93, better: 'higher' }),
      ],
    };
  },
};

/** What became of one desk's orders, each alone in the pool for the time. */
const ordersOf = (desk) => {
  const rng = new KeyedRng(desk);
  return Array.from({ length: ORDERS }, (_, i) => {
    const units = 100 * (1 + rng.select(i, 1).below(100));
    const pool = new DarkPool({ bestTicks: (side) => (side === BID ? 99 : 101) });
    const members = new DarkCounterparties(MEMBERS, 0, new KeyedRng(desk).select(i, 2));
    const orderId = pool.issueId();
    pool.submit(orderId, OWNER, BID, OrderType.LIMIT, ANY_LIMIT, units, 1);
    while (members.nextNs <= SECONDS * 1e9) members.act(pool, 0);
    const left = pool.unitsLeft(orderId);
    return { units, filledUnits: units - (left > 0 ? left : 0) };
  });
};

/** P(more than x units come to the other side), by x: `p_x = (rate / x) sum_j j f_j p_(x-j)`, f geometric (Panjer, ASTIN Bull. 12(1), 1981). */
const plantedSurvival = () => {
  const rate = (MEMBERS.arrivalsPerSecond * SECONDS) / 2;
  const stay = 1 - 1 / MEMBERS.meanUnits;
  const most = SIZES.at(-1);
  const probability = new Float64Array(most + 1);
  const survival = new Float64Array(most + 1);
  probability[0] = Math.exp(-rate);
  survival[0] = 1 - probability[0];
  // With f geometric both sums follow from those before: s0 = sum f_j p_(x-j), s1 = sum j f_j p_(x-j).
  let [s0, s1] = [0, 0];
  for (let x = 1; x <= most; x += 1) {
    s1 = stay * (s1 + s0) + (1 - stay) * probability[x - 1];
    s0 = stay * s0 + (1 - stay) * probability[x - 1];
    probability[x] = (rate / x) * s1;
    survival[x] = survival[x - 1] - probability[x];
  }
  return survival;
};
