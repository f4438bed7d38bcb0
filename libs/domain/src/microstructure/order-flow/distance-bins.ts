/**
 * Bins of distances from the other side's best price, in ticks, 1 the nearest: one each near it, where rates change from tick to
 * tick, wider ones further away.
 */
const FIRST_DISTANCES = [
  1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 79, 100, 126, 158, 200, 251, 316, 401,
];

export const DISTANCE_BINS = FIRST_DISTANCES.length - 1;

/** The furthest distance that is looked at. */
export const MOST_DISTANCE = FIRST_DISTANCES[DISTANCE_BINS]! - 1;

const BIN_OF = Uint8Array.from({ length: MOST_DISTANCE + 1 }, (_, distance) =>
  Math.max(
    0,
    FIRST_DISTANCES.findLastIndex((first) => first <= distance),
  ),
);

/** Distances in a bin, from the first to the last. */
export const distancesOf = (bin: number): readonly [first: number, last: number] => [
  FIRST_DISTANCES[bin]!,
  FIRST_DISTANCES[bin + 1]! - 1,
];

/** The bin of a distance from 1 to `MOST_DISTANCE`. */
export const binOf = (distance: number): number => BIN_OF[distance]!;
