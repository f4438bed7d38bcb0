import { type Rng } from '#domain/core';
import { firstOf, mustNotBeNegative, type Verdict } from '../impossible-parameters.js';

/** How long a message takes: a constant, and an exponentially distributed rest. */
export interface Latency {
  readonly constantNs: number;
  /** Mean of the rest. */
  readonly meanJitterNs: number;
}

export const checkLatency = (field: string, { constantNs, meanJitterNs }: Latency): Verdict =>
  firstOf(
    mustNotBeNegative(`${field}.constantNs`, constantNs),
    mustNotBeNegative(`${field}.meanJitterNs`, meanJitterNs),
  );

/**
 * One direction of a connection. Assumption: a message never overtakes the one before it, as on a stream of bytes: one that
 * would arrive earlier arrives with it.
 */
export class Line {
  private lastArrivalNs = -Infinity;

  constructor(
    private readonly latency: Latency,
    private readonly rng: Rng,
  ) {}

  /** When a message arrives that is sent now. RangeError unless the time is finite. */
  arrivalNs(sentNs: number): number {
    if (!Number.isFinite(sentNs)) throw new RangeError(`Line: a time must be finite, got ${sentNs}`);
    const { constantNs, meanJitterNs } = this.latency;
    const jitterNs = meanJitterNs === 0 ? 0 : this.rng.exponential(1 / meanJitterNs);
    this.lastArrivalNs = Math.max(this.lastArrivalNs, sentNs + constantNs + jitterNs);
    return this.lastArrivalNs;
  }
}
