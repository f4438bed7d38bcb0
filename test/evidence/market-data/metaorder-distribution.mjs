import { seededRng } from '#domain/core';
import { assignTraders, Drops, labelled, metaorders, TRADER_MAPPINGS } from '#domain/training';
import { figure } from '../figure.mjs';
import { leanDays } from '../recordings.mjs';
import { dayOf, REFERENCE_FILE, referenceOrders } from './reference-orders.mjs';

const SEED = 1;
/** Of an order of ours, and the column of the reference. */
const MEASURES = [
  ['shares', (order) => order.size],
  ['n_trades', (order) => order.children],
  ['T_sec', (order) => order.durationSeconds],
  ['slippage', (order) => order.labels.slippageBps],
  ['peak', (order) => order.labels.peakBps],
  ['perm5', (order) => order.labels.perm5Bps],
];

export const metaorderDistribution = {
  title: 'Synthetic metaorders of BAC and AIG against the reference set, in distribution',
  needs: [REFERENCE_FILE, ...leanDays('bac'), ...leanDays('aig')],
  notes:
    'Which trader a print is dealt to is drawn, so the orders are others and only their distributions can agree: largest ' +
    'Kolmogorov-Smirnov distance over size, children, duration, slippage, peak and +5 min, by mapping and symbol. The goal is ' +
    'the 1 % bound for two independent samples of that many orders.',
  async measure({ recordings, quick }) {
    const reference = (await referenceOrders(recordings)).filter(({ def }) => def === 'M');
    const figures = [];
    for (const symbol of quick ? ['bac'] : ['bac', 'aig']) {
      const days = leanDays(symbol, quick);
      const dates = new Set(days.map((path) => dayOf(path).day));
      const observed = await recordings.observe(...days);
      const rng = seededRng(SEED);
      for (const mapping of TRADER_MAPPINGS) {
        const ours = observed.flatMap(({ day }) => ordersOf(day, mapping, rng));
        const theirs = reference.filter(
          (order) => order.symbol === symbol && order.config === mapping.name && dates.has(order.day),
        );
        const distances = MEASURES.map(([column, of]) =>
          distance(
            ours.map(of),
            theirs.map((order) => order[column]),
          ),
        );
        const name = `${symbol}_${mapping.name.toLowerCase()}`;
        const goal = 1.63 * Math.sqrt((ours.length + theirs.length) / (ours.length * theirs.length));
        figures.push(
          figure(`metaorder_distance_${name}`, 'KS', Math.max(...distances), {
            n: ours.length,
            goal: round(goal),
            better: 'lower',
          }),
          figure(`metaorder_count_ratio_${name}`, 'ours/theirs', ours.length / theirs.length, { n: theirs.length }),
        );
      }
    }
    return { figures };
  },
};

const round = (value) => Number(value.toFixed(4));

const ordersOf = (day, mapping, rng) =>
  metaorders(day, mapping.name, assignTraders(mapping, day.childMs.length, rng), new Drops())
    .map((order) => labelled(order, day))
    .filter((order) => order !== undefined);

/** The reference has four decimals: values that differ behind them are ties. */
const DECIMALS = 3;

/** Kolmogorov-Smirnov distance of two samples; NaN is no value. */
const distance = (a, b) => {
  const [x, y] = [a, b].map((values) =>
    Float64Array.from(
      values.filter((value) => !Number.isNaN(value)),
      (value) => Math.round(value * 10 ** DECIMALS),
    ).sort(),
  );
  let [i, j, largest] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i], y[j]);
    while (i < x.length && x[i] <= value) i += 1;
    while (j < y.length && y[j] <= value) j += 1;
    largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
  }
  return largest;
};
