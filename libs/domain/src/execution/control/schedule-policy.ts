import { povTarget } from '../schedules/pov.js';
import { type Schedule } from '../schedules/schedule.js';
import { type Observation, type Policy, type PolicyFactory, type Request } from './policy.js';

/**
 * How the children of a schedule are placed: TAKE sends market orders; POST joins the best price of the own side and follows
 * it from decision to decision.
 */
export type Placement = 'TAKE' | 'POST';

/** Works a schedule, one slice per decision: by the `k`-th the first k slices and what was left of them are to be done. */
export const schedulePolicy =
  ({ slices }: Schedule, placement: Placement): PolicyFactory =>
  () => {
    let target = 0;
    return following(placement, ({ decision }) => (target += slices[decision] ?? 0));
  };

/** Percentage of volume: so much as makes it a share `rate`, in (0, 1), of all volume since the start. */
export const povPolicy =
  (rate: number, placement: Placement): PolicyFactory =>
  () =>
    following(placement, ({ quantity, othersVolume }) => povTarget(quantity, rate, othersVolume));

const following = (placement: Placement, targetOf: (observation: Observation) => number): Policy => ({
  act: (observation) => {
    const units = Math.min(targetOf(observation), observation.quantity) - observation.filled;
    if (placement === 'TAKE') return units > 0 ? [{ kind: 'MARKET', units }] : [];
    return joined(observation, units);
  },
});

/** Own orders as they shall wait: all of them at the own side's best price, so many units in all. */
const joined = ({ side, bidTicks, askTicks, resting }: Observation, units: number): readonly Request[] => {
  const priceTicks = side === 'BUY' ? bidTicks : askTicks;
  const waiting = resting.reduce((sum, order) => sum + order.units, 0);
  const fits = resting.every((order) => order.priceTicks === priceTicks);
  if (fits && waiting === Math.max(0, units)) return [];
  // Where only more is wanted, what waits keeps its place in the queue.
  const kept = fits && waiting < units ? waiting : 0;
  const cancels: readonly Request[] = kept > 0 ? [] : resting.map(({ orderId }) => ({ kind: 'CANCEL', orderId }));
  if (units <= kept || Number.isNaN(priceTicks)) return cancels;
  return [...cancels, { kind: 'LIMIT', units: units - kept, priceTicks }];
};
