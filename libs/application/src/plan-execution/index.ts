import { canonicalJson, formatInstant, ok, type Result } from '#domain/core';
import { type DecisionLog, type Identifiers } from '#application/ports';
import { recordDecision, type DraftDecision, type IdempotencyConflict } from '#application/record-decision';
import { decidePlan, type PlanInputs, type PlanView } from './decide-plan.js';
import { orderAtNow, type OrderCommand, type PlanningFailure, type PlanningPorts } from './order-at-now.js';
import { type StatedStrategy } from './stated-order.js';

export { decidePlan, type PlanInputs, type PlanView, type SliceView } from './decide-plan.js';
export { type OrderCommand } from './order-at-now.js';
export { evenRequest } from './planned-order.js';
export { PLAN_INTERVALS_MAX, type StatedKernel, type StatedOrder, type StatedStrategy } from './stated-order.js';
export { traceFrontier, type FrontierView, type TraceFrontierCommand } from './trace-frontier.js';

export interface PlanExecutionCommand extends OrderCommand {
  readonly strategy: StatedStrategy;
  readonly idempotencyKey: string;
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

const draftedPlan = async (
  ports: PlanExecutionPorts,
  command: PlanExecutionCommand,
): Promise<Result<DraftDecision<PlanInputs, PlanView>, PlanningFailure>> => {
  const planned = await orderAtNow(ports, command);
  if (!planned.ok) return planned;
  const decisionId = ports.identifiers.newId();
  const decidedAt = formatInstant(ports.market.now());
  const inputs = { rule: 2, decisionId, decidedAt, strategy: command.strategy, ...planned.value } as const;
  const plan = decidePlan(inputs);
  return plan.ok ? ok({ decisionId, decidedAt, inputs, output: plan.value }) : plan;
};
