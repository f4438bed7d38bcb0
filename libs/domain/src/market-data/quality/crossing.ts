import { type StateReader, type StateWriter } from '#domain/core';
import { type SessionTimeNs } from '../events.js';

/** What a change of the best prices began, if anything. */
export type Overlap = 'NONE' | 'LOCKED' | 'CROSSED';
const OVERLAPS: readonly Overlap[] = ['NONE', 'LOCKED', 'CROSSED'];

/** Follows whether the best prices meet (locked) or overlap (crossed), and since when. */
export class Crossing {
  private state: Overlap = 'NONE';
  /** Since when the book is crossed; NaN when it is not. */
  sinceNs: SessionTimeNs = NaN;

  /** The best prices are now these, NaN for an empty side. Returns the state that begins with it, NONE when none does. */
  update(bid: number, ask: number, ns: SessionTimeNs): Overlap {
    const state = bid > ask ? 'CROSSED' : bid === ask ? 'LOCKED' : 'NONE';
    if (state === this.state) return 'NONE';
    this.state = state;
    this.sinceNs = state === 'CROSSED' ? ns : NaN;
    return state;
  }

  /** What was seen so far does not count: it was not continuous trading. */
  restart(): void {
    this.state = 'NONE';
    this.sinceNs = NaN;
  }

  get isNone(): boolean {
    return this.state === 'NONE';
  }

  save(into: StateWriter): void {
    into.number(OVERLAPS.indexOf(this.state));
    into.number(this.sinceNs);
  }

  restore(from: StateReader): void {
    this.state = OVERLAPS[from.number()]!;
    this.sinceNs = from.number();
  }
}
