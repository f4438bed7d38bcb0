import { BPS } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { type ImpactForecast } from '#domain/impact';
import { type TwoSidedMarket } from '#domain/market-data';
import { type Quote, type QuoteRequest } from '#domain/rfq';
import { ResponseHazard, type DealerProfile, type ScoringSettings } from '#domain/scoring';

/** A quote at the time of the decision, and what has happened since it was given. */
export interface StandingQuote extends Quote {
  readonly ageSeconds: number;
  /** How far the mid has moved since, in the client's own direction; null where nobody knows. */
  readonly midMovedBps: number | null;
}

/** A dealer who was asked and has not answered. */
export interface AwaitedDealer {
  readonly dealer: string;
  readonly waitedSeconds: number;
}

/** Everything an evaluation is computed from: stored with it, and enough to compute it again. */
export interface EvaluateQuotesInputs {
  /** By rule 2 an expiry could save, and a counter was at any price; by rule 3 it costs or does nothing, and counters are whole ticks off. */
  readonly rule: 2 | 3;
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly request: QuoteRequest;
  readonly quotes: readonly StandingQuote[];
  readonly awaited: readonly AwaitedDealer[];
  /** Until the request ends, and nobody is waited for any longer; 0 where the client takes what there is or leaves it. */
  readonly secondsLeft: number;
  /** Dealers who were not asked and could be. */
  readonly further: readonly string[];
  readonly market: TwoSidedMarket;
  /** Once, for all that the model is asked. */
  readonly features: FeatureSnapshot | null;
  readonly riskAversion: number;
  readonly scoring: ScoringSettings;
  /** Of every dealer above, in any order. */
  readonly profiles: readonly DealerProfile[];
  /** The model's answers to `forecastRequests`, as they were. */
  readonly forecasts: readonly ImpactForecast[];
}

/** Inputs as they were written, read again. */
export const parseInputs = (text: string): EvaluateQuotesInputs => {
  const inputs = JSON.parse(text) as EvaluateQuotesInputs;
  return {
    ...inputs,
    profiles: inputs.profiles.map((profile) => ({
      ...profile,
      response: new ResponseHazard(profile.response.overStep, profile.response.evidence),
    })),
  };
};

/** How the mid of this market moves. */
export const volatilityBpsPerSqrtSecond = ({ terms }: TwoSidedMarket): number =>
  (BPS * terms.dailyVolatility) / Math.sqrt(terms.sessionSeconds);
