import { type Failure } from '#domain/core';
import { PlanFollower, type PlanStanding, type SeenMarket } from '#domain/execution';
import { type Follower } from '#application/change-stream';
import { decidableMarket } from '#application/decidable-market';
import { revisePlan, type PlanExecutionPorts } from '#application/plan-execution';
import { type PlanFillStore } from '#application/ports';
import { bookTop, secondsFrom, standingPlan, type FollowedPlan, type StandingPlan } from './followed-plan.js';
import { planUpdate, type PlanUpdate } from './plan-update.js';
import { recordedRevision, type RecordedPlan } from './recorded-plan.js';
import { remainingOrder } from './remaining-order.js';

/** What was refused is tried again after so long, if it is still wanted: session time. */
const RETRY_SECONDS = 60;
/** A desk may decide many times a second: whether one of its decisions is a revision is asked no oftener. Session time. */
const CATCH_UP_SECONDS = 1;

/** What the watches of a process share. */
export interface WatchPorts extends PlanExecutionPorts {
  readonly planFills: PlanFillStore;
  /** Resolves when it has acted; one waits for the other, since planning keeps the process from anything else. */
  inTurn(act: () => Promise<void>): Promise<void>;
  onError(error: unknown): void;
}

/** One who follows a plan, and what he saw of it last; absent before his first look. */
export interface PlanSubscriber {
  readonly follower: Follower<PlanUpdate>;
  seen?: string;
}

/** One plan that somebody follows: how it stands, and all who want to hear of it. */
export class PlanWatch {
  readonly subscribers = new Set<PlanSubscriber>();
  private readonly follower: PlanFollower;
  private standing!: PlanStanding;
  /** What of it is worth telling when it changes. */
  private gist!: string;
  /** When and in what market it was looked at last. */
  private lookedAt!: Moment;
  private refusal: { readonly failure: Failure; readonly elapsedSeconds: number } | undefined;
  private mayBeRevised = false;
  /** Between the first look at the fills and the first hearing of them there may have been some. */
  private mayBeFilled = true;
  private caughtUpSeconds = -Infinity;
  private isBusy = false;

  constructor(
    private readonly ports: WatchPorts,
    private readonly deskId: string,
    private readonly plan: FollowedPlan,
    private current: StandingPlan,
    filledLots: number | undefined,
  ) {
    this.follower = new PlanFollower(plan.order, current.revision);
    if (filledLots !== undefined) this.follower.report(filledLots);
    this.look();
  }

  /** How the plan stands now. */
  update(subscriber: PlanSubscriber): PlanUpdate {
    this.look();
    subscriber.seen = this.gist;
    const { plan, current, standing, refusal } = this;
    return planUpdate(plan, current, this.ports.market.now(), standing, refusal?.failure);
  }

  get isOver(): boolean {
    return this.standing.phase === 'COMPLETED' || this.standing.phase === 'EXPIRED';
  }

  /** Somebody of the desk has recorded a decision: it may be a revision that another process made. */
  hearOfDecision(): void {
    this.mayBeRevised = true;
  }

  hearOfFills(): void {
    this.mayBeFilled = true;
  }

  /** Time has passed: subscribers are owed a look if something has changed, and what is left is planned anew if that is due. */
  tick(): void {
    const moment = this.moment();
    if (!isSameMoment(moment, this.lookedAt)) {
      this.look(moment);
      this.tell();
    }
    if (this.isBusy || this.isOver) return;
    if (this.mayBeFilled) {
      void this.alone(() => this.countFills());
    } else if (this.mayBeRevised && this.standing.elapsedSeconds >= this.caughtUpSeconds + CATCH_UP_SECONDS) {
      void this.alone(() => this.catchUp());
    } else if (this.isTimeToRevise()) {
      void this.alone(() => this.ports.inTurn(() => this.revise()));
    }
  }

  private moment(): Moment {
    const { market } = this.ports;
    const seconds = secondsFrom(this.plan.decidedAt, market.now());
    return { seconds, market: decidableMarket(market, this.plan.inputs.order.instrumentId) };
  }

