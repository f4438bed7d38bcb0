import { BPS, sideSign } from '#domain/core';
import { MARKOUT_SECONDS } from '#domain/rfq';
import { DEFAULT_LEAKAGE_GATE, LeakageHistory } from '../panel/index.js';
import {
  LEAKED_BY_MARKOUT,
  quotedRequestOf,
  tellsLeakage,
  type DealerOutcome,
  type FinishedRequest,
} from '../request-history/index.js';
import { AdjustedMeans, type AdjustedMean } from './adjusted-means.js';
import { difficultyOf } from './difficulty.js';
import { FIGURE_COUNT_MIN, type DealerScorecard, type ScorecardFigure } from './scorecard.js';

const { max, min, sqrt } = Math;

/** Scorecards of dealers from rows of history, row by row. Memory does not grow with the rows, and their order changes only the last bits. */
export class DealerScorecards {
  private readonly indexes: ReadonlyMap<string, number>;
  private readonly requests: Float64Array;
  private readonly quoted: Float64Array;
  private readonly traded: Float64Array;
  private readonly response: AdjustedMeans;
  private readonly responseSeconds: AdjustedMeans;
  private readonly hits: AdjustedMeans;
  private readonly toMid: AdjustedMeans;
  private readonly toFair: AdjustedMeans;
  private readonly ranks: AdjustedMeans;
  private readonly covers: AdjustedMeans;
  private readonly rejections: AdjustedMeans;
  private readonly markouts: readonly AdjustedMeans[];
  private readonly nextMarkouts: AdjustedMeans;
  private readonly leakage: LeakageHistory;

  /** Of these dealers and no others; `sizeClassEnds` as of LeakageHistory. */
  constructor(
    private readonly names: readonly string[],
    sizeClassEnds: readonly number[],
  ) {
    const dealers = names.length;
    this.indexes = new Map(names.map((name, i) => [name, i]));
    this.requests = new Float64Array(dealers);
    this.quoted = new Float64Array(dealers);
    this.traded = new Float64Array(dealers);
    this.response = new AdjustedMeans(dealers);
    this.responseSeconds = new AdjustedMeans(dealers);
    this.hits = new AdjustedMeans(dealers);
    this.toMid = new AdjustedMeans(dealers);
    this.toFair = new AdjustedMeans(dealers);
    this.ranks = new AdjustedMeans(dealers);
    this.covers = new AdjustedMeans(dealers);
    this.rejections = new AdjustedMeans(dealers);
    this.markouts = MARKOUT_SECONDS.map(() => new AdjustedMeans(dealers));
    this.nextMarkouts = new AdjustedMeans(dealers);
    this.leakage = new LeakageHistory(names, sizeClassEnds, LEAKED_BY_MARKOUT);
  }

  add(row: FinishedRequest): void {
    const difficulty = difficultyOf(row);
    const ranks = ranksOf(row);
    for (const [i, outcome] of row.dealers.entries()) {
      const dealer = this.indexes.get(outcome.dealer);
      if (dealer === undefined) continue;
      this.requests[dealer] = this.requests[dealer]! + 1;
      this.addAnswer(row, outcome, dealer, difficulty);
      this.addTakings(outcome, dealer, difficulty);
      this.ranks.add(dealer, difficulty, ranks[i]!);
      if (outcome.quote !== null) this.addQuote(row, outcome, dealer, difficulty);
      if (outcome.filledLots > 0) this.addTrade(row, outcome, dealer, difficulty);
    }
    const known = { ...row, dealers: row.dealers.filter(({ dealer }) => this.indexes.has(dealer)) };
    if (tellsLeakage(known)) this.leakage.add(quotedRequestOf(known, (dealer) => this.indexes.get(dealer)!));
  }

  /** By dealer. */
  scorecards(): readonly DealerScorecard[] {
    const leakage = this.leakage.estimates(DEFAULT_LEAKAGE_GATE);
    const response = this.response.means();
    const responseSeconds = this.responseSeconds.means();
    const hits = this.hits.means();
    const toMid = this.toMid.means();
    const toFair = this.toFair.means();
    const ranks = this.ranks.means();
    const covers = this.covers.means();
    const rejections = this.rejections.means();
    const markouts = this.markouts.map((markout) => markout.means());
    const nextMarkouts = this.nextMarkouts.means();
    return this.names.map((dealer, i) => ({
      dealer,
      requests: this.requests[i]!,
      quoted: this.quoted[i]!,
      traded: this.traded[i]!,
      responseRate: rateFigure(response[i]!),
      responseSeconds: meanFigure(responseSeconds[i]!),
      hitRatio: rateFigure(hits[i]!),
      spreadToMidBps: meanFigure(toMid[i]!),
      spreadToFairBps: meanFigure(toFair[i]!),
      rank: meanFigure(ranks[i]!),
      coverDistanceBps: meanFigure(covers[i]!),
      rejectRate: rateFigure(rejections[i]!),
      markoutsBps: MARKOUT_SECONDS.map((seconds, at) => ({ seconds, figure: meanFigure(markouts[at]![i]!) })),
      nextMidMarkoutBps: meanFigure(nextMarkouts[i]!),
      leakage: leakage[i]!,
    }));
  }

