import { err, normalPdf, normalQuantile, ok, type Failure, type Result, type Side } from '#domain/core';
import { RISK_PROBABILITY } from '#domain/impact';
import { jointSplit } from './allocation/joint-split.js';
import { noColumns } from './allocation/split-objective.js';
import { leastUnits, mostUnits, VENUES_MOST, type DeskLimits } from './allocation/split-constraints.js';
import { LatinHypercube } from './cost/latin-hypercube.js';
import {
  checkConditions,
  displacementBps,
  marginalImpactBps,
  takingImpact,
  type LitConditions,
} from './cost/lit-conditions.js';
import { TERMS } from './cost/cost-terms.js';
import { splitCost, type VenueCost } from './cost/split-cost.js';
import { noFlow, sharedDraws, type VenueScenarios } from './cost/scenario.js';
import { venueScenarios, type VenuesRule } from './cost/venue-scenarios.js';
import {
  firstOf,
  impossibleVenues,
  mustBeUnits,
  mustNotBeNegative,
  under,
  type ImpossibleVenues,
  type Verdict,
} from './failure.js';
import { checkProfile } from './profiles/check-profile.js';
import { VENUE_KINDS, type VenueKind, type VenueProfile } from './profiles/venue-profile.js';

/** A block, and where it may be traded. Plain data: a job carries it. */
export interface VenueProblem {
  readonly side: Side;
  /** Units; whole lots. */
  readonly quantity: number;
  readonly lotUnits: number;
  /** Of `E[cost] + riskAversion x CVaR`. */
  readonly riskAversion: number;
  readonly conditions: LitConditions;
  /** At most `VENUES_MOST`, by different names. */
  readonly venues: readonly VenueProfile[];
  readonly limits: DeskLimits;
  /** Of the scenarios: an integer in [0, 2^32). Equal problems give equal answers. */
  readonly seed: number;
  /** Of the cost of a request. */
  readonly rule: VenuesRule;
}

/** What goes to a venue, and what it is expected to cost there beside the others. */
export interface VenueAllocation {
  readonly venue: string;
  readonly kind: VenueKind;
  readonly units: number;
  /** Of these, posted in a lit book; the rest of what is in one is taken. */
  readonly postedUnits: number;
  readonly cost: VenueCost;
}

/** What sending the whole order to one venue would cost; absent where it may not be. */
export interface SingleVenue {
  readonly venue: string;
  readonly kind: VenueKind;
  readonly cost?: VenueCost;
}

export type IneligibleReason = 'ORDER_BELOW_MINIMUM' | 'NO_CAPACITY' | 'DESK_LIMIT';

export interface IneligibleVenue {
  readonly venue: string;
  readonly reason: IneligibleReason;
}

export interface VenueSelection {
  readonly side: Side;
  readonly quantity: number;
  /** The venues that get something, in the order of the problem; their units sum to the quantity. */
  readonly allocations: readonly VenueAllocation[];
  /** Of the whole order. */
  readonly cost: VenueCost;
  /** Expected units that are taken in the lit market, at once or in the end. */
  readonly takenUnits: number;
  /** `E[cost] + riskAversion x CVaR`. */
  readonly objectiveBps: number;
  /** How far it may be above that of the best split in multiples of `stepUnits`; absent where none of those is allowed. */
  readonly optimalityGapBps?: number;
  readonly stepUnits: number;
  /** By venue, in the order of the problem. */
  readonly singles: readonly SingleVenue[];
  readonly ineligible: readonly IneligibleVenue[];
}

export type VenuesFailure = ImpossibleVenues | Failure<'NO_VENUE_ELIGIBLE'> | Failure<'NO_SPLIT_ALLOWED'>;

/** Two hundred: the worst 5 % are ten of them. */
const SCENARIOS = 200;

/**
 * Splits a block over RFQ, dark and lit so that `E[cost] + riskAversion x CVaR` is least under every bound and limit, with costs as
 * distributions in the same scenarios. Refuses by name what cannot be, an order that no venue may take, and one that they may
 * not take together.
 */
