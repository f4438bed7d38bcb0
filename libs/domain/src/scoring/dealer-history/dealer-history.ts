import { BPS } from '#domain/core';
import { type DealerPriors, type DealerProfile } from './dealer-profile.js';
import { type ErrorVariance, ErrorVariances } from './error-variances.js';
import { basisOf, type Estimate } from './estimate.js';
import { Moments } from './moments.js';
import { type AskedDealer, type QuotedRequest } from './quoted-request.js';
import { ResponseTimes } from './response-times.js';
import { shrinkMeans } from './shrink-means.js';
import { shrinkRates } from './shrink-rates.js';

/** Weight of the assumed error of a quote: that of so many pairs of quotes. */
const PRIOR_PAIRS = 10;

/**
 * What a client's requests say of the dealers who answered them, request by request. Memory does not grow with their number; the
 * order in which they come changes nothing but the last bits.
 */
export class DealerHistory {
  private readonly biases: readonly Moments[];
  private readonly errors: ErrorVariances;
  private readonly response: ResponseTimes;
  private readonly accepted: Float64Array;
  private readonly rejected: Float64Array;
  private readonly rejectMoves: readonly Moments[];
  /** By markout time, then dealer. */
  private readonly drifts: readonly (readonly Moments[])[];
  /** Scratch: costs less the prior of the quotes of one request, by dealer, NaN without one. */
  private readonly excess: Float64Array;

  /** `names`: by index of the dealer. `markouts`: how many markout mids each request has. */
  constructor(
    private readonly names: readonly string[],
    markouts: number,
  ) {
    const perDealer = (): readonly Moments[] => names.map(() => new Moments());
    this.biases = perDealer();
    this.errors = new ErrorVariances(names.length);
    this.response = new ResponseTimes(names.length);
    this.accepted = new Float64Array(names.length);
    this.rejected = new Float64Array(names.length);
    this.rejectMoves = perDealer();
    this.drifts = Array.from({ length: markouts }, perDealer);
    this.excess = new Float64Array(names.length);
  }

  /**
   * A request that is over. `priorCostBps`: the fair cost that the model saw in it, against the mid, before any quote. What is NaN is not
   * known, and says nothing.
   */
  add(request: QuotedRequest, priorCostBps: number): void {
    this.excess.fill(NaN);
    for (const asked of request.quotes) {
      this.addAnswer(asked, request.endedNs);
      this.addAcceptance(asked);
      const excess = costOf(request, asked) - priorCostBps;
      if (Number.isNaN(excess)) continue;
      this.biases[asked.dealer]!.add(excess);
      this.excess[asked.dealer] = excess;
    }
    this.addPairs();
    if (request.winner >= 0) this.addDrifts(request);
  }

  /** Estimates by dealer. */
  profiles(priors: DealerPriors): readonly DealerProfile[] {
    const biases = shrinkMeans(this.biases, priors.biasBps);
    const variances = this.errors.estimate(priors.errorSdBps ** 2, PRIOR_PAIRS);
    const hazards = this.response.hazards(priors.response);
    const rejects = shrinkRates(
      this.names.map((_, i) => ({ happened: this.rejected[i]!, possible: this.accepted[i]! })),
      priors.rejectProbability,
    );
    const moves = shrinkMeans(this.rejectMoves, priors.rejectMoveBps);
    const drifts = this.drifts.map((dealers) => shrinkMeans(dealers, priors.driftBps));
    return this.names.map((dealer, i) => ({
      dealer,
      biasBps: biases[i]!,
      errorSdBps: this.errorSd(i, variances[i]!),
      response: hazards[i]!,
      rejectProbability: rejects[i]!,
      rejectMoveBps: moves[i]!,
      driftBps: drifts.map((estimates) => estimates[i]!),
    }));
  }

  private errorSd(dealer: number, { value: variance, freedom }: ErrorVariance): Estimate {
    const evidence = this.errors.evidence(dealer);
    const own = evidence / (evidence + PRIOR_PAIRS);
    const value = Math.sqrt(variance);
    return { value, sd: value / Math.sqrt(2 * freedom), evidence, basis: basisOf(own, 0) };
  }

  private addAnswer({ dealer, askedNs, quotedNs, fate }: AskedDealer, endedNs: number): void {
    const hasAnswered = fate !== 'NO_ANSWER' && fate !== 'LATE';
    const seconds = ((hasAnswered ? quotedNs : endedNs) - askedNs) / 1e9;
    if (!Number.isNaN(seconds)) this.response.add(dealer, seconds, hasAnswered);
  }

  private addAcceptance({ dealer, fate, rejectMoveBps }: AskedDealer): void {
    if (fate !== 'DONE' && fate !== 'LAST_LOOK_REJECTED') return;
    this.accepted[dealer] = this.accepted[dealer]! + 1;
    if (fate !== 'LAST_LOOK_REJECTED') return;
    this.rejected[dealer] = this.rejected[dealer]! + 1;
    if (!Number.isNaN(rejectMoveBps)) this.rejectMoves[dealer]!.add(rejectMoveBps);
  }

  private addPairs(): void {
    const quotes = this.excess.reduce((count, one) => (Number.isNaN(one) ? count : count + 1), 0);
    for (const [i, one] of this.excess.entries()) {
      if (Number.isNaN(one)) continue;
      for (let j = i + 1; j < this.excess.length; j += 1) {
        const other = this.excess[j]!;
        if (!Number.isNaN(other)) this.errors.add(i, j, one - other, quotes);
      }
    }
  }

  private addDrifts({ side, arrivalMid, endMid, winner, markoutMids }: QuotedRequest): void {
    for (const [i, mid] of markoutMids.entries()) {
      const drift = (side * (mid - endMid) * BPS) / arrivalMid;
      if (!Number.isNaN(drift)) this.drifts[i]![winner]!.add(drift);
    }
  }
}

/** Of the price on the client's side against the mid when the answer came: fair moves with the mid. NaN without one. */
const costOf = ({ side, arrivalMid }: QuotedRequest, { bid, offer, midAtQuote }: AskedDealer): number =>
  (side * ((side > 0 ? offer : bid) - midAtQuote) * BPS) / arrivalMid;
