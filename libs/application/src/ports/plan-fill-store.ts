import { type Result } from '#domain/core';
import { type KnownFills, type ReportedFill } from '#domain/execution';

/** What a report did: how many fills of it were new, and how many lots are filled now in all. */
export interface FillsAppended {
  readonly recorded: number;
  readonly lots: number;
}

/** Fills of a desk's plans, as they were reported: never changed. A desk sees those of its own plans and no others. */
export interface PlanFillStore {
  /**
   * Keeps the fills that `admit` finds new, knowing how much is filled and what was reported under `execIds` before; all or none. Reports on one plan
   * wait for each other, so that of any number of concurrent ones each is admitted on what stands behind the one before. When the promise
   * resolves, what was kept is durable. `planId` is that of a recorded plan of the desk, of all of an order.
   */
  append<Refusal>(
    deskId: string,
    planId: string,
    execIds: readonly string[],
    admit: (known: KnownFills) => Result<readonly ReportedFill[], Refusal>,
  ): Promise<Result<FillsAppended, Refusal>>;
  /** In all; undefined where none was reported. */
  filledLots(deskId: string, planId: string): Promise<number | undefined>;
}
