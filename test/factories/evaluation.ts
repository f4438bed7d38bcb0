import { parametricForecast } from '#domain/impact';
import { MARKOUT_SECONDS, type Quote } from '#domain/rfq';
import { DealerHistory, DEFAULT_DEALER_PRIORS, DEFAULT_SCORING_SETTINGS } from '#domain/scoring';
import { forecastRequests, type EvaluateQuotesInputs } from '#application/evaluate-quotes';
import { market } from './market.js';

/** A full, firm and lasting quote a few bps above the mid of 100. */
export const standingQuote = (
  overrides: Partial<EvaluateQuotesInputs['quotes'][number]> = {},
): EvaluateQuotesInputs['quotes'][number] => ({
  dealer: 'A',
  price: 100.05,
  quantity: 10_000,
  validForMs: 60_000,
  lastLookMs: 0,
  ageSeconds: 0,
  midMovedBps: 0,
  ...overrides,
});

/** Inputs of an evaluation of the published formulas and of dealers of whom nothing is known. */
export const evaluationInputs = (overrides: Partial<EvaluateQuotesInputs> = {}): EvaluateQuotesInputs => {
  const inputs = {
    rule: 3,
    decisionId: 'decision',
    decidedAt: '2024-03-05T15:00:00.000000000Z',
    request: { instrumentId: 'TEST', side: 'BUY', quantity: 10_000, horizonSeconds: 1_800 },
    quotes: [standingQuote()],
    awaited: [],
    secondsLeft: 0,
    further: [],
    market: market(),
    features: null,
    riskAversion: 0.1,
    scoring: DEFAULT_SCORING_SETTINGS,
    ...overrides,
  } as const;
  const { request, quotes, awaited, further } = inputs;
  const dealers = [...quotes, ...awaited].map(({ dealer }) => dealer).concat(further);
  return {
    profiles: new DealerHistory(dealers, MARKOUT_SECONDS.length).profiles(DEFAULT_DEALER_PRIORS),
    forecasts: forecastRequests(request, quotes as readonly Quote[], inputs.market, null).map(parametricForecast),
    ...inputs,
  };
};
