import { ok, type Result } from '#domain/core';
import { type KnownFills, type ReportedFill } from '#domain/execution';
import { type FillsAppended, type PlanFillStore } from '#application/ports';
import { type MemoryDeskEvents } from './desk-events.js';

interface PlanFills {
  readonly byExecId: Map<string, ReportedFill>;
  lots: number;
}

export class MemoryPlanFillStore implements PlanFillStore {
  /** By desk, and by plan. */
  private readonly desks = new Map<string, Map<string, PlanFills>>();

  constructor(private readonly events: MemoryDeskEvents) {}

  append<Refusal>(
    deskId: string,
    planId: string,
    execIds: readonly string[],
    admit: (known: KnownFills) => Result<readonly ReportedFill[], Refusal>,
  ): Promise<Result<FillsAppended, Refusal>> {
    const plan = this.desks.get(deskId)?.get(planId) ?? { byExecId: new Map<string, ReportedFill>(), lots: 0 };
    const repeated = execIds.flatMap((execId) => plan.byExecId.get(execId) ?? []);
    const admitted = admit({ lots: plan.lots, repeated });
    if (!admitted.ok) return Promise.resolve(admitted);
    for (const fill of admitted.value) {
      plan.byExecId.set(fill.execId, fill);
      plan.lots += fill.lots;
    }
    if (admitted.value.length > 0) {
      const ofDesk = this.desks.get(deskId) ?? new Map<string, PlanFills>();
      this.desks.set(deskId, ofDesk.set(planId, plan));
      this.events.announce(deskId, 'PLAN_FILLED', planId);
    }
    return Promise.resolve(ok({ recorded: admitted.value.length, lots: plan.lots }));
  }

  filledLots(deskId: string, planId: string): Promise<number | undefined> {
    return Promise.resolve(this.desks.get(deskId)?.get(planId)?.lots);
  }
}
