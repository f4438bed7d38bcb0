import { wordOf } from '#domain/core';
import { type FairValue } from '../fair-value/index.js';
import { NORMALS, stretchOf } from './normal-table.js';
import { type QuoteScore } from './quote-score.js';
import { rankBeliefs, type RankBelief } from './rank-beliefs.js';

const { imul, max, min } = Math;

const PAIRS = 500;
/** Each comes with its mirror. */
const DRAWS = 2 * PAIRS;

/**
 * How sure the order of scored quotes is, from joint draws over what nobody knows yet: how often and by how much each dealer
 * refuses, what the counterparty is worth, what working the rest costs, and the fair value. What all quotes share cancels: of the
 * fair value there is left what a partial quote's rest will cost more if the block is worth more.
 *
 * The draws belong to the decision and to each dealer's name, so the order of the quotes plays no part, and a decision gives the
 * same answer again. Equal costs share their probability. Monte Carlo error of a probability: at most 0.016 (one sd).
 */
export const bestByDraws = (
  scores: readonly QuoteScore[],
  fair: Pick<FairValue, 'sdBps'>,
  decisionId: string,
): readonly RankBelief[] => {
  const shared = streamWord(decisionId, '');
  const room = scores.length <= ROOM_QUOTES ? ROOM : new Float64Array(scores.length * DRAWS);
  return rankBeliefs(
    scores.map((score, i) => {
      const costs = room.subarray(i * DRAWS, (i + 1) * DRAWS);
      drawCosts(costs, score, fair.sdBps, streamWord(decisionId, score.quote.dealer), shared);
      return costs;
    }),
  );
};

const ROOM_QUOTES = 32;
/** Columns of the ranking at hand, nothing of which outlives it: new ones would be 8 kB to collect for each quote. */
const ROOM = new Float64Array(ROOM_QUOTES * DRAWS);

/** Offsets of the stretches of one word: further apart than a ranking has draws. */
const MOVE = 2_003;
const COUNTERPARTY = 4_007;
const REST = 6_011;

/** Writes what a quote costs in each draw, in bps; `word` names what is drawn for it alone, `shared` what is drawn for all. */
const drawCosts = (costs: Float64Array, score: QuoteScore, fairSdBps: number, word: number, shared: number): void => {
  const { allInCostBps, filledShare, reject, terms } = score;
  const sdOf = (name: string): number => terms.find((term) => term.name === name)?.sdBps ?? 0;
  costs.fill(allInCostBps - filledShare * reject.probability.value * reject.moveBps.value);
  addRejects(costs, score, word);
  addNormals(costs, filledShare * sdOf('counterparty'), word + COUNTERPARTY);
  addNormals(costs, sdOf('residual'), shared + REST);
  addNormals(costs, (1 - filledShare) * fairSdBps, shared);
};

const addNormals = (costs: Float64Array, sdBps: number, word: number): void => {
  if (sdBps === 0) return;
  const stretch = stretchOf(word);
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const drawn = sdBps * NORMALS[stretch + pair]!;
    costs[2 * pair] = costs[2 * pair]! + drawn;
    costs[2 * pair + 1] = costs[2 * pair + 1]! - drawn;
  }
};

/** A probability drawn beyond 0 or 1 is 0 or 1, a move below 0 is none. */
const addRejects = (costs: Float64Array, { filledShare, reject }: QuoteScore, word: number): void => {
  const { value: probability, sd: probabilitySd } = reject.probability;
  const { value: moveBps, sd: moveSdBps } = reject.moveBps;
  if (probability === 0 && probabilitySd === 0) return;
  const [often, far] = [stretchOf(word), stretchOf(word + MOVE)];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const more = probabilitySd * NORMALS[often + pair]!;
    const further = moveSdBps * NORMALS[far + pair]!;
    const rejects = min(1, max(0, probability + more)) * max(0, moveBps + further);
    const mirrored = min(1, max(0, probability - more)) * max(0, moveBps - further);
    costs[2 * pair] = costs[2 * pair]! + filledShare * rejects;
    costs[2 * pair + 1] = costs[2 * pair + 1]! + filledShare * mirrored;
  }
};

/** Names a stretch of the table: every letter of both names into every bit (finaliser of MurmurHash3, A. Appleby). */
const streamWord = (decisionId: string, dealer: string): number => {
  let x = wordOf(`${decisionId}\n${dealer}`);
  x = imul(x ^ (x >>> 16), 0x85ebca6b);
  x = imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
};
