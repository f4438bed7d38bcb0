import {
  almgrenChrissSchedule,
  CONTROL_RULES,
  povPolicy,
  ruleController,
  schedulePolicy,
  twapSchedule,
  vwapCurveSchedule,
} from '#domain/execution';
import { runPolicy, VOLATILITY_SURGE } from '#domain/simulation';

export const { task, eventSeconds } = VOLATILITY_SURGE;
const { market, blockVenue } = VOLATILITY_SURGE;
const { quantity, decisions, startSeconds, horizonSeconds } = task;

/**
 * What the desk believes before it begins: impact and volatility as TWAP found them on training seeds. It knows the time of the
 * announcement, and not how the market will behave around it: the planted market has two leads, other factors and another recovery.
 */
const PROBLEM = {
  normal: { spreadBps: 5, topUnits: 2000, volatilityBps: 1 },
  passingImpactBps: 15,
  lastingShiftBps: 50,
  uncertaintyRatio: 1,
  events: [
    {
      atSeconds: eventSeconds,
      leadSeconds: 3600,
      spreadFactor: 4,
      depthFactor: 0.4,
      volatilityFactor: 2,
      gapBps: 40,
      recoveryHalfLifeSeconds: 1200,
    },
  ],
};
const WITH_BLOCKS = { ...PROBLEM, blockVenue };

/** Its impact only shapes the trajectory. */
const ALMGREN_CHRISS = {
  quantity,
  horizon: 1,
  intervals: decisions,
  volatility: 1,
  fixedCost: 0,
  permanentImpact: 0,
  temporaryImpact: 1,
};
/** (kappa T)^2: that of least mean cost on the training seeds, of 4, 16 and 64. */
const AVERSION = 64;
/** The order over all volume of the three hours, its own included. */
const POV_RATE = 0.35;

const valueOf = (result) => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const TWAP = valueOf(twapSchedule(quantity, decisions));
const VWAP = valueOf(
  vwapCurveSchedule(quantity, decisions, {
    fromSeconds: startSeconds,
    toSeconds: startSeconds + horizonSeconds,
    sessionSeconds: market.sessionSeconds,
  }),
);
const SHORTFALL = valueOf(almgrenChrissSchedule(ALMGREN_CHRISS, AVERSION));

/** What every policy that posts keeps to: what it shows, and what it offers where blocks meet, are those of the rules. */
const { shownTops, blockShare, blockLeastUnits } = CONTROL_RULES;
const POSTING = { shownUnitsMax: shownTops * PROBLEM.normal.topUnits };
const BLOCKS = { blocks: { venue: blockVenue, share: blockShare, leastUnits: blockLeastUnits } };

/** Adaptive control by changed rules, or by those of the product. */
export const adaptive = (change = {}) => ruleController(WITH_BLOCKS, { ...CONTROL_RULES, ...change });

/** A schedule as it may be worked, by name: taking and posting, each with and without the block venue. */
const waysOf = (name, policy) => ({
  [`${name}_takes`]: policy('TAKE', {}),
  [`${name}_takes_with_blocks`]: policy('TAKE', BLOCKS),
  [`${name}_posts`]: policy('POST', POSTING),
  [`${name}_posts_with_blocks`]: policy('POST', { ...POSTING, ...BLOCKS }),
});

export const POLICIES = {
  adaptive: adaptive(),
  adaptive_without_blocks: ruleController(PROBLEM),
  ...waysOf('twap', (placement, terms) => schedulePolicy(TWAP, placement, terms)),
  ...waysOf('vwap', (placement, terms) => schedulePolicy(VWAP, placement, terms)),
  ...waysOf('pov', (placement, terms) => povPolicy(POV_RATE, placement, terms)),
  ...waysOf('almgren_chriss', (placement, terms) => schedulePolicy(SHORTFALL, placement, terms)),
};

/** One run: what it cost, and what had been done by the announcement; `see` is shown every observation. */
export const worked = (factory, seed, see = () => undefined) => {
  let doneBefore = 0;
  const watched = () => {
    const policy = factory();
    return {
      act: (observation) => {
        if (observation.elapsedSeconds <= eventSeconds) doneBefore = observation.filled / quantity;
        see(observation);
        return policy.act(observation);
      },
    };
  };
  const { shortfallBps, filled, filledElsewhere, completedAtEnd, rejects } = valueOf(
    runPolicy(market, task, watched, seed),
  );
  if (filled !== quantity) throw new Error(`seed ${seed}: ${filled} of ${quantity} were filled`);
  return {
    shortfallBps,
    doneBefore,
    elsewhere: filledElsewhere / quantity,
    atEnd: completedAtEnd / quantity,
    rejects: rejects.length,
  };
};

export const seedsFrom = (first, count) => Array.from({ length: count }, (_, i) => first + i);
