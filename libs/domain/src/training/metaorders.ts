import { type DayTape } from './day-tape.js';
import { type Drops } from './drops.js';
import { type ExecutedOrder } from './training-order.js';
import { CHILDREN_MIN, DURATION_SECONDS_MIN, firstStartMs } from './rules.js';

/**
 * The maximal runs of same-sign child orders of one trader, as rows of the tape, ordered by their first child. Every child
 * is in exactly one run: runs of different traders interleave.
 */
export const sameSignRuns = (signs: ArrayLike<number>, traders: ArrayLike<number>): readonly (readonly number[])[] => {
  const runs: number[][] = [];
  const openRun = new Map<number, number[]>();
  for (let child = 0; child < signs.length; child += 1) {
    const trader = traders[child]!;
    const run = openRun.get(trader);
    if (run !== undefined && signs[run[0]!] === signs[child]) {
      run.push(child);
      continue;
    }
    const next = [child];
    openRun.set(trader, next);
    runs.push(next);
  }
  return runs;
};

/** Synthetic metaorders of a day: the runs long enough to be one, that begin when the day has calmed (reference 10). */
export const metaorders = (
  tape: DayTape,
  config: string,
  traders: ArrayLike<number>,
  drops: Drops,
): readonly ExecutedOrder[] => {
  const orders: ExecutedOrder[] = [];
  for (const run of sameSignRuns(tape.childSign, traders)) {
    if (run.length < CHILDREN_MIN) drops.count('M', 'FEWER_THAN_5_CHILDREN');
    else if (tape.childMs[run[0]!]! < firstStartMs(tape)) drops.count('M', 'STARTS_IN_FIRST_5_MINUTES');
    else orders.push(metaorder(tape, config, run));
  }
  return orders;
};

const metaorder = (tape: DayTape, config: string, run: readonly number[]): ExecutedOrder => {
  let size = 0;
  let notional = 0;
  for (const child of run) {
    size += tape.childSize[child]!;
    notional += tape.childNotional[child]!;
  }
  const startMs = tape.childMs[run[0]!]!;
  const lastMs = tape.childMs[run.at(-1)!]!;
  return {
    definition: 'M',
    config,
    sign: tape.childSign[run[0]!] === 1 ? 1 : -1,
    startMs,
    endMs: lastMs + 1,
    durationSeconds: Math.max(DURATION_SECONDS_MIN, (lastMs - startMs) / 1000),
    size,
    orderedSize: size,
    children: run.length,
    fillPrice: notional / size,
    onGrid: true,
  };
};
