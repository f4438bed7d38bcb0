import { povTarget } from '../schedules/pov.js';
import { type Schedule } from '../schedules/schedule.js';
import { brought, NOTHING, type Brought } from './brought-orders.js';
import { type Pace } from './pace.js';
import { type Observation, type Policy, type PolicyFactory, type Request, type RestingOrder } from './policy.js';

/**
 * How the children of a schedule are placed: TAKE sends market orders; POST joins the best price of the own side and follows
 * it from decision to decision.
 */
export type Placement = 'TAKE' | 'POST';

/** What bounds the orders that a schedule posts, and where else it looks. */
export interface PostingTerms {
  /** The most that waits in the lit book, units; absent: all that is behind the schedule. */
  readonly shownUnitsMax?: number;
  /** Where blocks meet; absent: the lit book only. */
  readonly blocks?: BlockOffer;
}

/** A standing offer of what is left, where blocks meet. */
interface BlockOffer {
  /** Index of the venue. */
  readonly venue: number;
  /** Of what is left, in (0, 1]. */
  readonly share: number;
  /** Smallest execution, units. */
  readonly leastUnits: number;
}

/** Works a schedule, one slice per decision: by the `k`-th the first k slices and what was left of them are to be done. */
export const schedulePolicy =
  ({ slices }: Schedule, placement: Placement, terms: PostingTerms = {}): PolicyFactory =>
  () => {
    let target = 0;
    return following(placement, terms, ({ decision }) => (target += slices[decision] ?? 0));
  };

/** Percentage of volume: so much as makes it a share `rate`, in (0, 1), of all volume since the start. */
export const povPolicy =
  (rate: number, placement: Placement, terms: PostingTerms = {}): PolicyFactory =>
  () =>
    following(placement, terms, ({ quantity, othersVolume }) => povTarget(quantity, rate, othersVolume));

/** Keeps up with a pace: what is behind it by the end of the next `aheadSeconds`. */
export const pacePolicy = (pace: Pace, aheadSeconds: number, placement: Placement): Policy =>
  following(placement, {}, ({ quantity, elapsedSeconds }) =>
    Math.round(quantity * pace(elapsedSeconds + aheadSeconds)),
  );

const following = (
  placement: Placement,
  { shownUnitsMax = Infinity, blocks }: PostingTerms,
  targetOf: (observation: Observation) => number,
): Policy => ({
  act: (observation) => {
    const { quantity, filled, side, bidTicks, askTicks } = observation;
    const due = Math.max(0, Math.min(targetOf(observation), quantity) - filled);
    const isPosting = placement === 'POST';
    const shown = isPosting ? Math.min(due, shownUnitsMax) : 0;
    const priceTicks = side === 'BUY' ? bidTicks : askTicks;
    const [litCancels, litOrder] = brought(waitingAt(observation, 0), { venue: 0, units: shown, priceTicks });
    const [blockCancels, blockOrder] =
      blocks === undefined ? NOTHING : offered(observation, blocks, quantity - filled - (isPosting ? shown : due));
    const market: readonly Request[] = !isPosting && due > 0 ? [{ kind: 'MARKET', units: due }] : [];
    // First what frees units, then what needs them.
    return [...litCancels, ...blockCancels, ...market, ...litOrder, ...blockOrder];
  },
});

/** A share of what is left, of which the book needs all but `free`; no worse than the other side's best price now. */
const offered = (observation: Observation, { venue, share, leastUnits }: BlockOffer, free: number): Brought => {
  const { quantity, filled, side, bidTicks, askTicks } = observation;
  const units = Math.min(free, Math.floor(share * (quantity - filled)));
  const priceTicks = side === 'BUY' ? askTicks : bidTicks;
  return brought(waitingAt(observation, venue), {
    venue,
    units: units < leastUnits ? 0 : units,
    priceTicks,
    leastUnits,
  });
};

const waitingAt = ({ resting }: Observation, venue: number): readonly RestingOrder[] =>
  resting.filter((order) => order.venue === venue);
