import { type OrderDefinition } from './training-order.js';

/** Why an order that the tape holds made no row. */
export type DropReason =
  | 'FEWER_THAN_5_CHILDREN'
  | 'STARTS_IN_FIRST_5_MINUTES'
  | 'NET_FLOW_TOO_SMALL'
  | 'ENDS_AFTER_THE_RECORDING'
  | 'NO_MID_BEFORE_THE_START';

/** Counts what was left out, by definition and reason, so that nothing goes silently. */
export class Drops {
  private readonly counts = new Map<string, number>();

  count(definition: OrderDefinition, reason: DropReason): void {
    const key = `${definition} ${reason}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** `M FEWER_THAN_5_CHILDREN` -> how many, in order of their names. */
  toRecord(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
