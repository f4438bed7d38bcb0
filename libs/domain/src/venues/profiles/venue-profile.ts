import { type Estimate, type PanelCandidate } from '#domain/scoring';
import { type FillCurve } from '../fills/fill-curve.js';

/** In the order in which they are shown. */
export const VENUE_KINDS = ['LIT', 'DARK', 'BLOCK', 'PERIODIC_AUCTION', 'RFQ'] as const;
export type VenueKind = (typeof VENUE_KINDS)[number];

/** What every venue has; bps of the arrival mid, positive is a cost. */
interface Venue {
  readonly name: string;
  /** The least and the most that may be sent to it; whole lots. */
  readonly minUnits: number;
  readonly maxUnits: number;
  /** It takes `maxUnits` or nothing. */
  readonly allOrNone: boolean;
  /** A rebate is negative. */
  readonly makerFeeBps: number;
  readonly takerFeeBps: number;
  /** Until an order is there. */
  readonly latencySeconds: number;
}

/** A lit book: what is posted there and not filled is taken at the end. */
export interface LitVenue extends Venue {
  readonly kind: 'LIT';
  readonly tickBps: number;
  /** By how much its prices are worse than the best of the market, per side. */
  readonly widerBps: number;
  /** Absent: nothing is posted. */
  readonly posting?: {
    /** Of units that trade at the own side's best price within the horizon: what is posted comes after the queue. */
    readonly fills: FillCurve;
    readonly queueUnits: number;
    readonly adverseSelectionBps: Estimate;
  };
}

/**
 * A place where an order waits for the other side at the mid: a dark pool, a block venue, or an auction that is held every so often. What
 * it does not fill by the end of the horizon is taken in the lit market.
 */
export interface CrossingVenue extends Venue {
  readonly kind: 'DARK' | 'BLOCK' | 'PERIODIC_AUCTION';
  readonly fills: FillCurve;
  /** Less than that does not trade. */
  readonly minExecutionUnits: number;
  /** What a fill costs beyond the mid at arrival on average, or after it, whichever the desk is measured by: it is there when somebody knows more. */
  readonly adverseSelectionBps: Estimate;
  /** How far being there moves the mid of what is sent there. */
  readonly leakageBps: Estimate;
  /** Mean time to the next auction; 0 where matching is continuous. */
  readonly waitSeconds: number;
}

/** A request for quote to these dealers at once. */
export interface RfqVenue extends Venue {
  readonly kind: 'RFQ';
  /** Whom to ask (`choosePanel`); their costs are those of `referenceUnits`. */
  readonly panel: readonly PanelCandidate[];
  readonly referenceUnits: number;
  /** By how much a quote for twice `referenceUnits` is dearer than for once: it grows as the square root of the size does. */
  readonly doublingBps: number;
  /** P(the winner refuses), and how far the mid has moved then. */
  readonly rejectProbability: number;
  readonly rejectMoveBps: number;
  /**
   * How far the winner's hedge of `referenceUnits` moves the mid, on average over the time in which the rest of the order is worked; of
   * other sizes as the square root.
   */
  readonly hedgeMoveBps: number;
  /** How long the auction takes. */
  readonly waitSeconds: number;
}

export type VenueProfile = LitVenue | CrossingVenue | RfqVenue;
