import { VENUE_KINDS, type VenueKind } from '../profiles/venue-profile.js';

const { ceil, floor, max, min } = Math;

/** What a desk allows itself. */
export interface DeskLimits {
  /** How many venues may be used at once; absent: all. */
  readonly venuesMost?: number;
  /** Units in all venues of a kind together; absent: no limit. */
  readonly unitsMostByKind?: Readonly<Partial<Record<VenueKind, number>>>;
}

/** What may be sent to a venue: nothing, or within its bounds in whole lots; all or none: its maximum or nothing. */
export interface VenueBounds {
  readonly kind: VenueKind;
  readonly minUnits: number;
  readonly maxUnits: number;
  readonly allOrNone: boolean;
}

/** The splits that are allowed: they sum to `units`, lots of `lotUnits`. */
export interface SplitConstraints {
  readonly units: number;
  readonly lotUnits: number;
  readonly venues: readonly VenueBounds[];
  readonly limits: DeskLimits;
}

/** Which sets of venues can take the order is tried one by one. */
export const VENUES_MOST = 12;

/** The least that a venue takes where it is used; more than `mostUnits`: it cannot be. */
export const leastUnits = ({ minUnits, maxUnits, allOrNone }: VenueBounds, lotUnits: number): number =>
  allOrNone ? max(lotUnits, maxUnits) : max(lotUnits, ceil(minUnits / lotUnits) * lotUnits);

export const mostUnits = ({ maxUnits }: VenueBounds, { units, lotUnits }: SplitConstraints): number =>
  floor(min(maxUnits, units) / lotUnits) * lotUnits;

/** Of a kind together, whole lots. */
export const kindCapUnits = ({ units, lotUnits, limits }: SplitConstraints, kind: VenueKind): number =>
  floor(min(units, limits.unitsMostByKind?.[kind] ?? units) / lotUnits) * lotUnits;

/** How many venues may be used. */
export const venuesMost = ({ venues, limits }: SplitConstraints): number =>
  min(venues.length, limits.venuesMost ?? Infinity);

/** Whether a split keeps every constraint. */
export const isAllowed = (constraints: SplitConstraints, split: readonly number[]): boolean => {
  const { units, lotUnits, venues } = constraints;
  const byKind = VENUE_KINDS.map(() => 0);
  let [sum, used] = [0, 0];
  for (let v = 0; v < split.length; v += 1) {
    const of = split[v]!;
    if (of === 0) continue;
    const venue = venues[v]!;
    if (of < leastUnits(venue, lotUnits) || of > mostUnits(venue, constraints) || of % lotUnits !== 0) return false;
    byKind[VENUE_KINDS.indexOf(venue.kind)]! += of;
    sum += of;
    used += 1;
  }
  if (sum !== units || used > venuesMost(constraints)) return false;
  return byKind.every((of, kind) => of === 0 || of <= kindCapUnits(constraints, VENUE_KINDS[kind]!));
};

/**
 * A split that keeps every constraint, undefined where there is none: of every set of venues the least and the most that it takes are known, and
 * between them every whole lot is possible. At most `VENUES_MOST` venues.
 */
export const anyAllowedSplit = (constraints: SplitConstraints): readonly number[] | undefined => {
  const { units, lotUnits, venues } = constraints;
  const sets = 2 ** venues.length;
  for (let set = 1; set < sets; set += 1) {
    const uses = (v: number): boolean => ((set >> v) & 1) === 1;
    const split = venues.map((venue, v) => (uses(v) ? leastUnits(venue, lotUnits) : 0));
    if (venues.filter((_, v) => uses(v)).length > venuesMost(constraints)) continue;
    if (venues.some((venue, v) => uses(v) && split[v]! > mostUnits(venue, constraints))) continue;
    const rooms = VENUE_KINDS.map(
      (kind) =>
        kindCapUnits(constraints, kind) -
        split.reduce((total, of, v) => (venues[v]!.kind === kind ? total + of : total), 0),
    );
    let left = units - split.reduce((total, of) => total + of, 0);
    if (left < 0 || rooms.some((room) => room < 0)) continue;
    for (const [v, venue] of venues.entries()) {
      if (!uses(v)) continue;
      const kind = VENUE_KINDS.indexOf(venue.kind);
      const more = min(left, rooms[kind]!, mostUnits(venue, constraints) - split[v]!);
      split[v]! += more;
      rooms[kind]! -= more;
      left -= more;
    }
    if (left === 0) return split;
  }
  return undefined;
};
