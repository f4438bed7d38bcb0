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

/**
 * Units that may be worked at a moment without trading early: those of the slice of the moment that are not due yet, and of the slices
 * that follow it without a gap; of auctions none. 0 where no slice is worked.
 */
export const workableUnits = (slices: readonly TimedSlice[], seconds: number): number => {
  const first = slices.findIndex(({ fromSeconds, toSeconds }) => seconds >= fromSeconds && seconds < toSeconds);
  if (first < 0) return 0;
  const { fromSeconds, toSeconds, quantity } = slices[first]!;
  let units = Math.ceil((quantity * (toSeconds - seconds)) / (toSeconds - fromSeconds) - WHOLE);
  let end = toSeconds;
  for (const next of slices.slice(first + 1)) {
    if (next.fromSeconds > end + GAP_SECONDS) break;
    if (next.toSeconds > next.fromSeconds) units += next.quantity;
    end = Math.max(end, next.toSeconds);
  }
  return units;
};

/** Times of slices are rounded to a millionth; what is longer is a gap. */
const GAP_SECONDS = 1e-3;
/** Of a unit: what a product of floating point may miss. */
const WHOLE = 1e-9;
