/** Time as a person waits for it, as opposed to the session's. */
export interface WallClock {
  /** Milliseconds from an arbitrary start; never goes back. */
  nowMs(): number;
  /** Resolves after the given time; with 0 as soon as other work has had its turn. */
  sleep(ms: number): Promise<void>;
}
