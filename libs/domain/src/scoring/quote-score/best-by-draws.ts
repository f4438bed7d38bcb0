import { wordOf } from '#domain/core';
import { type FairValue } from '../fair-value/index.js';
import { tabledNormal } from './normal-table.js';
import { type QuoteScore } from './quote-score.js';
import { RankCounts, type RankBelief } from './rank-counts.js';

const { imul, max, min } = Math;

/** Draws and their mirrors. */
const PAIRS = 500;

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
  const uncertain = scores.map((score) => new UncertainScore(score, streamWord(decisionId, score.quote.dealer)));
  const shared = streamWord(decisionId, '');
  const counts = new RankCounts(n);
  const costs = new Float64Array(n);
  for (let draw = 0; draw < 2 * PAIRS; draw += 1) {
    const market = tabledNormal(shared, draw) * fair.sdBps;
    const rest = tabledNormal(shared + REST, draw);
    for (let i = 0; i < n; i += 1) costs[i] = uncertain[i]!.drawn(draw, market, rest);
    counts.add(costs);
  }
  return scores.map((_, i) => counts.beliefOf(i));
};

/** Offsets of the stretches of one word: further apart than a ranking has draws. */
const MOVE = 2_003;
const COUNTERPARTY = 4_007;
const REST = 6_011;

/** What is certain of a score, and what is drawn anew. */
class UncertainScore {
  /** The score without what is drawn. */
  private readonly certainBps: number;
  private readonly filledShare: number;
  private readonly probability: number;
  private readonly probabilitySd: number;
  private readonly moveBps: number;
  private readonly moveSdBps: number;
  private readonly counterpartySdBps: number;
  private readonly remainderSdBps: number;
  private readonly mayReject: boolean;

  constructor(
    { allInCostBps, filledShare, reject, terms }: QuoteScore,
    private readonly word: number,
  ) {
    const { probability, moveBps } = reject;
    const sdOf = (name: string): number => terms.find((term) => term.name === name)?.sdBps ?? 0;
    this.certainBps = allInCostBps - filledShare * probability.value * moveBps.value;
    this.filledShare = filledShare;
    this.probability = probability.value;
    this.probabilitySd = probability.sd;
    this.moveBps = moveBps.value;
    this.moveSdBps = moveBps.sd;
    this.counterpartySdBps = filledShare * sdOf('counterparty');
    this.remainderSdBps = sdOf('residual');
    this.mayReject = probability.value > 0 || probability.sd > 0;
  }

  drawn(draw: number, marketBps: number, rest: number): number {
    const { word } = this;
    return (
      this.certainBps +
      (this.mayReject ? this.rejectBps(draw) : 0) +
      this.counterpartySdBps * tabledNormal(word + COUNTERPARTY, draw) +
      this.remainderSdBps * rest +
      (1 - this.filledShare) * marketBps
    );
  }

  private rejectBps(draw: number): number {
    const probability = min(1, max(0, this.probability + this.probabilitySd * tabledNormal(this.word, draw)));
    const move = max(0, this.moveBps + this.moveSdBps * tabledNormal(this.word + MOVE, draw));
    return this.filledShare * probability * move;
  }
}

/** Names a stretch of the table: every letter of both names into every bit (finaliser of MurmurHash3, A. Appleby). */
const streamWord = (decisionId: string, dealer: string): number => {
  let x = wordOf(`${decisionId}\n${dealer}`);
  x = imul(x ^ (x >>> 16), 0x85ebca6b);
  x = imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
};
