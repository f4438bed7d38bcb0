import { CONTROL_RULES, type ControlRules } from '../control/control-problem.js';
import { type Pace } from '../control/pace.js';
import { dueUnits, sliceAt, workableUnits } from './due.js';
import {
  type BookTop,
  type BoundedSlice,
  type DoneBasis,
  type FollowedOrder,
  type PlanRevision,
} from './followed-order.js';
import { PlanController, type PlanAdvice } from './plan-controller.js';

/** WAITING: no slice is worked now. PAUSED: there is no market to work in. EXPIRED: the time is over before all was done. */
export type PlanPhase = 'WAITING' | 'WORKING' | 'PAUSED' | 'COMPLETED' | 'EXPIRED';

/** Where a plan stands at a moment. */
export interface PlanStanding {
  readonly elapsedSeconds: number;
  readonly phase: PlanPhase;
  /** That is worked now, if any. */
  readonly slice?: BoundedSlice;
  /** Units of the order that are to be done by now, and that are done. */
  readonly due: number;
  readonly done: number;
  readonly doneBasis: DoneBasis;
  /** Of the last decision, less what was filled since; absent before the first, and where it is over. */
  readonly advice?: PlanAdvice;
  /** What is left ought to be planned anew. */
  readonly isReplanDue: boolean;
}

/** There is a market, or why there is none. */
export type SeenMarket = BookTop | { readonly away: string };

/** As the volatility surge is decided, for which the rules were chosen; a short order is decided oftener. */
const STEP_SECONDS = 30;
const DECISIONS_MIN = 60;
/** The horizon for which the rules' times were chosen: a shorter one has them in proportion. */
const RULES_HORIZON_SECONDS = 10_800;

/**
 * Follows an order that is worked by a plan, while the market changes. What is done is what was reported as filled; until the first
 * report what is due is taken to be done, except while the plan is paused. What a pause leaves undone is planned anew afterwards, and so
 * is what was planned on an assumption that a report ends. It is decided on a fixed grid of time, when a slice begins or ends, when a
 * pause is over, at the first report, and when the plan was made anew: not at every fill, since signals that are read oftener when more is
 * filled would be other signals. What is seen and reported decides, and nothing else: the same markets and reports give the same standings.
 */
export class PlanFollower {
  private readonly controller: PlanController;
  private revision: PlanRevision;
  /** From where on the plan is taken to be kept. */
  private kept: { readonly seconds: number; readonly done: number };
  /** Units; undefined until the first report. */
  private reported: number | undefined;
  private isPaused = false;
  private hasDecided = false;
  private decision = -1;
  private worked: BoundedSlice | undefined;
  private advice: PlanAdvice | undefined;
  /** What was done when it was given. */
  private advisedAtDone = 0;
  private isReplanDue = false;

  /** `revision` is the one that stands when following begins. */
  constructor(
    private readonly order: FollowedOrder,
    revision: PlanRevision,
  ) {
    const stepSeconds = Math.min(STEP_SECONDS, order.finishSeconds / DECISIONS_MIN);
    this.revision = revision;
    this.kept = begunWith(order, revision);
    this.controller = new PlanController(order, rulesWithin(order), stepSeconds, () => ({
      pace: this.pace,
      evenPace: this.evenPace,
    }));
  }

  /** What is left was planned anew. */
  revise(revision: PlanRevision): void {
    this.revision = revision;
    this.kept = begunWith(this.order, revision);
    this.isReplanDue = false;
    this.decision = -1;
  }

  /** So many units of the order have been filled by now, in all, as was reported. */
  report(done: number): void {
    if (this.reported === undefined) {
      this.decision = -1;
      this.isReplanDue ||= this.revision.doneBasis === 'ASSUMED' && this.revision.quantity < this.order.quantity;
    }
    this.reported = done;
  }

  /** `elapsedSeconds` never falls, unless the market's session begins again: that ends a plan. */
  see(elapsedSeconds: number, market: SeenMarket): PlanStanding {
    const isWithin = elapsedSeconds >= 0 && elapsedSeconds < this.order.finishSeconds;
    if (!isWithin || this.doneAt(elapsedSeconds) >= this.order.quantity) {
      return this.over(elapsedSeconds);
    }
    if ('away' in market) this.pause(elapsedSeconds, market.away);
    else this.work(elapsedSeconds, market);
    const slice = sliceAt(this.revision.slices, elapsedSeconds);
    return {
      elapsedSeconds,
      phase: this.isPaused ? 'PAUSED' : slice === undefined ? 'WAITING' : 'WORKING',
      ...(slice && { slice }),
      due: this.dueAt(elapsedSeconds),
      done: this.doneAt(elapsedSeconds),
      doneBasis: this.doneBasis,
      ...(this.advice && { advice: this.lessFilled(this.advice) }),
      isReplanDue: this.isReplanDue && !this.isPaused,
    };
  }

