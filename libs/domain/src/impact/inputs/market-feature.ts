import { FEATURE_SET_V1 } from '#domain/features';
import { type ImpactSituation } from './definition.js';

export type Reading = (situation: ImpactSituation) => number;

/** Reads a feature of set v1 by its name. RangeError when the set has none of that name. */
export const feature = (name: string): Reading => {
  const index = FEATURE_SET_V1.definitions.findIndex((definition) => definition.name === name);
  if (index < 0) throw new RangeError(`feature set ${FEATURE_SET_V1.version} has no feature ${name}`);
  return ({ market }) => market[index] ?? NaN;
};

/** Reads a signed feature in the order's own direction: positive where it points the way the order trades. */
export const oriented = (name: string): Reading => {
  const read = feature(name);
  return (situation) => situation.sign * read(situation);
};

/** Reads a feature of one side of the book: of the side that the order takes from (a buy takes the asks). */
export const taken = (askName: string, bidName: string): Reading => {
  const ask = feature(askName);
  const bid = feature(bidName);
  return (situation) => (situation.sign === 1 ? ask(situation) : bid(situation));
};

/** The same of the side that the order would join by a limit order (a buy joins the bids). */
export const joined = (askName: string, bidName: string): Reading => taken(bidName, askName);

/** ln of a ratio; missing where it is not positive and finite. */
export const lnRatio = (numerator: number, denominator: number): number => {
  const ratio = numerator / denominator;
  return ratio > 0 && ratio < Infinity ? Math.log(ratio) : NaN;
};
