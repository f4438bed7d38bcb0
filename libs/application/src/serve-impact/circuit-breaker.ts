export interface BreakerPolicy {
  /** Failures in a row that open it. */
  readonly failuresMax: number;
  /** Time from opening to the first trial; it doubles with every trial that fails. */
  readonly restMs: number;
  readonly restMsMax: number;
}

/** Three bad answers are no accident; a rest of seconds costs little where the next tier answers meanwhile. */
export const BREAKER_POLICY: BreakerPolicy = { failuresMax: 3, restMs: 5_000, restMsMax: 300_000 };

/** CLOSED: calls pass. OPEN: none do. HALF_OPEN: one is on trial, and no other passes until it has ended. */
export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** Keeps calls from what fails, and lets it prove itself again with one call at a time. Time is given, never read. */
export class CircuitBreaker {
  private current: BreakerState = 'CLOSED';
  private failures = 0;
  private restMs: number;
  private openedAtMs = 0;

  constructor(private readonly policy: BreakerPolicy = BREAKER_POLICY) {
    this.restMs = policy.restMs;
  }

  get state(): BreakerState {
    return this.current;
  }

  /** Whether a call may be made now. Whoever is admitted says `succeeded` or `failed` afterwards. */
  admits(nowMs: number): boolean {
    if (this.current === 'CLOSED') return true;
    if (this.current === 'HALF_OPEN' || nowMs - this.openedAtMs < this.restMs) return false;
    this.current = 'HALF_OPEN';
    return true;
  }

  succeeded(): void {
    // One that was admitted before it opened says nothing about what opened it.
    if (this.current === 'OPEN') return;
    this.current = 'CLOSED';
    this.failures = 0;
    this.restMs = this.policy.restMs;
  }

  failed(nowMs: number): void {
    this.failures += 1;
    if (this.current === 'OPEN') return;
    if (this.current === 'HALF_OPEN') this.restMs = Math.min(2 * this.restMs, this.policy.restMsMax);
    else if (this.failures < this.policy.failuresMax) return;
    this.current = 'OPEN';
    this.openedAtMs = nowMs;
  }
}
