import { type AlphaDecay } from '#domain/execution';
import {
  PLAN_INTERVALS_MAX,
  type PlanInputs,
  type RevisionCommand,
  type StatedOrder,
} from '#application/plan-execution';

/**
 * What is left of an order after `elapsedSeconds`, to be planned by its own strategy: slices about as long as they were, an alpha as far
 * as it has not come, an event and auctions that are ahead. Of an event that is over its pause is kept; what else it does to the market
 * is in the market's own spread.
 */
export const remainingOrder = (
  { order, quantity: whole, strategy }: PlanInputs,
  elapsedSeconds: number,
  quantity: number,
): Omit<RevisionCommand, 'revises'> => {
  const { alpha, event, ...stated } = order;
  const pauseEnds = event === undefined ? 0 : event.inSeconds + event.pauseSeconds;
  const isOver = event !== undefined && event.inSeconds < elapsedSeconds;
  const startInSeconds = Math.max(0, order.startInSeconds - elapsedSeconds, isOver ? pauseEnds - elapsedSeconds : 0);
  const horizonSeconds = order.horizonSeconds - elapsedSeconds;
  return {
    ...stated,
    strategy,
    quantity: Math.min(quantity, whole),
    quantityUnit: 'UNITS',
    startInSeconds,
    horizonSeconds,
    intervals: remainingIntervals(order, horizonSeconds - startInSeconds),
    ...(alpha && { alpha: alphaAfter(alpha, elapsedSeconds) }),
    ...(event && !isOver && { event: { ...event, inSeconds: event.inSeconds - elapsedSeconds } }),
    auctions: order.auctions
      .map((auction) => ({ ...auction, inSeconds: auction.inSeconds - elapsedSeconds }))
      .filter(({ inSeconds }) => inSeconds >= startInSeconds),
  };
};

const remainingIntervals = (
  { startInSeconds, horizonSeconds, intervals }: StatedOrder,
  remainingSeconds: number,
): number => {
  const sliceSeconds = (horizonSeconds - startInSeconds) / intervals;
  return Math.min(PLAN_INTERVALS_MAX, Math.max(1, Math.round(remainingSeconds / sliceSeconds)));
};

const alphaAfter = ({ totalBps, halfLifeSeconds }: AlphaDecay, seconds: number): AlphaDecay => ({
  totalBps: totalBps * 2 ** (-seconds / halfLifeSeconds),
  halfLifeSeconds,
});
