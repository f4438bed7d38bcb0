import { integrate } from '#domain/core';
import { reservationDensity, reservationSurvival, type Reservation } from './reservation.js';
import { SkewExponentialPower, type SkewExponentialPowerParameters } from './skew-exponential-power.js';

/** Who a dealer is up against, all in reduced spreads `d = s (price - mid) / Delta`, Delta the instrument's usual half-spread. */
export interface HitParameters {
  /** V of the client. */
  readonly reservation: Reservation;
  /** W of each competitor that answers. */
  readonly competitors: SkewExponentialPowerParameters;
  /** p: probability that a competitor who was asked answers. */
  readonly responseProbability: number;
}

/**
 * Reference 4. Published are nu, a and p; mu 1, sig 1, lam 0 and tau 1 are stated defaults, to be fitted.
 */
export const REFERENCE_HIT_PARAMETERS: HitParameters = {
  reservation: { mean: 1.7, sd: 1 },
  competitors: { location: 1, scale: 1, skewness: 0, shape: 0.7 },
  responseProbability: 0.4,
};

/** What becomes of a quote; sums to 1. */
export interface OutcomeProbabilities {
  readonly done: number;
  /** The client trades with a competitor. */
  readonly tradedAway: number;
  /** The client trades with nobody. */
  readonly notTraded: number;
}

/**
 * The hit model of Fermanian, Gueant and Pu, "The behavior of dealers and clients on the European corporate bond market",
 * Market Microstructure and Liquidity 2(3-4), 2017. The client trades at the best of all quotes if that is below the
 * reservation, so a quote at d among n independent competitors is done with
 *
 *     hit(d) = (1 - G(d)) (1 - p F(d))^n,
 *
 * which falls in d whatever the parameters are.
 */
export class HitModel {
  readonly competitors: SkewExponentialPower;

  /** Throws RangeError naming the parameter that is not allowed. */
  constructor(readonly parameters: HitParameters) {
    const { reservation, responseProbability } = parameters;
    if (!Number.isFinite(reservation.mean)) {
      throw new RangeError(`hit model: reservation.mean must be finite, got ${reservation.mean}`);
    }
    if (!(reservation.sd > 0 && reservation.sd < Infinity)) {
      throw new RangeError(`hit model: reservation.sd must be positive and finite, got ${reservation.sd}`);
    }
    if (!(responseProbability >= 0 && responseProbability <= 1)) {
      throw new RangeError(`hit model: responseProbability must be within [0, 1], got ${responseProbability}`);
    }
    this.competitors = new SkewExponentialPower(parameters.competitors);
  }

  /** P(done) of a quote at d against n competitors who were asked. */
  hit(d: number, competitors: number): number {
    return reservationSurvival(this.parameters.reservation, d) * this.unbeaten(d, competitors);
  }

  /** d hit / dd, never positive. */
  slope(d: number, competitors: number): number {
    const { reservation, responseProbability } = this.parameters;
    const lost = reservationDensity(reservation, d) * this.unbeaten(d, competitors);
    if (competitors === 0) return -lost;
    const undercut =
      competitors * responseProbability * this.competitors.density(d) * this.unbeaten(d, competitors - 1);
    return -lost - reservationSurvival(reservation, d) * undercut;
  }

  /** `-hit' / hit`, the share of the hits that a little more spread loses; not a number where no hit is left. */
  hazard(d: number, competitors: number): number {
    const { reservation, responseProbability } = this.parameters;
    const ofClient = reservationDensity(reservation, d) / reservationSurvival(reservation, d);
    if (competitors === 0) return ofClient;
    const answersBelow = responseProbability * this.competitors.cdf(d);
    return ofClient + (competitors * responseProbability * this.competitors.density(d)) / (1 - answersBelow);
  }

  /** `(1 - p F(d))^n`: P(no competitor answers with less than d). */
  unbeaten(d: number, competitors: number): number {
    if (competitors === 0) return 1;
    return (1 - this.parameters.responseProbability * this.competitors.cdf(d)) ** competitors;
  }

  /**
   * What becomes of a quote at d. Not traded: the reservation is below d and every competitor's quote,
   * `int_-inf^d (1 - p F(v))^n g(v) dv`, the binomial mixture over who answers being inside the power. Error below 1e-10.
   */
  outcomes(d: number, competitors: number): OutcomeProbabilities {
    const done = this.hit(d, competitors);
    const notTraded = this.notTraded(d, competitors);
    return { done, notTraded, tradedAway: Math.max(0, 1 - done - notTraded) };
  }

  private notTraded(d: number, competitors: number): number {
    const { mean, sd } = this.parameters.reservation;
    const { location } = this.parameters.competitors;
    const inside = (v: number): number =>
      this.unbeaten(v, competitors) * reservationDensity(this.parameters.reservation, v);
    const low = mean - REACH_SD * sd;
    const high = Math.min(d, mean + REACH_SD * sd);
    // The competitors' density has a kink at its location: an end of the integral, where the rule bears it.
    const kink = Math.min(Math.max(location, low), high);
    return integrate(inside, low, kink) + integrate(inside, kink, high);
  }
}

/** Standard deviations of the reservation beyond which nothing is left: 1e-19. */
const REACH_SD = 9;
