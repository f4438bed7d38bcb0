import { seededRng } from '#domain/core';
import { assignTraders, Drops, labelled, metaorders, TRADER_MAPPINGS } from '#domain/training';
import { figure } from '../figure.mjs';
import { leanDays } from '../recordings.mjs';
import { dayOf, REFERENCE_FILE, referenceOrders } from './reference-orders.mjs';

const SEEDS = 19;
/** Read off an order of the reference, and off one of ours. */
const MEASURES = [
  [({ shares }) => shares, (order) => order.size],
  [({ n_trades }) => n_trades, (order) => order.children],
  [({ T_sec }) => T_sec, (order) => order.durationSeconds],
  [({ slippage }) => slippage, (order) => order.labels.slippageBps],
  [({ peak }) => peak, (order) => order.labels.peakBps],
  [({ perm5 }) => perm5, (order) => order.labels.perm5Bps],
];

/** Positions in `MEASURES` of what is compared together. */
const GROUPS = { size: [0, 1], duration: [2], label: [3, 4, 5] };

export const metaorderDistribution = {
  title: 'Synthetic metaorders of BAC and AIG against the reference set, in distribution',
  needs: [REFERENCE_FILE, ...leanDays('bac'), ...leanDays('aig')],
  notes:
    'Which trader a print is dealt to is drawn, so the orders are others and only their distributions can agree. Distance: ' +
    'largest Kolmogorov-Smirnov distance over shares and children (size), duration, or slippage, peak and +5 min (label), mean over 19 seeds of ours. ' +
    'The goal is the largest such distance of one of these seeds from the others: were the reference one more seed, it would ' +
    'lie beyond with a chance of one in twenty, so that of these eighteen about one is missed by chance. (The bound for independent ' +
    'samples does not hold: orders share prints.) Durations count from one second up: the reference writes shorter ones as one second.',
  async measure({ recordings, quick }) {
    const reference = (await referenceOrders(recordings)).filter(({ def }) => def === 'M');
    const figures = [];
    for (const symbol of quick ? ['bac'] : ['bac', 'aig']) {
      const days = leanDays(symbol, quick);
      const dates = new Set(days.map((path) => dayOf(path).day));
      const observed = await recordings.observe(...days);
      for (const mapping of TRADER_MAPPINGS) {
        const seeds = Array.from({ length: SEEDS }, (_, seed) => sampleOf(allOrders(observed, mapping, seed), 1));
        const orders = reference.filter(
          (order) => order.symbol === symbol && order.config === mapping.name && dates.has(order.day),
        );
        const theirs = sampleOf(orders, 0);
        const name = `${symbol}_${mapping.name.toLowerCase()}`;
        figures.push(
          ...Object.entries(GROUPS).map(([group, measures]) => {
            const pick = (sample) => measures.map((measure) => sample[measure]);
            const picked = seeds.map(pick);
            const farthest = Math.max(...picked.map((one) => meanDistance(one, picked)));
            return figure(`metaorder_${group}_distance_${name}`, 'KS', meanDistance(pick(theirs), picked), {
              ...{ n: orders.length, goal: Number(farthest.toFixed(4)), better: 'lower' },
            });
          }),
          figure(
            `metaorder_count_ratio_${name}`,
            'ours/theirs',
            mean(seeds.map(([shares]) => shares.length)) / orders.length,
            {
              n: orders.length,
            },
          ),
        );
      }
    }
    return { figures };
  },
};

const allOrders = (observed, mapping, seed) => {
  const rng = seededRng(seed);
  return observed.flatMap(({ day }) => ordersOf(day, mapping, rng));
};

const ordersOf = (day, mapping, rng) =>
  metaorders(day, mapping.name, assignTraders(mapping, day.childMs.length, rng), new Drops())
    .map((order) => labelled(order, day))
    .filter((order) => order !== undefined);

/** The reference has four decimals: values that differ behind them are ties. */
const DECIMALS = 3;

/** The sorted values of each measure, read off orders by its `reader`; NaN is no value. */
const sampleOf = (orders, reader) =>
  MEASURES.map((readers) =>
    Float64Array.from(
      orders.map(readers[reader]).filter((value) => !Number.isNaN(value)),
      (value) => Math.round(value * 10 ** DECIMALS),
    ).sort(),
  );

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const meanDistance = (sample, others) =>
  mean(
    others
      .filter((other) => other !== sample)
      .map((other) => Math.max(...sample.map((values, i) => distance(values, other[i])))),
  );

/** Kolmogorov-Smirnov distance of two sorted samples. */
const distance = (x, y) => {
  let [i, j, largest] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i], y[j]);
    while (i < x.length && x[i] <= value) i += 1;
    while (j < y.length && y[j] <= value) j += 1;
    largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
  }
  return largest;
};
