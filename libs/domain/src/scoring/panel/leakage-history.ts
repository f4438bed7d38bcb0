import { BPS } from '#domain/core';
import { type QuotedRequest } from '../dealer-history/index.js';
import { sweptInverse } from '../swept-inverse.js';

const { max, min, sqrt } = Math;

/** How sure a leakage must be before it is a number. */
export interface LeakageGate {
  /** Requests that the dealer lost, and requests to compare with in which he was not asked: so many of each at least. */
  readonly requestsMin: number;
  /** Half of the 95 % interval, at most. */
  readonly halfWidthBps: number;
}

export const DEFAULT_LEAKAGE_GATE: LeakageGate = { requestsMin: 50, halfWidthBps: 0.25 };

/** How far the mid drifts in the client's direction because a dealer heard of a block and did not get it. */
export interface LeakageEstimate {
  readonly dealer: string;
  /** Requests that he lost. */
  readonly lost: number;
  /** Requests of the same kinds in which he was not asked. */
  readonly controls: number;
  /** Absent until the gate lets it through: a wide interval is no number. */
  readonly leakage?: {
    readonly bps: number;
    readonly low: number;
    readonly high: number;
    readonly standardError: number;
  };
}

/**
 * Leakage of losing dealers against matched controls: least squares of the drift after a request on who was asked and lost, with an
 * intercept for each kind of request (traded or not, by class of size), so a dealer is compared with requests alike that he did not
 * hear of, and with the same others asked. That needs panels that vary, by lot, in who is asked and in how many: where the dealers'
 * columns and the kinds' add up to one another, nothing is said of those dealers.
 *
 * Only sums of products are kept: memory does not grow with the requests.
 */
export class LeakageHistory {
  private readonly width: number;
  private readonly products: Float64Array;
  private readonly drifts: Float64Array;
  private readonly lost: Float64Array;
  /** Requests by kind, and of them those in which a dealer was asked: `kind * dealers + dealer`. */
  private readonly ofKind: Float64Array;
  private readonly askedOfKind: Float64Array;
  private squares = 0;
  private requests = 0;
  private readonly row: Float64Array;

  /**
   * `names`: by index of the dealer. `sizeClassEnds`: rising quantities, in units, at which a larger class of size begins. `markout`:
   * index of the mid, among the history's markouts, by which losers have done what they do.
   */
  constructor(
    private readonly names: readonly string[],
    private readonly sizeClassEnds: readonly number[],
    private readonly markout: number,
  ) {
    const kinds = 2 * (sizeClassEnds.length + 1);
    this.width = names.length + kinds;
    this.products = new Float64Array(this.width ** 2);
    this.drifts = new Float64Array(this.width);
    this.lost = new Float64Array(names.length);
    this.ofKind = new Float64Array(kinds);
    this.askedOfKind = new Float64Array(kinds * names.length);
    this.row = new Float64Array(this.width);
  }

  /** A request that is over. One without the mid that is asked for is left out, as its drift is not known. */
  add(request: QuotedRequest): void {
    const { side, arrivalMid, endMid, winner, quotes, markoutMids } = request;
    const drift = (side * (markoutMids[this.markout]! - endMid) * BPS) / arrivalMid;
    if (!Number.isFinite(drift)) return;
    const kind = this.kindOf(request);
    this.ofKind[kind] = this.ofKind[kind]! + 1;
    this.row.fill(0);
    this.row[this.names.length + kind] = 1;
    for (const { dealer } of quotes) {
      const at = kind * this.names.length + dealer;
      this.askedOfKind[at] = this.askedOfKind[at]! + 1;
      if (dealer === winner) continue;
      this.row[dealer] = 1;
      this.lost[dealer] = this.lost[dealer]! + 1;
    }
    this.requests += 1;
    this.squares += drift * drift;
    this.addProducts(drift);
  }

  /** By dealer. */
  estimates(gate: LeakageGate): readonly LeakageEstimate[] {
    const solved = this.solve();
    return this.names.map((dealer, i) => {
      const counts = { dealer, lost: this.lost[i]!, controls: this.controls(i) };
      const { value, standardError } = solved[i]!;
      const reach = NORMAL_95 * standardError;
      const isEnough = min(counts.lost, counts.controls) >= gate.requestsMin && reach <= gate.halfWidthBps;
      return isEnough
        ? { ...counts, leakage: { bps: value, low: value - reach, high: value + reach, standardError } }
        : counts;
    });
  }

  private kindOf({ quantity, winner }: QuotedRequest): number {
    const larger = this.sizeClassEnds.findIndex((end) => quantity < end);
    const sizeClass = larger === -1 ? this.sizeClassEnds.length : larger;
    return 2 * sizeClass + (winner >= 0 ? 1 : 0);
  }

  private controls(dealer: number): number {
    let controls = 0;
    for (const [kind, requests] of this.ofKind.entries()) {
      const asked = this.askedOfKind[kind * this.names.length + dealer]!;
      if (asked > 0) controls += requests - asked;
    }
    return controls;
  }

  private addProducts(drift: number): void {
    const { row, width } = this;
    for (let i = 0; i < width; i += 1) {
      if (row[i] === 0) continue;
      this.drifts[i] = this.drifts[i]! + drift;
      for (let j = 0; j < width; j += 1) this.products[i * width + j] = this.products[i * width + j]! + row[j]!;
    }
  }

  /** Coefficients and their standard errors; infinite errors where the requests do not tell a column from the others. */
  private solve(): readonly { readonly value: number; readonly standardError: number }[] {
    const { width } = this;
    const { inverse, isIdentified } = sweptInverse(this.products, width, this.names.length);
    const values = new Float64Array(width);
    let explained = 0;
    let known = 0;
    for (let i = 0; i < width; i += 1) {
      for (let j = 0; j < width; j += 1) values[i] = values[i]! + inverse[i * width + j]! * this.drifts[j]!;
      explained += values[i]! * this.drifts[i]!;
      if (inverse[i * width + i]! > 0) known += 1;
    }
    const freedom = this.requests - known;
    const variance = freedom > 0 ? max(0, this.squares - explained) / freedom : Infinity;
    return Array.from(values, (value, i) => ({
      value,
      standardError: isIdentified[i] === 1 ? sqrt(variance * inverse[i * width + i]!) : Infinity,
    }));
  }
}

const NORMAL_95 = 1.959_963_984_540_054;
