/** A slice of a plan by its time, seconds on the plan's clock, and its units; an auction has no length. */
export interface TimedSlice {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly quantity: number;
}

/** Whole units that slices, rising in time, want done by a moment: each is worked evenly within its time. */
export const dueUnits = (slices: readonly TimedSlice[], seconds: number): number => {
  let [before, within] = [0, 0];
  for (const { fromSeconds, toSeconds, quantity } of slices) {
    if (seconds >= toSeconds) before += quantity;
    else if (seconds > fromSeconds) within += (quantity * (seconds - fromSeconds)) / (toSeconds - fromSeconds);
  }
  return before + Math.floor(within + WHOLE);
};

/** The slice that is worked at a moment; undefined before the first, between two, and after the last. */
export const sliceAt = <Slice extends TimedSlice>(slices: readonly Slice[], seconds: number): Slice | undefined =>
  slices.find(({ fromSeconds, toSeconds }) => seconds >= fromSeconds && seconds < toSeconds);

/** Of a unit: what a product of floating point may miss. */
const WHOLE = 1e-9;
