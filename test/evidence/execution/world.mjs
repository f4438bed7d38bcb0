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
 * What the desk believes before it begins. It knows the time of the announcement, and not how the market will behave around it: the
 * planted market has two leads, other factors and another recovery.
 */
const PROBLEM = {
  normal: { spreadBps: 5, topUnits: 2000, volatilityBps: 0.7 },
  passingImpactBps: 40,
  lastingShiftBps: 60,
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

/** Its impact only shapes the trajectory: two fifths of the order in the first quarter of the time. */
const ALMGREN_CHRISS = {
  quantity,
  horizon: 1,
  intervals: decisions,
  volatility: 1,
  fixedCost: 0,
  permanentImpact: 0,
  temporaryImpact: 1,
};
/** (kappa T)^2. */
const AVERSION = 4;
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

/** Adaptive control by changed rules, or by those of the product. */
export const adaptive = (change = {}) => ruleController(WITH_BLOCKS, { ...CONTROL_RULES, ...change });

export const POLICIES = {
  adaptive: adaptive(),
  adaptive_without_blocks: ruleController(PROBLEM),
  twap_takes: schedulePolicy(TWAP, 'TAKE'),
  vwap_takes: schedulePolicy(VWAP, 'TAKE'),
  pov_takes: povPolicy(POV_RATE, 'TAKE'),
  almgren_chriss_takes: schedulePolicy(SHORTFALL, 'TAKE'),
  twap_posts: schedulePolicy(TWAP, 'POST'),
  almgren_chriss_posts: schedulePolicy(SHORTFALL, 'POST'),
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
