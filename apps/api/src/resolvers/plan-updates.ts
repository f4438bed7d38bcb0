import { type OnModuleDestroy } from '@nestjs/common';
import { type Logger } from 'pino';
import { type Result } from '#domain/core';
import { PlanFollowers, type PlanUpdate, type UnknownPlan } from '#application/follow-plan';
import { type ApiPorts } from '../ports.js';

/** How often it is looked whether the market has moved or a slice begins; the feed speaks as often. */
const TICK_MS = 250;

/** Plans that this process's subscribers follow, kept awake: by decisions of their desks and fills of theirs in any process, and by time. */
export class PlanUpdates implements OnModuleDestroy {
  private readonly followers: PlanFollowers;
  /** What ends the listening to a desk, which begins with its first follower. */
  private readonly listening = new Map<string, readonly (() => void)[]>();
  private readonly ticking: NodeJS.Timeout;

  constructor(
    private readonly ports: Pick<
      ApiPorts,
      'market' | 'model' | 'decisions' | 'planFills' | 'identifiers' | 'clock' | 'events'
    >,
    logger: Logger,
  ) {
    this.followers = new PlanFollowers(ports, (err) => {
      logger.warn({ err }, 'what is left of a plan is not planned anew; it will be tried again');
    });
    this.ticking = setInterval(() => {
      this.followers.tick();
    }, TICK_MS).unref();
  }

  /** `return()` ends it. */
  follow(deskId: string, planId: string): Promise<Result<AsyncIterableIterator<PlanUpdate>, UnknownPlan>> {
    if (!this.listening.has(deskId)) {
      const { events } = this.ports;
      const decisions = events.listen(deskId, 'DECISION_MADE', () => {
        this.followers.decided(deskId);
      });
      const fills = events.listen(deskId, 'PLAN_FILLED', (filled) => {
        this.followers.filled(deskId, filled);
      });
      this.listening.set(deskId, [decisions, fills]);
    }
    return this.followers.follow(deskId, planId);
  }

  onModuleDestroy(): void {
    clearInterval(this.ticking);
    for (const stop of [...this.listening.values()].flat()) stop();
  }
}