  /** An import names only those who quoted, and not when. */
  private addAnswer(
    { source }: FinishedRequest,
    { quote, answeredAfterMs }: DealerOutcome,
    dealer: number,
    difficulty: readonly number[],
  ): void {
    if (source === 'IMPORTED') return;
    this.response.add(dealer, difficulty, quote === null ? 0 : 1);
    if (quote !== null && answeredAfterMs !== null) {
      this.responseSeconds.add(dealer, difficulty, answeredAfterMs / 1_000);
    }
  }

  private addTakings({ takings, rejections }: DealerOutcome, dealer: number, difficulty: readonly number[]): void {
    for (let taking = 0; taking < takings; taking += 1) {
      this.rejections.add(dealer, difficulty, taking < rejections ? 1 : 0);
    }
  }

  private addQuote(row: FinishedRequest, outcome: DealerOutcome, dealer: number, difficulty: readonly number[]): void {
    this.quoted[dealer] = this.quoted[dealer]! + 1;
    this.hits.add(dealer, difficulty, outcome.filledLots > 0 ? 1 : 0);
    const toMidBps = moveBps(row, outcome.quote?.mid ?? NaN, priceOf(row, outcome));
    const fairBps = row.side === null ? NaN : (row.conditions?.fairCostBps?.[row.side] ?? NaN);
    this.toMid.add(dealer, difficulty, toMidBps);
    this.toFair.add(dealer, difficulty, toMidBps - fairBps);
  }

  private addTrade(row: FinishedRequest, outcome: DealerOutcome, dealer: number, difficulty: readonly number[]): void {
    this.traded[dealer] = this.traded[dealer]! + 1;
    this.covers.add(dealer, difficulty, moveBps(row, priceOf(row, outcome), row.coverPrice ?? NaN));
    const endMid = row.endMid ?? NaN;
    for (const { horizonMs, mid } of row.markouts) {
      this.markouts[MARKOUT_SECONDS.findIndex((seconds) => seconds * 1_000 === horizonMs)]?.add(
        dealer,
        difficulty,
        moveBps(row, endMid, mid),
      );
    }
    this.nextMarkouts.add(dealer, difficulty, moveBps(row, endMid, row.nextMid ?? NaN));
  }
}

/** From one price to another in the client's direction, in bps of the arrival mid; NaN where something is not known. */
const moveBps = ({ side, arrivalMid }: FinishedRequest, from: number, to: number): number =>
  side === null ? NaN : (sideSign(side) * (to - from) * BPS) / (arrivalMid ?? NaN);

/** On the client's side; NaN without one. */
const priceOf = ({ side }: FinishedRequest, { quote }: DealerOutcome): number =>
  (side === null ? undefined : side === 'BUY' ? quote?.offer : quote?.bid) ?? NaN;

/** By position of the outcome; NaN without a price, or where nobody else has one. */
const ranksOf = (row: FinishedRequest): readonly number[] => {
  const costs = row.dealers.map((outcome) => moveBps(row, 0, priceOf(row, outcome)));
  const known = costs.filter((cost) => !Number.isNaN(cost));
  return costs.map((cost) => {
    if (Number.isNaN(cost) || known.length < 2) return NaN;
    const better = known.filter((other) => other < cost).length;
    const equal = known.filter((other) => other === cost).length;
    return better + (equal + 1) / 2;
  });
};

const NORMAL_95 = 1.959_963_984_540_054;

const meanFigure = ({ count, mean, adjusted, standardError }: AdjustedMean): ScorecardFigure => {
  if (count < FIGURE_COUNT_MIN) return { count };
  const reach = NORMAL_95 * standardError;
  return { count, estimate: { value: adjusted, low: adjusted - reach, high: adjusted + reach, unadjusted: mean } };
};

/**
 * Of a share: the interval of Wilson (J. Am. Stat. Assoc. 22(158), 1927), which is right where it is next to 0 or 1 too, moved with the
 * adjustment.
 */
const rateFigure = ({ count, mean, adjusted }: AdjustedMean): ScorecardFigure => {
  if (count < FIGURE_COUNT_MIN) return { count };
  const weight = NORMAL_95 ** 2 / count;
  const middle = (mean + weight / 2) / (1 + weight);
  const reach = (NORMAL_95 * sqrt((mean * (1 - mean)) / count + weight / (4 * count))) / (1 + weight);
  const share = (value: number): number => min(1, max(0, value));
  const moved = adjusted - mean;
  return {
    count,
    estimate: {
      value: share(adjusted),
      low: share(middle - reach + moved),
      high: share(middle + reach + moved),
      unadjusted: mean,
    },
  };
};
