import { checkClients, REFERENCE_CLIENTS, type ClientParameters } from '../clients/index.js';
import { checkDealers, referenceDealer, type DealerParameters } from '../dealers/index.js';
import {
  firstOf,
  impossible,
  mustBePositive,
  mustBeWhole,
  mustBeWithin,
  mustNotBeNegative,
  type Verdict,
} from '../impossible-parameters.js';

/** What is asked for. */
export interface AuctionInstrument {
  /** Quotes lie on this grid; currency per unit. */
  readonly tickSize: number;
  /** In units. */
  readonly lotSize: number;
  /** Delta: the usual half-spread, the unit of reduced spreads. */
  readonly halfSpreadBps: number;
  /** In units: the size in which inventories and impact are counted. */
  readonly standardQuantity: number;
}

/** How an auction runs. */
export interface AuctionRules {
  /** When the client decides at the latest, from the request on. */
  readonly windowSeconds: number;
  /** Dealers quote bid and offer without being told the client's side. */
  readonly isTwoSided: boolean;
  /** Whether dealers are told how many others are asked. */
  readonly tellsCompetitors: boolean;
  /** How many others a dealer assumes where that is not told. */
  readonly assumedCompetitors: number;
  /** Whether the winner is told the best price not traded. */
  readonly tellsCover: boolean;
  /** Share of the leakage that is left where losers are not told the side: of two-sided requests. */
  readonly twoSidedLeakageShare: number;
  /** When the mid is looked at after the end, rising; seconds. */
  readonly markoutSeconds: readonly number[];
}

/** Everything about auctions but the market that they run in. */
export interface AuctionParameters {
  /** Integer in [0, 2^32). */
  readonly seed: number;
  readonly instrument: AuctionInstrument;
  readonly rules: AuctionRules;
  readonly clients: ClientParameters;
  readonly dealers: readonly DealerParameters[];
}

/** Ten dealers and one tier of clients of reference 4; the rest are stated defaults. */
export const referenceAuctions = (seed: number, dealers = 10): AuctionParameters => ({
  seed,
  instrument: { tickSize: 0.001, lotSize: 1, halfSpreadBps: 5, standardQuantity: 10_000 },
  rules: {
    windowSeconds: 10,
    isTwoSided: false,
    tellsCompetitors: true,
    assumedCompetitors: 4,
    tellsCover: true,
    twoSidedLeakageShare: 0,
    markoutSeconds: [1, 10, 60, 300],
  },
  clients: REFERENCE_CLIENTS,
  dealers: Array.from({ length: dealers }, (_, i) => referenceDealer(`D${i + 1}`)),
});

export const checkAuctions = ({ seed, instrument, rules, clients, dealers }: AuctionParameters): Verdict =>
  firstOf(
    checkSeed(seed),
    mustBePositive('instrument.tickSize', instrument.tickSize),
    mustBePositive('instrument.lotSize', instrument.lotSize),
    mustBePositive('instrument.halfSpreadBps', instrument.halfSpreadBps),
    mustBePositive('instrument.standardQuantity', instrument.standardQuantity),
    mustBePositive('rules.windowSeconds', rules.windowSeconds),
    mustBeWhole('rules.assumedCompetitors', rules.assumedCompetitors, 0),
    mustBeWithin('rules.twoSidedLeakageShare', rules.twoSidedLeakageShare, 0, 1),
    ...rules.markoutSeconds.map((seconds, i) => mustNotBeNegative(`rules.markoutSeconds.${i}`, seconds)),
    rules.markoutSeconds.some((seconds, i) => i > 0 && !(seconds > rules.markoutSeconds[i - 1]!))
      ? impossible('rules.markoutSeconds', 'rising', rules.markoutSeconds)
      : undefined,
    checkClients(clients),
    checkDealers(dealers),
  );

export const checkSeed = (seed: number): Verdict =>
  Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32
    ? undefined
    : impossible('seed', 'an integer in [0, 2^32)', seed);
