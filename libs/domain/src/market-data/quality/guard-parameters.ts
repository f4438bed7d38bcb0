/** How patient a `FeedGuard` is. Times in nanoseconds. */
export interface GuardParameters {
  /** For so long a message is held back for the one before it. */
  readonly reorderNsMax: number;
  /** How much is held back at most, per stream; a stream that never has to hold anything back takes no memory for it. */
  readonly heldMessagesMax: number;
  readonly heldRowsMax: number;
  /** A book that is crossed for longer is not a moment between two messages, but wrong. */
  readonly crossedNsMax: number;
  /** A stream that was silent for `silenceMeanGaps` times its mean distance of messages, within these bounds, is stale. */
  readonly silenceMeanGaps: number;
  readonly silenceNsMin: number;
  readonly silenceNsMax: number;
  /** By so much a venue's clock may be ahead of ours, or move against it from one minute to the next. */
  readonly clockToleranceNs: number;
}

export const DEFAULT_GUARD_PARAMETERS: GuardParameters = {
  // TCP sends a lost packet again after 200 ms at the earliest (Linux), so what was lost on one of two lines has come by
  // then; and a book may stand still for that long, not for longer.
  reorderNsMax: 250e6,
  // Ten seconds of a busy perpetual's changes, the time that a snapshot takes to be fetched: 100 messages a second of up to
  // 16 rows. 1.3 MB.
  heldMessagesMax: 1024,
  heldRowsMax: 16_384,
  // Two messages that together cross the book for a moment, one per side or one per venue, come within milliseconds.
  crossedNsMax: 1e9,
  // Were messages independent of each other, one silence in e^100 would be as long; they come in bursts, hence the lower
  // bound. The upper one is the age at which no book is decided on anyway.
  silenceMeanGaps: 100,
  silenceNsMin: 30e9,
  silenceNsMax: 900e9,
  // What the CAT NMS plan allows broker-dealers' clocks; milliseconds are usual.
  clockToleranceNs: 50e6,
};