  private over(elapsedSeconds: number): PlanStanding {
    const [due, done] = [this.dueAt(elapsedSeconds), this.doneAt(elapsedSeconds)];
    const phase = done >= this.order.quantity ? 'COMPLETED' : 'EXPIRED';
    return { elapsedSeconds, phase, due, done, doneBasis: this.doneBasis, isReplanDue: false };
  }

  private pause(elapsedSeconds: number, why: string): void {
    this.kept = { seconds: elapsedSeconds, done: this.doneAt(elapsedSeconds) };
    this.isPaused = true;
    this.advice = this.controller.pause(elapsedSeconds, why);
  }

  private work(elapsedSeconds: number, book: BookTop): void {
    const decision = this.controller.decisionAt(elapsedSeconds);
    const slice = sliceAt(this.revision.slices, elapsedSeconds);
    const isResumed = this.isPaused;
    if (isResumed) {
      this.kept = { seconds: elapsedSeconds, done: this.doneAt(elapsedSeconds) };
      this.isPaused = false;
    } else if (decision === this.decision && slice === this.worked) return;
    this.decision = decision;
    this.worked = slice;
    const { slices } = this.revision;
    const done = this.doneAt(elapsedSeconds);
    const behind = this.dueAt(elapsedSeconds) - done;
    const workable = workableUnits(slices, elapsedSeconds);
    const { advice, isReplanDue } = this.controller.decide({
      elapsedSeconds,
      done,
      book,
      limitTicks: limitAt(slices, elapsedSeconds),
      // Between slices nothing is made up for either.
      unitsMax: workable === 0 ? 0 : Math.max(0, behind + workable),
    });
    this.advice = advice;
    this.advisedAtDone = done;
    // The rules' first pace is that of the plan which stands.
    this.isReplanDue ||= (isReplanDue && this.hasDecided) || (isResumed && behind > 0);
    this.hasDecided = true;
  }

  private dueAt(seconds: number): number {
    const { quantity, slices } = this.revision;
    return this.order.quantity - quantity + dueUnits(slices, seconds);
  }

  private get doneBasis(): DoneBasis {
    return this.reported === undefined ? 'ASSUMED' : 'REPORTED';
  }

  /** Whoever reads advice twice must not trade it twice: what was filled since counts as taken first. */
  private lessFilled(advice: PlanAdvice): PlanAdvice {
    const filled = (this.reported ?? 0) - this.advisedAtDone;
    if (!(filled > 0)) return advice;
    const takenUnits = Math.max(0, advice.takenUnits - filled);
    const shownUnits = Math.max(0, advice.shownUnits - Math.max(0, filled - advice.takenUnits));
    const { shownTicks, ...rest } = advice;
    return { ...rest, takenUnits, shownUnits, ...(shownUnits > 0 && shownTicks !== undefined && { shownTicks }) };
  }

  private doneAt(seconds: number): number {
    if (this.reported !== undefined) return this.reported;
    const { slices } = this.revision;
    const since = this.isPaused ? 0 : dueUnits(slices, seconds) - dueUnits(slices, this.kept.seconds);
    return this.kept.done + since;
  }

  private readonly pace: Pace = (seconds) => this.dueAt(seconds) / this.order.quantity;

  /** What is left when the plan was made, evenly. */
  private readonly evenPace: Pace = (seconds) => {
    const { madeSeconds, quantity } = this.revision;
    const { finishSeconds } = this.order;
    const share = Math.min(1, Math.max(0, (seconds - madeSeconds) / (finishSeconds - madeSeconds)));
    return 1 - ((1 - share) * quantity) / this.order.quantity;
  };
}

const begunWith = (order: FollowedOrder, { madeSeconds, quantity }: PlanRevision) => ({
  seconds: madeSeconds,
  done: order.quantity - quantity,
});

/** Of the slice that is worked, or else of the next: orders may wait for what is due soon. */
const limitAt = (slices: readonly BoundedSlice[], seconds: number): number =>
  (slices.find(({ toSeconds }) => seconds < toSeconds) ?? slices.at(-1)!).limitTicks;

const rulesWithin = ({ finishSeconds, participationRateMax }: FollowedOrder): ControlRules => {
  const share = Math.min(1, finishSeconds / RULES_HORIZON_SECONDS);
  return {
    ...CONTROL_RULES,
    participationMax: Math.min(CONTROL_RULES.participationMax, participationRateMax),
    // A plan is the desk's own decision: it is made anew when something has changed, not from time to time.
    replanSeconds: Infinity,
    lookaheadSeconds: share * CONTROL_RULES.lookaheadSeconds,
    finishSeconds: share * CONTROL_RULES.finishSeconds,
  };
};
