import { Drops, flowWindows, labelled } from '#domain/training';
import { figure } from '../figure.mjs';
import { leanDays } from '../recordings.mjs';
import { dayOf, LABEL_COLUMNS, REFERENCE_FILE, referenceOrders } from './reference-orders.mjs';

const NET_SHARES_MIN = 100;

export const windowLabels = {
  title: 'Windows of net flow of BAC and AIG against the reference set',
  needs: [REFERENCE_FILE, ...leanDays('bac'), ...leanDays('aig')],
  notes:
    'Same window, side, shares and children, or it counts as different; a label that only one of the two has counts too.',
  async measure({ recordings, quick }) {
    const days = quick ? leanDays('bac', true) : [...leanDays('bac'), ...leanDays('aig')];
    const reference = new Map();
    for (const order of await referenceOrders(recordings)) {
      if (order.def === 'W') reference.set(keyOf(order.symbol, order.day, order.T_sec, order.start_ms), order);
    }
    let [compared, different, extra, expected, largest] = [0, 0, 0, 0, 0];
    for (const path of days) {
      const { symbol, day } = dayOf(path);
      const [observed] = await recordings.observe(path);
      expected += [...reference.keys()].filter((key) => key.startsWith(`${symbol}/${day}/`)).length;
      for (const window of flowWindows(observed.day, NET_SHARES_MIN, new Drops())) {
        const ours = labelled(window, observed.day);
        if (ours === undefined) continue;
        const theirs = reference.get(keyOf(symbol, day, ours.durationSeconds, ours.startMs));
        if (theirs === undefined) {
          extra += 1;
          continue;
        }
        compared += 1;
        if (!isSameOrder(ours, theirs)) different += 1;
        else largest = Math.max(largest, labelDifference(ours, theirs));
      }
    }
    const unlike = different + extra + (expected - compared);
    return {
      figures: [
        figure('window_rows_unlike_reference', 'windows', unlike, { n: expected, goal: 0, better: 'lower' }),
        figure('window_label_difference_max', 'bps', largest, { n: compared, goal: 1e-3, better: 'lower' }),
      ],
    };
  },
};

const keyOf = (symbol, day, seconds, startMs) => `${symbol}/${day}/${seconds}/${startMs}`;

const isSameOrder = (ours, theirs) =>
  ours.sign === theirs.side &&
  ours.size === theirs.shares &&
  ours.children === theirs.n_trades &&
  Object.entries(LABEL_COLUMNS).every(
    ([column, label]) => Number.isNaN(theirs[column]) === Number.isNaN(ours.labels[label]),
  );

const labelDifference = (ours, theirs) =>
  Object.entries(LABEL_COLUMNS)
    .map(([column, label]) => Math.abs(ours.labels[label] - theirs[column]))
    .filter((difference) => !Number.isNaN(difference))
    .reduce((a, b) => Math.max(a, b), 0);
