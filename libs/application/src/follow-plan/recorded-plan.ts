import { type DecisionLog, type DecisionRecord } from '#application/ports';
import { revisionKey, type PlanInputs, type PlanView } from '#application/plan-execution';

/** A plan as it was recorded. */
export interface RecordedPlan {
  readonly inputs: PlanInputs;
  readonly output: PlanView;
}

/** The plan of all of an order, by its own id or by that of a revision; undefined where the desk has no such plan. */
export const recordedPlan = async (
  decisions: DecisionLog,
  deskId: string,
  decisionId: string,
): Promise<RecordedPlan | undefined> => {
  const plan = planOf(await decisions.find(deskId, decisionId));
  const first = plan?.inputs.revises?.planId;
  return first === undefined ? plan : planOf(await decisions.find(deskId, first));
};

/** A revision of a plan; undefined where there is none yet. */
export const recordedRevision = async (
  decisions: DecisionLog,
  deskId: string,
  planId: string,
  number: number,
): Promise<RecordedPlan | undefined> => {
  const plan = planOf(await decisions.findByIdempotencyKey(deskId, revisionKey(planId, number)));
  return plan?.inputs.revises?.planId === planId ? plan : undefined;
};

const planOf = (record: DecisionRecord | undefined): RecordedPlan | undefined =>
  record?.kind === 'PLAN_EXECUTION'
    ? { inputs: JSON.parse(record.inputs) as PlanInputs, output: JSON.parse(record.output) as PlanView }
    : undefined;
