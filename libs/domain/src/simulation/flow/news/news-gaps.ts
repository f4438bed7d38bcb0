import { type Rng } from '#domain/core';
import { type FlowDesk, type FlowSource } from '../flow-source.js';

/** The jumps of value at scheduled announcements, whose times are known and whose signs are not. */
export class NewsGaps implements FlowSource {
  nextSeconds = Infinity;
  private next = 0;

  /** `times` in seconds of activity, rising, with the standard deviation of each gap in bps. */
  constructor(
    private readonly times: readonly number[],
    private readonly gapsBps: readonly number[],
    private readonly jump: (desk: FlowDesk, bps: number) => void,
    private readonly rng: Rng,
  ) {
    this.nextSeconds = times[0] ?? Infinity;
  }

  act(desk: FlowDesk): void {
    this.jump(desk, this.gapsBps[this.next]! * this.rng.normal());
    this.next += 1;
    this.nextSeconds = this.times[this.next] ?? Infinity;
  }
}
