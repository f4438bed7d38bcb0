import { bestMarkup, flowSensitivity } from '#domain/quoting';
import { HitCurve, HitModel, type HitFunction, type HitParameters } from '#domain/rfq';

/** A hit model against a number of competitors, with what the inventory makes of it; spreads in its unit, which is the half-spread of usual sizes. */
export interface HitLaw {
  readonly hits: HitFunction;
  /** P(done) at the best price of a dealer whom a trade costs nothing. */
  readonly usuallyWon: number;
  /** How much more of the flow he wins per half-spread that he gives up. */
  readonly sensitivity: number;
}

/** A dealer who could win nothing by giving up spread would never shed inventory: what the tables say is taken from here on. */
const LEAST_SENSITIVITY = 0.01;

/** By the parameters' identity, which lives as long as the version that serves them. */
const tabulated = new WeakMap<HitParameters, Map<number, HitLaw>>();
/** Numbers of competitors kept for one model: clients ask few, a learned number is one more. */
const COMPETITORS_MAX = 64;

/** Tabulated once for each model and number of competitors. */
export const hitLawOf = (parameters: HitParameters, competitors: number): HitLaw => {
  const ofModel = tabulated.get(parameters) ?? new Map<number, HitLaw>();
  tabulated.set(parameters, ofModel);
  const known = ofModel.get(competitors);
  if (known !== undefined) return known;
  const hits = new HitCurve(new HitModel(parameters), competitors);
  const law: HitLaw = {
    hits,
    usuallyWon: hits.hit(bestMarkup(hits, 0)),
    sensitivity: Math.max(LEAST_SENSITIVITY, flowSensitivity(hits, 0)),
  };
  if (ofModel.size < COMPETITORS_MAX) ofModel.set(competitors, law);
  return law;
};