  private look(moment = this.moment()): void {
    const { seconds, market } = moment;
    const seen: SeenMarket = market.ok ? bookTop(this.plan, market.value) : { away: market.error.message };
    this.standing = this.follower.see(seconds, seen);
    this.gist = gistOf(this.standing, this.current.number, this.refusal?.failure);
    this.lookedAt = moment;
  }

  private tell(): void {
    const { gist } = this;
    for (const { seen, follower } of this.subscribers) if (seen !== undefined && seen !== gist) follower.mark();
  }

  private isTimeToRevise(): boolean {
    const { isReplanDue, elapsedSeconds } = this.standing;
    return isReplanDue && elapsedSeconds >= (this.refusal?.elapsedSeconds ?? -Infinity) + RETRY_SECONDS;
  }

  /** One thing at a time; a store that fails is tried again later. */
  private async alone(act: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    try {
      await act();
    } catch (error) {
      this.ports.onError(error);
    } finally {
      this.isBusy = false;
    }
    this.look();
    this.tell();
  }

  private async catchUp(): Promise<void> {
    this.mayBeRevised = false;
    this.caughtUpSeconds = this.standing.elapsedSeconds;
    const { decisions } = this.ports;
    const revision = await recordedRevision(decisions, this.deskId, this.plan.planId, this.current.number + 1);
    if (revision !== undefined) this.adopt(revision);
  }

  private async countFills(): Promise<void> {
    this.mayBeFilled = false;
    try {
      const filledLots = await this.ports.planFills.filledLots(this.deskId, this.plan.planId);
      if (filledLots !== undefined) this.follower.report(filledLots);
    } catch (error) {
      this.mayBeFilled = true;
      throw error;
    }
  }

  private async revise(): Promise<void> {
    // Its turn may have come late.
    await this.countFills();
    this.look();
    if (!this.isTimeToRevise()) return;
    const { elapsedSeconds, done, doneBasis, advice } = this.standing;
    const left = (this.plan.order.quantity - done) * this.plan.lotUnits;
    const number = this.current.number + 1;
    const { planId } = this.plan;
    const triggers = advice?.triggers ?? [];
    const revises = { planId, number, triggers, ...(doneBasis === 'REPORTED' && { doneBasis }) };
    const answer = await revisePlan(this.ports, this.deskId, {
      ...remainingOrder(this.plan.inputs, elapsedSeconds, left),
      revises,
    });
    if (answer.ok) {
      // It may have been another process that made it, by what was known there.
      this.adopt((await recordedRevision(this.ports.decisions, this.deskId, planId, number))!);
    } else this.refusal = { failure: answer.error, elapsedSeconds };
  }

  private adopt(revision: RecordedPlan): void {
    this.current = standingPlan(this.plan, this.current.number + 1, revision);
    this.follower.revise(this.current.revision);
    this.refusal = undefined;
    // The next may have been recorded, too.
    this.mayBeRevised = true;
  }
}

/** A moment of a plan's market. */
interface Moment {
  /** Since the plan was made. */
  readonly seconds: number;
  readonly market: ReturnType<typeof decidableMarket>;
}

/** A plan is looked at once in a second of the session, and whenever its market comes or goes. */
const isSameMoment = (a: Moment, b: Moment): boolean =>
  Math.floor(a.seconds) === Math.floor(b.seconds) && absence(a) === absence(b);

const absence = ({ market }: Moment): string | undefined => (market.ok ? undefined : market.error.code);

const gistOf = (
  { phase, slice, advice, done, doneBasis }: PlanStanding,
  revision: number,
  refusal: Failure | undefined,
): string => {
  const passed = advice?.passed.map(({ link, reason }) => [link, reason.code]);
  const filled = doneBasis === 'REPORTED' ? done : undefined;
  const said = [phase, slice?.fromSeconds, advice?.link, passed, advice?.regime, advice?.triggers, filled];
  return JSON.stringify([...said, revision, refusal?.code]);
};
