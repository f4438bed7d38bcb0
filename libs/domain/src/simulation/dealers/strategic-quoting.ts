import { HitModel, REFERENCE_HIT_PARAMETERS, type Reservation, type SkewExponentialPowerParameters } from '#domain/rfq';
import { firstOf, mustBeWithin, mustNotBeNegative, type Verdict } from '../impossible-parameters.js';
import { BestSpreadTable } from './best-spread-table.js';
import { checkSpread } from './parametric-quoting.js';
import { type PricingRequest, type QuotingEngine } from './quoting-engine.js';

/** A dealer who quotes what is best for him, this once. */
export interface StrategicQuoting {
  readonly kind: 'STRATEGIC';
  /** W of the competitors he believes in. */
  readonly competitors: SkewExponentialPowerParameters;
  /** p of those competitors. */
  readonly competitorResponseProbability: number;
  /** `gamma sig^2 T` for one standard quantity: what holding one block more adds to the price of the next. */
  readonly riskAversionBps: number;
  /** Share of his own value signal that he believes, 0 to 1. */
  readonly valueTrust: number;
  /** Expected cost of hedging the standard quantity; it grows with the square root of the size. */
  readonly hedgeCostBps: number;
  /** Expected move against him because somebody asks at all. */
  readonly adverseSelectionBps: number;
  /** Share of the leakage to expect from the others that he counts as cost. */
  readonly leakageCharge: number;
}

export const DEFAULT_STRATEGIC: StrategicQuoting = {
  kind: 'STRATEGIC',
  competitors: REFERENCE_HIT_PARAMETERS.competitors,
  competitorResponseProbability: REFERENCE_HIT_PARAMETERS.responseProbability,
  riskAversionBps: 0.5,
  valueTrust: 0.5,
  hedgeCostBps: 2,
  adverseSelectionBps: 0,
  leakageCharge: 1,
};

/**
 * What a trade with a client on `side` is expected to cost the dealer, in bps of the mid, positive is a cost: adverse move, hedge,
 * leakage of the losers, the value signal he believes, and inventory. Inventory by mean and variance: with q blocks held
 * and b asked for, `(gamma sig^2 T / 2) ((q - s b)^2 - q^2) / b = gamma sig^2 T (b/2 - s q)` per unit, the reservation price of
 * Avellaneda and Stoikov (Quantitative Finance 8(3), 2008) for a whole block.
 */
export const strategicCostBps = (quoting: StrategicQuoting, request: PricingRequest, side: 1 | -1): number =>
  quoting.adverseSelectionBps +
  quoting.hedgeCostBps * Math.sqrt(request.blocks) +
  quoting.leakageCharge * request.othersLeakageBps +
  side * quoting.valueTrust * request.valueSignalBps +
  quoting.riskAversionBps * (request.blocks / 2 - side * request.inventoryBlocks);

/**
 * Quotes `argmax (d - c) hit(d)` over the mid at the time of the quote (reference 5), c being `strategicCostBps`, hit the model
 * with the reservation of the client's tier.
 *
 * What is assumed: he looks no further than this request, knows the tiers' reservations, believes competitors to be the parametric
 * ones whatever they are, and corrects for the winner's curse only by how little he trusts his signal.
 *
 * `reservations`: of the client tiers, by index.
 */
export const strategicEngine = (quoting: StrategicQuoting, reservations: readonly Reservation[]): QuotingEngine => {
  const models = reservations.map(
    (reservation) =>
      new HitModel({
        reservation,
        competitors: quoting.competitors,
        responseProbability: quoting.competitorResponseProbability,
      }),
  );
  const tables: BestSpreadTable[][] = models.map(() => []);
  const tableOf = (tier: number, competitors: number): BestSpreadTable =>
    (tables[tier]![competitors] ??= new BestSpreadTable(models[tier]!, competitors));
  return {
    reference: 'MID_NOW',
    pricesSidesApart: false,
    markupBps: (request, side) => {
      const { halfSpreadBps, tier, competitors } = request;
      return halfSpreadBps * tableOf(tier, competitors).at(strategicCostBps(quoting, request, side) / halfSpreadBps);
    },
  };
};

export const checkStrategic = (field: string, quoting: StrategicQuoting): Verdict =>
  firstOf(
    checkSpread(`${field}.competitors`, quoting.competitors),
    mustBeWithin(`${field}.competitorResponseProbability`, quoting.competitorResponseProbability, 0, 1),
    mustNotBeNegative(`${field}.riskAversionBps`, quoting.riskAversionBps),
    mustBeWithin(`${field}.valueTrust`, quoting.valueTrust, 0, 1),
    mustNotBeNegative(`${field}.hedgeCostBps`, quoting.hedgeCostBps),
    mustNotBeNegative(`${field}.adverseSelectionBps`, quoting.adverseSelectionBps),
    mustNotBeNegative(`${field}.leakageCharge`, quoting.leakageCharge),
  );
