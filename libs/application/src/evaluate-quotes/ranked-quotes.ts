import { type QuoteRequest } from '#domain/rfq';
import {
  type DiscardReason,
  type Estimate,
  type EstimateBasis,
  type EvidenceFlag,
  type QuoteTerm,
} from '#domain/scoring';
import { type MarketView } from '#application/decidable-market';
import { type CostView, type ForecastView } from '#application/forecast-impact';
import { type AdviceView } from './advice-view.js';

/** Where the mid is expected some time after a trade with the dealer, against the price paid: positive is good for the client. */
export interface MarkoutView {
  readonly seconds: number;
  readonly meanBps: number;
  readonly sdBps: number;
  readonly evidence: number;
  readonly basis: EstimateBasis;
}

export interface RankedQuoteView {
  readonly rank: number;
  readonly dealer: string;
  readonly price: number;
  readonly quantity: number;
  readonly validForMs: number;
  /** Sum of the terms. */
  readonly allInCostBps: number;
  readonly terms: readonly QuoteTerm[];
  readonly edgeToFairBps: number;
  readonly bestProbability: number;
  /** Its true rank lies between these with a probability of 90 % at least. */
  readonly rankLow: number;
  readonly rankHigh: number;
  /** Share of the fair value that rests on this quote. */
  readonly fairWeight: number;
  readonly evidenceFlag?: EvidenceFlag;
  readonly rejectProbability: Estimate;
  readonly expectedMarkouts: readonly MarkoutView[];
}

export interface DiscardedQuoteView {
  readonly dealer: string;
  readonly reason: DiscardReason;
  readonly detail: string;
}

/** What the block is worth, given the model, all quotes, and what is known of their dealers. */
export interface FairPriceView {
  readonly price: number;
  readonly costBps: number;
  readonly sdBps: number;
  readonly quantiles: readonly { readonly probability: number; readonly price: number }[];
  /** What the model alone says, before any quote, and its share in the fair cost. */
  readonly prior: { readonly costBps: number; readonly sdBps: number; readonly weight: number };
  /** The winner's curse: how far below the fair cost the best of so many quotes lies on average. */
  readonly bestOfNBps: number;
}

/** The answer: quotes ranked by all-in cost against the fair price, beside what else could be done. */
export interface RankedQuotes {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly request: QuoteRequest;
  readonly market: MarketView;
  readonly fairPrice: FairPriceView;
  /** Predicted impact of the whole block when a dealer hedges it over the horizon. */
  readonly forecast: ForecastView;
  readonly quotes: readonly RankedQuoteView[];
  readonly discarded: readonly DiscardedQuoteView[];
  /** What those asked have given away already, whoever is traded with; no part of any score. */
  readonly sunkLeakage: { readonly bps: number; readonly basis: EstimateBasis };
  readonly alternative: { readonly strategy: string; readonly horizonSeconds: number; readonly slippage: CostView };
  readonly advice: AdviceView;
}
