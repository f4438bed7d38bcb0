/** A panel and what it is expected to cost, leakage included. */
export interface Panel {
  /** In the order in which they were chosen: the most useful first. */
  readonly dealers: readonly string[];
  readonly costBps: number;
  /** Part of it that those who lose give away. */
  readonly leakageBps: number;
}
