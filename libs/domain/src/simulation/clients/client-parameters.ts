import { type Reservation } from '#domain/rfq';
import {
  firstOf,
  impossible,
  mustBePositive,
  mustBeWithin,
  mustNotBeNegative,
  type Verdict,
} from '../impossible-parameters.js';

/** A kind of client. */
export interface ClientTier {
  readonly name: string;
  /** How often such a client asks, relative to the other tiers. */
  readonly share: number;
  /** Of the reduced spread above which an uninformed client of the tier does not trade; a smaller sd is more price-sensitive. */
  readonly reservation: Reservation;
  /** Probability that a request comes from a client who knows something. */
  readonly informedProbability: number;
}

export interface ClientParameters {
  /** At least one. */
  readonly tiers: readonly ClientTier[];
  /** Probability that a request is to buy. */
  readonly buyProbability: number;
  /** In units; sizes are log-normal around it, rounded to lots. */
  readonly medianQuantity: number;
  /** Standard deviation of the logarithm of the size; 0: every request has the median size. */
  readonly quantityLogSd: number;
  /** Standard deviation, before its sign is taken, of the move of the mid that an informed client knows of. */
  readonly signalSdBps: number;
  /** Time in which that move happens, evenly, from the request on. */
  readonly revelationSeconds: number;
}

/** One tier with the reservation of reference 4 and without information. */
export const REFERENCE_CLIENTS: ClientParameters = {
  tiers: [{ name: 'ALL', share: 1, reservation: { mean: 1.7, sd: 1 }, informedProbability: 0 }],
  buyProbability: 0.5,
  medianQuantity: 10_000,
  quantityLogSd: 0,
  signalSdBps: 5,
  revelationSeconds: 300,
};

export const checkClients = (clients: ClientParameters): Verdict =>
  firstOf(
    clients.tiers.length > 0 ? undefined : impossible('clients.tiers', 'one tier at least', '[]'),
    ...clients.tiers.map((tier, i) => checkTier(`clients.tiers.${i}`, tier)),
    mustBePositive(
      'clients.tiers.share, in sum,',
      clients.tiers.reduce((sum, { share }) => sum + share, 0),
    ),
    mustBeWithin('clients.buyProbability', clients.buyProbability, 0, 1),
    mustBePositive('clients.medianQuantity', clients.medianQuantity),
    mustNotBeNegative('clients.quantityLogSd', clients.quantityLogSd),
    mustNotBeNegative('clients.signalSdBps', clients.signalSdBps),
    mustNotBeNegative('clients.revelationSeconds', clients.revelationSeconds),
  );

const checkTier = (field: string, { share, reservation, informedProbability }: ClientTier): Verdict =>
  firstOf(
    mustNotBeNegative(`${field}.share`, share),
    Number.isFinite(reservation.mean) ? undefined : impossible(`${field}.reservation.mean`, 'finite', reservation.mean),
    mustBePositive(`${field}.reservation.sd`, reservation.sd),
    mustBeWithin(`${field}.informedProbability`, informedProbability, 0, 1),
  );
