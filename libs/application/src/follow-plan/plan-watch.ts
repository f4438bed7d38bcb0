import { type Failure } from '#domain/core';
import { PlanFollower, type PlanStanding, type SeenMarket } from '#domain/execution';
import { type Follower } from '#application/change-stream';
import { decidableMarket } from '#application/decidable-market';
import { revisePlan, type PlanExecutionPorts, type PlanView } from '#application/plan-execution';
import { bookTop, secondsFrom, standingPlan, type FollowedPlan, type StandingPlan } from './followed-plan.js';
import { planUpdate, type PlanUpdate } from './plan-update.js';
import { recordedRevision } from './recorded-plan.js';
import { remainingOrder } from './remaining-order.js';

/** What was refused is tried again after so long, if it is still wanted: session time. */
const RETRY_SECONDS = 60;
/** A desk may decide many times a second: whether one of its decisions is a revision is asked no oftener. Session time. */
const CATCH_UP_SECONDS = 1;

/** What the watches of a process share. */
export interface WatchPorts extends PlanExecutionPorts {
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
  private standing: PlanStanding;
  private refusal: { readonly failure: Failure; readonly elapsedSeconds: number } | undefined;
  private mayBeRevised = false;
  private caughtUpSeconds = -Infinity;
  private isBusy = false;

  constructor(
    private readonly ports: WatchPorts,
    private readonly deskId: string,
    private readonly plan: FollowedPlan,
    private current: StandingPlan,
  ) {
    this.follower = new PlanFollower(plan.order, current.revision);
    this.standing = this.look();
  }

  /** How the plan stands now. */
  update(subscriber: PlanSubscriber): PlanUpdate {
    this.standing = this.look();
    subscriber.seen = this.gist();
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

  /** Time has passed: subscribers are owed a look if something has changed, and what is left is planned anew if that is due. */
  tick(): void {
    this.standing = this.look();
    this.tell();
    if (this.isBusy || this.isOver) return;
    if (this.mayBeRevised && this.standing.elapsedSeconds >= this.caughtUpSeconds + CATCH_UP_SECONDS) {
      void this.alone(() => this.catchUp());
    } else if (this.isTimeToRevise()) {
      void this.alone(() => this.ports.inTurn(() => this.revise()));
    }
  }

  private look(): PlanStanding {
    const { market } = this.ports;
    const decidable = decidableMarket(market, this.plan.inputs.order.instrumentId);
    const seen: SeenMarket = decidable.ok ? bookTop(this.plan, decidable.value) : { away: decidable.error.message };
    return this.follower.see(secondsFrom(this.plan.decidedAt, market.now()), seen);
  }

  private tell(): void {
    const gist = this.gist();
    for (const { seen, follower } of this.subscribers) if (seen !== undefined && seen !== gist) follower.mark();
  }

  /** What is worth telling when it changes. */
  private gist(): string {
    const { phase, slice, advice } = this.standing;
    const passed = advice?.passed.map(({ link, reason }) => [link, reason.code]);
    const said = [phase, slice?.fromSeconds, advice?.link, passed, advice?.regime, advice?.triggers];
    return JSON.stringify([...said, this.current.number, this.refusal?.failure.code]);
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
    this.standing = this.look();
    this.tell();
  }

  private async catchUp(): Promise<void> {
    this.mayBeRevised = false;
    this.caughtUpSeconds = this.standing.elapsedSeconds;
    const { decisions } = this.ports;
    const revision = await recordedRevision(decisions, this.deskId, this.plan.planId, this.current.number + 1);
    if (revision !== undefined) this.adopt(revision);
  }

  private async revise(): Promise<void> {
    // Its turn may have come late.
    this.standing = this.look();
    if (!this.isTimeToRevise()) return;
    const { elapsedSeconds, done, advice } = this.standing;
    const left = (this.plan.order.quantity - done) * this.plan.lotUnits;
    const number = this.current.number + 1;
    const revises = { planId: this.plan.planId, number, triggers: advice?.triggers ?? [] };
    const answer = await revisePlan(this.ports, this.deskId, {
      ...remainingOrder(this.plan.inputs, elapsedSeconds, left),
      revises,
    });
    if (answer.ok) this.adopt(answer.value);
    else this.refusal = { failure: answer.error, elapsedSeconds };
  }

  private adopt(view: PlanView): void {
    this.current = standingPlan(this.plan, this.current.number + 1, view);
    this.follower.revise(this.current.revision);
    this.refusal = undefined;
    // The next may have been recorded, too.
    this.mayBeRevised = true;
  }
}
