import { type Instant } from '#domain/core';
import { type SessionTimeNs } from '#domain/market-data';
import { type SignalRow } from './signal-row.js';

/** A number that changes at known instants: from `instants[i]` on it is `values[i]`. */
export interface SignalSteps {
  readonly instants: BigInt64Array;
  readonly values: Float64Array;
}

/**
 * What was the last value of one series, in time order: that of the latest event, and of that event its highest version,
 * among the rows known by then. So a late correction of an earlier figure does not hide the later one.
 */
export const valueSteps = (rows: readonly SignalRow[]): SignalSteps => {
  const byKnownAt = [...rows].sort((a, b) => compare(a.knownAt, b.knownAt));
  const steps = new StepsInTimeOrder();
  let last: SignalRow | undefined;
  for (const row of byKnownAt) {
    if (last !== undefined && !replaces(row, last)) continue;
    last = row;
    steps.change(row.knownAt, row.value);
  }
  return steps.steps();
};

/** The value is the instant of the next event announced by then, in nanoseconds since `origin`; NaN where none is. */
export const nextEventSteps = (announcements: readonly SignalRow[], origin: Instant): SignalSteps => {
  const byKnownAt = [...announcements].sort((a, b) => compare(a.knownAt, b.knownAt));
  const changes = announcements.flatMap(({ knownAt, eventAt }) => [knownAt, eventAt!]).sort(compare);
  const steps = new StepsInTimeOrder();
  const latestFirst: Instant[] = [];
  let heard = 0;
  for (const now of changes) {
    const alreadyHeard = heard;
    while (heard < byKnownAt.length && byKnownAt[heard]!.knownAt <= now) {
      latestFirst.push(byKnownAt[heard]!.eventAt!);
      heard += 1;
    }
    if (heard > alreadyHeard) latestFirst.sort((a, b) => compare(b, a));
    while (latestFirst.length > 0 && latestFirst.at(-1)! <= now) latestFirst.pop();
    const next = latestFirst.at(-1);
    steps.change(now, next === undefined ? NaN : Number(next - origin));
  }
  return steps.steps();
};

/** Steps as of a session time: the binary search costs log2 of their number, and nothing is allocated. */
export class StepLookup {
  private readonly timesNs: Float64Array;
  private readonly values: Float64Array;

  constructor({ instants, values }: SignalSteps, origin: Instant) {
    this.timesNs = Float64Array.from(instants, (instant) => Number(instant - origin));
    this.values = values;
  }

  /** NaN before the first step. */
  valueAt(timeNs: SessionTimeNs): number {
    let low = 0;
    let high = this.timesNs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timesNs[middle]! <= timeNs) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? NaN : this.values[low - 1]!;
  }
}

class StepsInTimeOrder {
  private readonly instants: Instant[] = [];
  private readonly values: number[] = [];

  /** The last change at an instant is the one that counts. */
  change(instant: Instant, value: number): void {
    const isNew = this.instants.at(-1) !== instant;
    if (isNew) this.instants.push(instant);
    this.values[this.instants.length - 1] = value;
  }

  steps(): SignalSteps {
    return { instants: BigInt64Array.from(this.instants), values: Float64Array.from(this.values) };
  }
}

const compare = (a: Instant, b: Instant): number => (a < b ? -1 : a > b ? 1 : 0);

const replaces = (row: SignalRow, last: SignalRow): boolean => {
  const order = compare(row.eventAt ?? row.knownAt, last.eventAt ?? last.knownAt);
  return order > 0 || (order === 0 && row.version >= last.version);
};
