import { type FinishedRequest } from '#domain/scoring';

/** Their errors are told by pairs, so that effort grows with the square and the cube of their number. */
const DEALERS_MAX = 100;

/** The dealers who were asked most often, by name; of a desk with more than `DEALERS_MAX` the others count as never seen. */
export const dealersOf = (requests: readonly FinishedRequest[]): readonly string[] => {
  const asked = new Map<string, number>();
  for (const { dealers } of requests) {
    for (const { dealer } of dealers) asked.set(dealer, (asked.get(dealer) ?? 0) + 1);
  }
  return [...asked]
    .sort(([one, often], [other, oftener]) => oftener - often || (one < other ? -1 : 1))
    .slice(0, DEALERS_MAX)
    .map(([dealer]) => dealer)
    .sort();
};
