import { type Side } from '#domain/core';
import { type VenueKind } from '#domain/venues';

/** A venue as the desk describes it; bps of the arrival mid, positive is a cost. What is absent is a stated assumption. */
export interface StatedVenue {
  readonly name: string;
  readonly kind: VenueKind;
  /** The least that it takes; absent: a lot. */
  readonly minUnits?: number;
  /** The most; absent: the order. */
  readonly maxUnits?: number;
  /** It takes `maxUnits` or nothing. */
  readonly allOrNone?: boolean;
  readonly makerFeeBps?: number;
  readonly takerFeeBps?: number;
  readonly latencySeconds?: number;
  /** Of LIT: by how much its prices are worse than the best of the market, per side. */
  readonly widerBps?: number;
  /** Of DARK, BLOCK and PERIODIC_AUCTION: P(there is anything on the other side), and how much on average where there is. */
  readonly anyProbability?: number;
  readonly meanUnits?: number;
  readonly minExecutionUnits?: number;
  readonly adverseSelectionBps?: number;
  readonly leakageBps?: number;
  /** Until the next auction, or how long dealers are given to answer. */
  readonly waitSeconds?: number;
  /** Of RFQ: who is asked; absent: the cheapest of whom the desk knows something. */
  readonly dealers?: readonly string[];
}

/** What a desk allows itself in one split. */
export interface StatedLimits {
  readonly venuesMost?: number;
  readonly unitsMostByKind?: readonly { readonly kind: VenueKind; readonly units: number }[];
}

/** A block to be split over venues as its owner states it. */
export interface StatedSplit {
  readonly instrumentId: string;
  readonly side: Side;
  /** How long what waits is waited for, and over what the rest is taken. */
  readonly horizonSeconds: number;
  /** Move that is expected against the order within the horizon. */
  readonly alphaBps: number;
  readonly venues: readonly StatedVenue[];
  readonly limits?: StatedLimits;
  /** Of the scenarios, an integer in [0, 2^32). */
  readonly seed: number;
}

/** How long dealers are given unless it is said. */
export const WINDOW_SECONDS = 10;
