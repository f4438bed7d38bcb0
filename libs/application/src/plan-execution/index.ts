import { canonicalJson, formatInstant, ok, type Result } from '#domain/core';
import { type DecisionLog, type Identifiers } from '#application/ports';
import { recordDecision, type DraftDecision, type IdempotencyConflict } from '#application/record-decision';
import { decidePlan, type PlanInputs, type PlanView, type Revision } from './decide-plan.js';
import { orderAtNow, type OrderCommand, type PlanningFailure, type PlanningPorts } from './order-at-now.js';
import { type StatedStrategy } from './stated-order.js';

export { decidePlan, type PlanInputs, type PlanView, type Revision, type SliceView } from './decide-plan.js';
export { type OrderCommand, type PlanningFailure } from './order-at-now.js';
export { evenRequest } from './planned-order.js';
export { PLAN_INTERVALS_MAX, type StatedKernel, type StatedOrder, type StatedStrategy } from './stated-order.js';
export { traceFrontier, type FrontierView, type TraceFrontierCommand } from './trace-frontier.js';

export interface PlanExecutionCommand extends OrderCommand {
  readonly strategy: StatedStrategy;
  readonly idempotencyKey: string;
}

/** What is left of an order, as it is planned anew. */
export interface RevisionCommand extends Omit<PlanExecutionCommand, 'idempotencyKey'> {
  readonly revises: Revision;
}

export interface PlanExecutionPorts extends PlanningPorts {
  readonly decisions: DecisionLog;
  readonly identifiers: Identifiers;
}

/** Plans an order in the market of this moment, records the plan, and answers when the record is durable. */
export const planOrder = async (
  ports: PlanExecutionPorts,
  deskId: string,
  command: PlanExecutionCommand,
): Promise<Result<PlanView, PlanningFailure | IdempotencyConflict>> => {
  const { idempotencyKey } = command;
  const requestHash = ports.identifiers.digest(canonicalJson(command));
  const request = { deskId, kind: 'PLAN_EXECUTION', idempotencyKey, requestHash } as const;
  return recordDecision(ports.decisions, request, await draftedPlan(ports, command));
};

/**
 * Plans anew what is left of an order, and records that as any plan. The nth revision of a plan is one decision: of many who follow
 * it, here and in other processes, the first makes it, and the others get his.
 */
export const revisePlan = async (
  ports: PlanExecutionPorts,
  deskId: string,
  command: RevisionCommand,
): Promise<Result<PlanView, PlanningFailure | IdempotencyConflict>> => {
  const { planId, number } = command.revises;
  const idempotencyKey = revisionKey(planId, number);
  const requestHash = ports.identifiers.digest(canonicalJson({ planId, number }));
  const request = { deskId, kind: 'PLAN_EXECUTION', idempotencyKey, requestHash } as const;
  return recordDecision(ports.decisions, request, await draftedPlan(ports, command));
};

export const revisionKey = (planId: string, number: number): string => `revision ${number} of plan ${planId}`;

const draftedPlan = async (
  ports: PlanExecutionPorts,
  command: Omit<PlanExecutionCommand, 'idempotencyKey'> & Partial<RevisionCommand>,
): Promise<Result<DraftDecision<PlanInputs, PlanView>, PlanningFailure>> => {
  const planned = await orderAtNow(ports, command);
  if (!planned.ok) return planned;
  const decisionId = ports.identifiers.newId();
  const decidedAt = formatInstant(ports.market.now());
  const { strategy, revises } = command;
  const inputs = { rule: 2, decisionId, decidedAt, strategy, ...planned.value, ...(revises && { revises }) } as const;
  const plan = decidePlan(inputs);
  return plan.ok ? ok({ decisionId, decidedAt, inputs, output: plan.value }) : plan;
};
