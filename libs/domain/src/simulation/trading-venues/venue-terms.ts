import { firstOf, impossible, under, type Verdict } from '../impossible-parameters.js';
import {
  checkDarkCounterparties,
  checkVenue,
  type DarkCounterpartyParameters,
  type VenueParameters,
} from '../venue/index.js';
import { checkMirror, type MirrorTerms } from './mirror-book.js';

type Terms = Omit<VenueParameters, 'priceStep'>;

/** The agents' book, behind lines of its own and with fees. */
export interface LitVenueTerms extends Terms {
  readonly kind: 'LIT';
}

/** Another lit book, whose market maker mirrors the agents' one. */
export interface MirrorVenueTerms extends Terms {
  readonly kind: 'MIRROR';
  readonly mirror: MirrorTerms;
}

/** A pool at the mid of the agents' book, with members of its own. */
export interface DarkVenueTerms extends Terms {
  readonly kind: 'DARK';
  readonly counterparties: DarkCounterpartyParameters;
}

export type VenueTerms = LitVenueTerms | MirrorVenueTerms | DarkVenueTerms;

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

/** What makes a list of venues impossible: the first must be the agents' book, no other one may be; undefined when nothing does. */
export const checkVenues = (venues: readonly VenueTerms[]): Verdict =>
  firstOf(
    venues.length > 0 ? undefined : impossible('venues', 'one lit book at least', '[]'),
    ...venues.map((terms, i) => under(`venues.${i}`, checkTerms(terms, i))),
  );

const checkTerms = (terms: VenueTerms, index: number): Verdict => {
  if ((terms.kind === 'LIT') !== (index === 0)) {
    return impossible('kind', index === 0 ? 'LIT' : 'MIRROR or DARK', terms.kind);
  }
  return firstOf(checkVenue({ ...terms, priceStep: 1 }), checkOthers(terms));
};

const checkOthers = (terms: VenueTerms): Verdict => {
  switch (terms.kind) {
    case 'LIT':
      return undefined;
    case 'MIRROR':
      return under('mirror', checkMirror(terms.mirror));
    case 'DARK':
      return under('counterparties', checkDarkCounterparties(terms.counterparties));
  }
};
