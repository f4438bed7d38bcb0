import { type Failure } from '#domain/core';

export type UnknownPlan = Failure<'UNKNOWN_PLAN'>;

export const unknownPlan = (planId: string): UnknownPlan => ({
  code: 'UNKNOWN_PLAN',
  field: 'planId',
  message: `this desk has no plan ${JSON.stringify(planId)}`,
  allowed: 'the decisionId of an execution plan of this desk',
});
