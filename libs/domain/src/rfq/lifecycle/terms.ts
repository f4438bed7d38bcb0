import { NS_PER_SECOND, type Instant, type Side } from '#domain/core';
import { refusal, type RfqFailure } from './failure.js';

/** The side the client shows (FIX Side 54): his own, or both, when he asks for a market and says later what he does. */
export type RequestedSide = Side | 'TWO_SIDED';

/** One instrument of a request. A single leg is an outright; several are a package that trades at one price. */
export interface RfqLeg {
  readonly instrumentId: string;
  /** What a client who buys the package does with this leg. */
  readonly side: Side;
  /** Whole lots of the instrument in one lot of the request. */
  readonly lotsPerLot: number;
}

/** What the client asks for (FIX QuoteRequest, R). Quantities are whole lots, so that sums of them are exact. */
export interface RfqTerms {
  readonly legs: readonly RfqLeg[];
  readonly side: RequestedSide;
  readonly lots: number;
  /** One dealer trades all of it or nobody does (FIX ExecInst G). */
  readonly allOrNone: boolean;
  /** The dealers asked, by name; nobody else may quote. */
  readonly dealers: readonly string[];
  /** Session time from which no quote is taken in and none can be hit or lifted (FIX ExpireTime 126). */
  readonly expiresAt: Instant;
  /** Trading time within which the block would otherwise be worked. */
  readonly horizonSeconds: number;
  /** The price is a difference, of a spread or a package, and may be zero or negative. */
  readonly isDifference: boolean;
}

export const LEGS_MAX = 20;
export const DEALERS_MAX = 50;
/** So many lots add up exactly, also of a leg that counts a thousand times. */
const LOTS_MAX = 1e12;
const LOTS_PER_LOT_MAX = 1_000;
const LIFE_MAX_SECONDS = 86_400;

/** The first term that cannot be asked for at time `at`. */
export const termsFailure = (terms: RfqTerms, at: Instant): RfqFailure | undefined =>
  legsFailure(terms.legs) ??
  lotsFailure('lots', terms.lots, LOTS_MAX) ??
  panelFailure(terms.dealers) ??
  timesFailure(terms, at);

/** Whether `lots` is a whole number of lots from 1 to `most`. */
export const lotsFailure = (field: string, lots: number, most: number): RfqFailure | undefined =>
  Number.isInteger(lots) && lots >= 1 && lots <= most
    ? undefined
    : refusal('INVALID_QUANTITY', field, `${field} is ${lots} lots`, `a whole number of lots from 1 to ${most}`);

const legsFailure = (legs: readonly RfqLeg[]): RfqFailure | undefined => {
  if (legs.length < 1 || legs.length > LEGS_MAX) {
    return refusal('INVALID_LEGS', 'legs', `${legs.length} legs were given`, `from 1 to ${LEGS_MAX} legs`);
  }
  const seen = new Set<string>();
  for (const [i, { instrumentId, lotsPerLot }] of legs.entries()) {
    if (seen.has(instrumentId)) {
      return refusal(
        'INVALID_LEGS',
        `legs.${i}.instrumentId`,
        `${instrumentId} is a leg already`,
        'each instrument once',
      );
    }
    seen.add(instrumentId);
    const failure = lotsFailure(`legs.${i}.lotsPerLot`, lotsPerLot, LOTS_PER_LOT_MAX);
    if (failure !== undefined) return failure;
  }
  return undefined;
};

const panelFailure = (dealers: readonly string[]): RfqFailure | undefined => {
  const twice = dealers.findIndex((dealer, i) => dealers.indexOf(dealer) < i);
  if (twice >= 0) {
    return refusal('INVALID_PANEL', `dealers.${twice}`, `${dealers[twice]} is asked already`, 'each dealer once');
  }
  return dealers.length >= 1 && dealers.length <= DEALERS_MAX
    ? undefined
    : refusal('INVALID_PANEL', 'dealers', `${dealers.length} dealers were named`, `from 1 to ${DEALERS_MAX} dealers`);
};

const timesFailure = ({ expiresAt, horizonSeconds }: RfqTerms, at: Instant): RfqFailure | undefined => {
  const latest = at + BigInt(LIFE_MAX_SECONDS) * NS_PER_SECOND;
  if (expiresAt <= at || expiresAt > latest) {
    return refusal(
      'INVALID_EXPIRY',
      'expiresAt',
      'the request does not expire within its day',
      `after the session time and at most ${LIFE_MAX_SECONDS} seconds from it`,
    );
  }
  return horizonSeconds > 0 && Number.isFinite(horizonSeconds)
    ? undefined
    : refusal('INVALID_HORIZON', 'horizonSeconds', `the horizon is ${horizonSeconds} seconds`, 'a positive number');
};
