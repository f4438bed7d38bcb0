import { firstOf, impossible, type Verdict } from '../impossible-parameters.js';
import {
  checkDarkCounterparties,
  checkVenue,
  type DarkCounterpartyParameters,
  type VenueParameters,
} from '../venue/index.js';

type Terms = Omit<VenueParameters, 'priceStep'>;

/** The agents' book, behind lines of its own and with fees. */
export interface LitVenueTerms extends Terms {
  readonly kind: 'LIT';
}

/** A pool at the mid of the agents' book, with members of its own. */
export interface DarkVenueTerms extends Terms {
  readonly kind: 'DARK';
  readonly counterparties: DarkCounterpartyParameters;
}

export type VenueTerms = LitVenueTerms | DarkVenueTerms;

const AT_ONCE = { constantNs: 0, meanJitterNs: 0 };
const FREE = { bps: 0, perUnit: 0 };

/** The agents' book without delay and without fees. */
export const DIRECT_ACCESS: LitVenueTerms = {
  kind: 'LIT',
  fees: { maker: FREE, taker: FREE },
  orderLatency: AT_ONCE,
  reportLatency: AT_ONCE,
  feedLatency: AT_ONCE,
};

/** What makes a list of venues impossible: the first must be lit, all others dark; undefined when nothing does. */
export const checkVenues = (venues: readonly VenueTerms[]): Verdict =>
  firstOf(
    ...venues.map((terms, i) => {
      const wanted = i === 0 ? 'LIT' : 'DARK';
      if (terms.kind !== wanted)
        return impossible(`venues.${i}.kind`, `${wanted}: one lit book, then pools`, terms.kind);
      return firstOf(
        checkVenue({ ...terms, priceStep: 1 }),
        terms.kind === 'DARK' ? checkDarkCounterparties(terms.counterparties) : undefined,
      );
    }),
    venues.length > 0 ? undefined : impossible('venues', 'one lit book at least', '[]'),
  );
