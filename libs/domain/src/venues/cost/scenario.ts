import { type LitConditions, type MarketMove } from './lit-conditions.js';
import { DELAY, FEES, IMPACT, SPREAD } from './cost-terms.js';
import { type LatinHypercube } from './latin-hypercube.js';

/** Units of an order in one scenario. */
export interface LitFlow {
  /** Taken in the lit market, at once or in the end. */
  taken: number;
  /** Of these, at once: they move the mid while others wait for it. */
  early: number;
  /** Filled at the mid while waiting. */
  exposed: number;
}

export const noFlow = (): LitFlow => ({ taken: 0, early: 0, exposed: 0 });

/** What one venue costs in each of a number of scenarios, all venues in the same ones. */
export interface VenueScenarios {
  /** Units that are posted in a book of those sent there; 0 elsewhere. */
  postedUnits(units: number): number;
  /**
   * Adds to `terms`, in bps x units, what sending so many units there costs in a scenario, all but the impact of taking; and says in
   * `flow` what of them meets the lit market, and when.
   */
  add(terms: Float64Array, flow: LitFlow, units: number, scenario: number): void;
}

/** What the scenarios of all venues share. */
export interface SharedDraws {
  readonly conditions: LitConditions;
  /** Move of the market in standard deviations, by scenario: whoever waits longest is moved most, all in the same direction. */
  readonly market: Float64Array;
  /** Units of the whole order. */
  readonly quantity: number;
  /** How taking strays from what it should cost, in standard deviations. */
  readonly residual: Float64Array;
  /** What a standard deviation of the market's move is worth to the desk, as a share of it: moves of all units go together. */
  readonly deviationPrice: number;
}

export const sharedDraws = (
  conditions: LitConditions,
  quantity: number,
  deviationPrice: number,
  hypercube: LatinHypercube,
): SharedDraws => ({
  conditions,
  quantity,
  deviationPrice,
  market: hypercube.normals('market'),
  residual: hypercube.normals('residual'),
});

/** Adds to `terms`, in bps x units, what so many units cost in a scenario that are taken in the lit market, all but their impact. */
type Taking = (terms: Float64Array, units: number, scenario: number) => void;

/** What is taken after the mid has moved so. */
export const taking =
  (
    { conditions, market, residual }: SharedDraws,
    halfBps: number,
    takerFeeBps: number,
    { meanBps, perDeviationBps }: MarketMove,
  ): Taking =>
  (terms, units, scenario) => {
    terms[SPREAD]! += units * halfBps;
    terms[IMPACT]! += units * conditions.residualSdBps * residual[scenario]!;
    terms[DELAY]! += units * (meanBps + perDeviationBps * market[scenario]!);
    terms[FEES]! += units * takerFeeBps;
  };
