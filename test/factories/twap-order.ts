import { type PlanExecutionCommand } from '#application/plan-execution';

/** An order of TEST over an hour in six even slices. */
export const TWAP_ORDER: PlanExecutionCommand = {
  instrumentId: 'TEST',
  side: 'BUY',
  quantity: 20_000,
  quantityUnit: 'UNITS',
  startInSeconds: 0,
  horizonSeconds: 3_600,
  intervals: 6,
  participationRateMax: 0.5,
  passiveFillShare: 0.1,
  strategy: { kind: 'TWAP' },
  idempotencyKey: 'plan',
};
