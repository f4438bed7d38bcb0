/** When something begins and when it is over; the two apart, so that what hovers around one level does not toggle. */
export interface Thresholds {
  readonly enter: number;
  /** Below `enter`. */
  readonly leave: number;
}

/** A switch that goes on at `enter` and off at `leave`, and stays what it is in between and where the level is unknown (NaN). */
export class Hysteresis {
  isOn = false;

  constructor(private readonly thresholds: Thresholds) {}

  /** Whether the switch is on at a level. */
  at(level: number): boolean {
    if (level >= this.thresholds.enter) this.isOn = true;
    else if (level <= this.thresholds.leave) this.isOn = false;
    return this.isOn;
  }
}
