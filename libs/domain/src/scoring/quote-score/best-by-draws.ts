import { wordOf } from '#domain/core';
import { tabledNormal } from './normal-table.js';
import { type FairValue } from '../fair-value/index.js';
import { type QuoteScore } from './quote-score.js';

const { imul, max, min } = Math;

/** How sure a rank is. */
export interface RankBelief {
  /** Probability that the quote is truly the cheapest. */
  readonly bestProbability: number;
  /** Between these ranks with a probability of 90 % at least. */
  readonly rankLow: number;
  readonly rankHigh: number;
}

const DRAWS = 1_000;
const TAIL = 0.05;

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
  const n = scores.length;
  const words = scores.map(({ quote }) => streamWord(decisionId, quote.dealer));
  const shared = streamWord(decisionId, '');
  const uncertain = scores.map(uncertaintyOf);
  const costs = new Float64Array(n);
  const cheaper = new Int32Array(n);
  const wins = new Float64Array(n);
  const ranks = new Float64Array(n * n);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const market = tabledNormal(shared, draw) * fair.sdBps;
    const rest = tabledNormal(shared + REST, draw);
    for (let i = 0; i < n; i += 1) costs[i] = drawnCost(uncertain[i]!, words[i]!, draw, market, rest);
    countRanks(costs, cheaper, wins, ranks);
  }
  return scores.map((_, i) => {
    const [rankLow, rankHigh] = rankInterval(ranks.subarray(i * n, (i + 1) * n));
    return { bestProbability: wins[i]! / DRAWS, rankLow, rankHigh };
  });
};

/** What is certain of a score, and what is drawn anew. */
interface Uncertainty {
  /** The score without what is drawn. */
  readonly certainBps: number;
  readonly filledShare: number;
  readonly rejectProbability: number;
  readonly rejectProbabilitySd: number;
  readonly rejectMoveBps: number;
  readonly rejectMoveSdBps: number;
  readonly counterpartySdBps: number;
  readonly remainderSdBps: number;
}

const uncertaintyOf = ({ allInCostBps, filledShare, reject, terms }: QuoteScore): Uncertainty => {
  const { probability, moveBps } = reject;
  const sdOf = (name: string): number => terms.find((term) => term.name === name)?.sdBps ?? 0;
  return {
    certainBps: allInCostBps - filledShare * probability.value * moveBps.value,
    filledShare,
    rejectProbability: probability.value,
    rejectProbabilitySd: probability.sd,
    rejectMoveBps: moveBps.value,
    rejectMoveSdBps: moveBps.sd,
    counterpartySdBps: filledShare * sdOf('counterparty'),
    remainderSdBps: sdOf('residual'),
  };
};

/** Offsets of the stretches of one word: further apart than a ranking has draws. */
const MOVE = 2_003;
const COUNTERPARTY = 4_007;
const REST = 6_011;

const drawnCost = (of: Uncertainty, word: number, draw: number, marketBps: number, rest: number): number => {
  const probability = min(1, max(0, of.rejectProbability + of.rejectProbabilitySd * tabledNormal(word, draw)));
  const move = max(0, of.rejectMoveBps + of.rejectMoveSdBps * tabledNormal(word + MOVE, draw));
  return (
    of.certainBps +
    of.filledShare * probability * move +
    of.counterpartySdBps * tabledNormal(word + COUNTERPARTY, draw) +
    of.remainderSdBps * rest +
    (1 - of.filledShare) * marketBps
  );
};

/** One draw: who is cheapest, and how many are cheaper than each; `cheaper` is scratch. */
const countRanks = (costs: Float64Array, cheaper: Int32Array, wins: Float64Array, ranks: Float64Array): void => {
  const n = costs.length;
  cheaper.fill(0);
  for (let i = 0; i < n; i += 1) {
    const cost = costs[i]!;
    for (let j = i + 1; j < n; j += 1) {
      const other = costs[j]!;
      if (other < cost) cheaper[i] = cheaper[i]! + 1;
      else if (cost < other) cheaper[j] = cheaper[j]! + 1;
    }
  }
  let ties = 0;
  for (let i = 0; i < n; i += 1) {
    const at = i * n + cheaper[i]!;
    ranks[at] = ranks[at]! + 1;
    if (cheaper[i] === 0) ties += 1;
  }
  for (let i = 0; i < n; i += 1) if (cheaper[i] === 0) wins[i] = wins[i]! + 1 / ties;
};

/** Ranks from 1, by how often each came. */
const rankInterval = (counts: Float64Array): readonly [number, number] => {
  let low = 0;
  for (let sum = counts[0]!; sum <= TAIL * DRAWS; sum += counts[low]!) low += 1;
  let high = counts.length - 1;
  for (let sum = counts[high]!; sum <= TAIL * DRAWS; sum += counts[high]!) high -= 1;
  return [low + 1, high + 1];
};

/** Names a stretch of the table: every letter of both names into every bit (finaliser of MurmurHash3, A. Appleby). */
const streamWord = (decisionId: string, dealer: string): number => {
  let x = wordOf(`${decisionId}\n${dealer}`);
  x = imul(x ^ (x >>> 16), 0x85ebca6b);
  x = imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
};
