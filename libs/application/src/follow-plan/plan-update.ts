import { formatInstant, gridValue, type Failure, type Instant } from '#domain/core';
import {
  type ControlLinkName,
  type DoneBasis,
  type PlanAdvice,
  type PlanPhase,
  type PlanStanding,
  type PlanTrigger,
} from '#domain/execution';
import { type SliceView } from '#application/plan-execution';
import { type FollowedPlan, type StandingPlan } from './followed-plan.js';

/** A link of the fallback chain that did not decide. */
export interface PassedLinkView {
  readonly link: ControlLinkName;
  readonly code: string;
  readonly message: string;
}

/** What is to be done now: quantities in units. */
export interface AdviceView {
  readonly link: ControlLinkName;
  readonly passed: readonly PassedLinkView[];
  /** To be taken at the other side's best price. */
  readonly takeQuantity: number;
  /** To wait in the book, in all. */
  readonly showQuantity: number;
  /** At which it waits; absent where nothing does. */
  readonly showPrice?: number;
  /** Share of the two that is taken; 0 where nothing is done. */
  readonly aggression: number;
}

/** A plan as it stands at a moment; quantities in units, times in seconds since the plan was made. */
export interface PlanUpdate {
  readonly planId: string;
  /** Session time, ISO 8601. */
  readonly at: string;
  readonly elapsedSeconds: number;
  readonly phase: PlanPhase;
  readonly triggers: readonly PlanTrigger[];
  /** Absent while the rules do not decide. */
  readonly regime?: NonNullable<PlanAdvice['regime']>;
  readonly signals?: NonNullable<PlanAdvice['signals']>;
  readonly reason: string;
  readonly dueQuantity: number;
  readonly doneQuantity: number;
  readonly leftQuantity: number;
  /** Done less due: negative where the order is behind its schedule. */
  readonly aheadQuantity: number;
  /** REPORTED from the first fill on; until then what is due counts as done, except during a pause. */
  readonly doneBasis: DoneBasis;
  /** That is worked now. */
  readonly slice?: SliceView;
  /** Absent before the first decision, and where all is over. */
  readonly advice?: AdviceView;
  /** How often what was left was planned anew, and the recorded decision that stands. */
  readonly revision: number;
  readonly decisionId: string;
  /** By which the order is worked: of all revisions the last. */
  readonly slices: readonly SliceView[];
  /** Why what is left could not be planned anew when it ought to have been. */
  readonly notRevised?: Failure;
}

export const planUpdate = (
  plan: FollowedPlan,
  { number, decisionId, slices }: StandingPlan,
  now: Instant,
  standing: PlanStanding,
  notRevised: Failure | undefined,
): PlanUpdate => {
  const { lotUnits, order, planId } = plan;
  const { elapsedSeconds, phase, due, done, doneBasis, advice } = standing;
  const slice = slices.find(({ fromSeconds }) => fromSeconds === standing.slice?.fromSeconds);
  return {
    planId,
    at: formatInstant(now),
    elapsedSeconds,
    phase,
    triggers: advice?.triggers ?? [],
    ...(advice?.regime && { regime: advice.regime }),
    ...(advice?.signals && { signals: advice.signals }),
    reason: reasonOf(standing),
    dueQuantity: gridValue(due, lotUnits),
    doneQuantity: gridValue(done, lotUnits),
    leftQuantity: gridValue(order.quantity - done, lotUnits),
    aheadQuantity: gridValue(done - due, lotUnits),
    doneBasis,
    ...(slice && { slice }),
    ...(advice && { advice: adviceView(plan, advice) }),
    revision: number,
    decisionId,
    slices,
    ...(notRevised && { notRevised }),
  };
};

const adviceView = (
  { lotUnits, inputs }: FollowedPlan,
  { link, passed, takenUnits, shownUnits, shownTicks }: PlanAdvice,
): AdviceView => ({
  link,
  passed: passed.map(({ link: name, reason: { code, message } }) => ({ link: name, code, message })),
  takeQuantity: gridValue(takenUnits, lotUnits),
  showQuantity: gridValue(shownUnits, lotUnits),
  ...(shownTicks !== undefined && { showPrice: gridValue(shownTicks, inputs.market.terms.tickSize) }),
  aggression: takenUnits === 0 ? 0 : takenUnits / (takenUnits + shownUnits),
});

const reasonOf = ({ phase, elapsedSeconds, doneBasis, advice }: PlanStanding): string => {
  switch (phase) {
    case 'COMPLETED':
      return doneBasis === 'REPORTED' ? 'all of the order is filled' : 'all that was due counts as done';
    case 'EXPIRED':
      return elapsedSeconds < 0 ? 'the session of the market began again' : 'the time is over, and not all is done';
    case 'PAUSED':
      return advice!.passed.at(-1)!.reason.message;
    case 'WAITING':
    case 'WORKING':
      return advice === undefined || advice.triggers.length === 0
        ? 'nothing is out of the ordinary'
        : advice.triggers.map((trigger) => said(trigger, advice)).join('; ');
  }
};

const said = (trigger: PlanTrigger, { signals, link }: PlanAdvice): string => {
  const times = (name: 'spreadRatio' | 'volatilityRatio' | 'depthRatio'): string =>
    `${signals?.[name].toFixed(2)} times`;
  switch (trigger) {
    case 'SPREAD':
      return `the spread is ${times('spreadRatio')} the normal one`;
    case 'VOLATILITY':
      return `volatility is ${times('volatilityRatio')} the normal one`;
    case 'THINNESS':
      return `what is shown at the best prices is ${times('depthRatio')} the normal size`;
    case 'STRESS':
      return 'the spread is so wide that nothing is taken until it comes back';
    case 'LEAK':
      return 'the price has moved against the order by more than chance and its own impact explain';
    case 'PRICE_RANGE':
      return 'the price has left the range that was expected: nothing is taken';
    case 'PRICE_BOUND':
      return `the other side's price is beyond the limit of the slice: ${link} takes nothing`;
    case 'FINISH':
      return 'the end is near: completion comes before cost';
  }
};
