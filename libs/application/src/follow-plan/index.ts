import { err, ok, type Result } from '#domain/core';
import { Follower } from '#application/change-stream';
import { type PlanExecutionPorts } from '#application/plan-execution';
import { type PlanFillStore, type WallClock } from '#application/ports';
import { followedPlan, standingPlan, type FollowedPlan, type StandingPlan } from './followed-plan.js';
import { type PlanUpdate } from './plan-update.js';
import { PlanWatch, type PlanSubscriber, type WatchPorts } from './plan-watch.js';
import { recordedPlan, recordedRevision, type RecordedPlan } from './recorded-plan.js';
import { unknownPlan, type UnknownPlan } from './unknown-plan.js';

export { type AdviceView, type PassedLinkView, type PlanUpdate } from './plan-update.js';
export { recordPlanFills, type PlanFilled, type RecordPlanFillsCommand, type StatedFill } from './record-plan-fills.js';
export { type UnknownPlan } from './unknown-plan.js';

export interface FollowPlanPorts extends PlanExecutionPorts {
  readonly planFills: PlanFillStore;
  readonly clock: WallClock;
}

/**
 * Follows recorded plans while their markets change. All who follow a plan share one watch, which looks whenever time has passed; who
 * reads slowly skips to how it stands when he reads. What is left is planned anew, and recorded, while somebody follows it.
 */
export class PlanFollowers {
  /** By desk, and by plan. */
  private readonly watches = new Map<string, Map<string, PlanWatch>>();
  private readonly ports: WatchPorts;
  private readonly clock: WallClock;
  private turn: Promise<unknown> = Promise.resolve();

  /** `onError` hears why a revision could not be read or recorded; that is tried again. */
  constructor({ clock, ...ports }: FollowPlanPorts, onError: (error: unknown) => void) {
    this.clock = clock;
    const { market, model, decisions, planFills, identifiers } = ports;
    this.ports = { market, model, decisions, planFills, identifiers, onError, inTurn: (act) => this.inTurn(act) };
  }

  /** `return()` ends it, and so does the end of the plan, which is told first. */
  async follow(deskId: string, planId: string): Promise<Result<AsyncIterableIterator<PlanUpdate>, UnknownPlan>> {
    const recorded = await recordedPlan(this.ports.decisions, deskId, planId);
    if (recorded === undefined) return err(unknownPlan(planId));
    const plan = followedPlan(recorded.inputs);
    const last = await this.lastRevision(deskId, plan, recorded);
    const filledLots = await this.ports.planFills.filledLots(deskId, plan.planId);
    const ofDesk = this.watches.get(deskId) ?? new Map<string, PlanWatch>();
    this.watches.set(deskId, ofDesk);
    const watch = ofDesk.get(plan.planId) ?? new PlanWatch(this.ports, deskId, plan, last, filledLots);
    ofDesk.set(plan.planId, watch);
    const follower = new Follower(
      async () => {
        const update = watch.update(subscriber);
        if (watch.isOver) await follower.return();
        return update;
      },
      () => {
        watch.subscribers.delete(subscriber);
        if (watch.subscribers.size === 0) ofDesk.delete(plan.planId);
        if (ofDesk.size === 0) this.watches.delete(deskId);
      },
    );
    const subscriber: PlanSubscriber = { follower };
    watch.subscribers.add(subscriber);
    return ok(follower);
  }

  /** The desk has recorded a decision, here or in another process. */
  decided(deskId: string): void {
    for (const watch of this.watches.get(deskId)?.values() ?? []) watch.hearOfDecision();
  }

  /** Fills of a plan of the desk were recorded, here or in another process. */
  filled(deskId: string, planId: string): void {
    this.watches.get(deskId)?.get(planId)?.hearOfFills();
  }

  /** Session time has passed. Call it now and then. */
  tick(): void {
    for (const watches of this.watches.values()) for (const watch of watches.values()) watch.tick();
  }

  private inTurn(act: () => Promise<void>): Promise<void> {
    // A plan takes milliseconds: other work has its turn between two.
    const acted = this.turn.then(() => this.clock.sleep(0)).then(act);
    // Who waits for his turn does not fail with the one before.
    this.turn = acted.catch(() => undefined);
    return acted;
  }

  private async lastRevision(deskId: string, plan: FollowedPlan, recorded: RecordedPlan): Promise<StandingPlan> {
    let last = standingPlan(plan, 0, recorded);
    for (;;) {
      const next = await recordedRevision(this.ports.decisions, deskId, plan.planId, last.number + 1);
      if (next === undefined) return last;
      last = standingPlan(plan, last.number + 1, next);
    }
  }
}
