import { GrowingColumn } from '#domain/core';

/** What became of the background's metaorders, one row each as they are done. Seconds are of activity, prices in ticks. */
export class MetaorderLog {
  /** +1 bought, -1 sold. */
  readonly sign = new GrowingColumn();
  readonly startSeconds = new GrowingColumn();
  readonly endSeconds = new GrowingColumn();
  /** The mid right before the first child and right after the last one. */
  readonly startMidTicks = new GrowingColumn();
  readonly endMidTicks = new GrowingColumn();
  readonly units = new GrowingColumn();
  readonly children = new GrowingColumn();
  /** Units times the price in ticks. */
  readonly paidTicks = new GrowingColumn();

  get length(): number {
    return this.sign.length;
  }
}
