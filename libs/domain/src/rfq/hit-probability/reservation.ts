import { normalCdf, normalPdf, type Rng } from '#domain/core';

/** V: the reduced spread above which a client does not trade, normal over the clients of a kind. */
export interface Reservation {
  /** nu. */
  readonly mean: number;
  /** tau, positive: the smaller, the more a client's answer depends on the price. */
  readonly sd: number;
}

/** `1 - G(d)`: P(the client would trade at d if nobody else quoted). */
export const reservationSurvival = ({ mean, sd }: Reservation, d: number): number => normalCdf((mean - d) / sd);

/** g(d). */
export const reservationDensity = ({ mean, sd }: Reservation, d: number): number => normalPdf((d - mean) / sd) / sd;

export const drawReservation = ({ mean, sd }: Reservation, rng: Rng): number => mean + sd * rng.normal();