export const selectVenues = (problem: VenueProblem): Result<VenueSelection, VenuesFailure> => {
  const wrong = impossibleProblem(problem);
  if (wrong !== undefined) return err(wrong);
  const ineligible = problem.venues.flatMap((venue) => {
    const reason = whyIneligible(venue, problem);
    return reason === undefined ? [] : [{ venue: venue.name, reason }];
  });
  const venues = problem.venues.filter(({ name }) => !ineligible.some(({ venue }) => venue === name));
  if (venues.length === 0) return err(noVenueEligible(ineligible));
  return select({ ...problem, venues }, ineligible);
};

const select = (
  problem: VenueProblem,
  ineligible: readonly IneligibleVenue[],
): Result<VenueSelection, VenuesFailure> => {
  const { side, quantity, venues, conditions, riskAversion } = problem;
  const scenarios = scenariosOf(problem);
  const constraints = { units: quantity, lotUnits: problem.lotUnits, venues, limits: problem.limits };
  const split = jointSplit(constraints, costsOf(conditions, scenarios), riskAversion);
  if (split === undefined) return err(noSplitAllowed(quantity));
  const { total, venues: costs, takenUnits } = splitCost(conditions, scenarios, split.units, SCENARIOS);
  const found = {
    side,
    quantity,
    allocations: venues.flatMap(({ name, kind }, v) => {
      const [units, cost] = [split.units[v]!, costs[v]];
      if (cost === undefined) return [];
      return [{ venue: name, kind, units, postedUnits: scenarios[v]!.postedUnits(units), cost }];
    }),
    cost: total,
    takenUnits,
    objectiveBps: total.meanBps + riskAversion * total.expectedShortfallBps,
    stepUnits: split.stepUnits,
    singles: venues.map((venue, v) => singleOf(venue, v, problem, scenarios)),
    ineligible,
  };
  return ok(split.optimalityGapBps === undefined ? found : { ...found, optimalityGapBps: split.optimalityGapBps });
};

/**
 * What so many units cost in a venue when nothing is traded elsewhere, whatever its bounds; `units` > 0. Refuses what cannot be by name.
 */
export const venueCost = (
  problem: Pick<VenueProblem, 'lotUnits' | 'riskAversion' | 'conditions' | 'seed' | 'rule'>,
  venue: VenueProfile,
  units: number,
): Result<VenueCost, ImpossibleVenues> => {
  const wrong = firstOf(
    mustBeUnits('lotUnits', problem.lotUnits, 1),
    under('conditions', checkConditions(problem.conditions)),
    checkProfile(venue, problem.lotUnits),
    mustBeUnits('units', units, 1),
  );
  if (wrong !== undefined) return err(wrong);
  const scenarios = scenariosOf({ ...problem, venues: [venue], quantity: units });
  return ok(splitCost(problem.conditions, scenarios, [units], SCENARIOS).total);
};

const scenariosOf = ({
  conditions,
  quantity,
  seed,
  venues,
  lotUnits,
  riskAversion,
  rule,
}: Omit<VenueProblem, 'side' | 'limits'>): readonly VenueScenarios[] => {
  const hypercube = new LatinHypercube(seed, SCENARIOS);
  const shared = sharedDraws(conditions, quantity, riskAversion * NORMAL_SHORTFALL, hypercube);
  return venues.map((venue) => venueScenarios(rule, venue, shared, hypercube, lotUnits));
};

/** Of a standard normal, in standard deviations. */
const NORMAL_SHORTFALL = normalPdf(normalQuantile(RISK_PROBABILITY)) / (1 - RISK_PROBABILITY);

const costsOf = (conditions: LitConditions, venues: readonly VenueScenarios[]) => ({
  scenarios: SCENARIOS,
  columns: (venue: number, units: number) => {
    const columns = noColumns(SCENARIOS);
    const flow = noFlow();
    const terms = new Float64Array(TERMS);
    for (let s = 0; s < SCENARIOS; s += 1) {
      terms.fill(0);
      venues[venue]!.add(terms, flow, units, s);
      for (let t = 0; t < TERMS; t += 1) columns.costs[s]! += terms[t]!;
      columns.taken[s] = flow.taken;
      columns.early[s] = flow.early;
      columns.exposed[s] = flow.exposed;
    }
    return columns;
  },
  impact: (units: number) => takingImpact(conditions, units),
  marginalImpact: (units: number) => marginalImpactBps(conditions, units),
  displacement: (units: number) => displacementBps(conditions, units),
});

