import { type Instant } from '#domain/core';
import { type InstrumentState } from './instrument-state.js';

/** The clock of a playing session. Its time never goes back within one lap and day. */
export interface SessionTick {
  /** How often the sessions have been played to the end; 0 the first time. */
  readonly lap: number;
  /** Which of the lap's days is playing, 0 the first. */
  readonly day: number;
  readonly sessionTime: Instant;
  /** Session seconds per wall second; 0 while the session's time stands still. */
  readonly speed: number;
}

/** Where a playing market is shown. The latest counts: a publisher may conflate, and must never make the player wait. */
export interface MarketPublisher {
  /** A day begins, or begins again: these states replace all that was published before. */
  begin(tick: SessionTick, states: readonly InstrumentState[]): void;
  /** The clock, and the states of the instruments that changed since the last word; often none. */
  update(tick: SessionTick, changed: readonly InstrumentState[]): void;
}