const singleOf = (
  venue: VenueProfile,
  index: number,
  { quantity, lotUnits, venues, limits, conditions }: VenueProblem,
  scenarios: readonly VenueScenarios[],
): SingleVenue => {
  const { name, kind } = venue;
  const isAllowed =
    leastUnits(venue, lotUnits) <= quantity &&
    mostUnits(venue, { units: quantity, lotUnits, venues, limits }) === quantity &&
    quantity <= (limits.unitsMostByKind?.[kind] ?? quantity);
  if (!isAllowed) return { venue: name, kind };
  const alone = venues.map((_, v) => (v === index ? quantity : 0));
  return { venue: name, kind, cost: splitCost(conditions, scenarios, alone, SCENARIOS).total };
};

/** What of a problem cannot be, by the path of its field; undefined when nothing is wrong. It costs next to nothing. */
export const impossibleProblem = ({
  side,
  quantity,
  lotUnits,
  riskAversion,
  conditions,
  venues,
  limits,
  seed,
}: VenueProblem): Verdict =>
  firstOf(
    ['BUY', 'SELL'].includes(side) ? undefined : impossibleVenues('side', 'BUY or SELL', side),
    mustBeUnits('lotUnits', lotUnits, 1),
    mustBeUnits('quantity', quantity, 1),
    quantity % lotUnits === 0 ? undefined : impossibleVenues('quantity', `whole lots of ${lotUnits}`, quantity),
    mustNotBeNegative('riskAversion', riskAversion),
    mustBeUnits('seed', seed, 0, 2 ** 32 - 1),
    under('conditions', checkConditions(conditions)),
    venues.length <= VENUES_MOST ? undefined : impossibleVenues('venues', `at most ${VENUES_MOST}`, venues.length),
    new Set(venues.map(({ name }) => name)).size === venues.length
      ? undefined
      : impossibleVenues('venues', 'of different names', venues.map(({ name }) => name).join(', ')),
    limits.venuesMost === undefined ? undefined : mustBeUnits('limits.venuesMost', limits.venuesMost, 1),
    ...VENUE_KINDS.map((kind) =>
      mustNotBeNegative(`limits.unitsMostByKind.${kind}`, limits.unitsMostByKind?.[kind] ?? 0),
    ),
  ) ?? firstOf(...venues.map((venue, i) => under(`venues.${i}`, checkProfile(venue, lotUnits))));

const whyIneligible = (
  venue: VenueProfile,
  { quantity, lotUnits, limits }: VenueProblem,
): IneligibleReason | undefined => {
  const least = leastUnits(venue, lotUnits);
  if (venue.maxUnits < lotUnits) return 'NO_CAPACITY';
  if (least > quantity) return 'ORDER_BELOW_MINIMUM';
  if (least > (limits.unitsMostByKind?.[venue.kind] ?? Infinity)) return 'DESK_LIMIT';
  return undefined;
};

const noVenueEligible = (ineligible: readonly IneligibleVenue[]): Failure<'NO_VENUE_ELIGIBLE'> => ({
  code: 'NO_VENUE_ELIGIBLE',
  field: 'venues',
  message:
    ineligible.length === 0
      ? 'there is no venue'
      : `no venue may take any of the order: ${ineligible.map(({ venue, reason }) => `${venue} ${reason}`).join(', ')}`,
  allowed: 'a venue that takes the order or a part of it within the limits of the desk',
});

const noSplitAllowed = (quantity: number): Failure<'NO_SPLIT_ALLOWED'> => ({
  code: 'NO_SPLIT_ALLOWED',
  field: 'limits',
  message: `no split of ${quantity} keeps the venues' bounds and the limits of the desk together`,
  allowed: 'limits and capacities that sum to the order',
});
