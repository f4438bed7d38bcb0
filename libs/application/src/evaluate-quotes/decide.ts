import { err, ok, type Result } from '#domain/core';
import { bestAlternative } from '#domain/execution';
import { MARKOUT_SECONDS, type Quote } from '#domain/rfq';
import {
  adviseAction,
  askAnewBps,
  eligibleQuotes,
  rankScores,
  scoreQuoteTerms,
  type QuoteScore,
  type RankedScore,
  type ScoringContext,
  type WeighedQuote,
} from '#domain/scoring';
import { marketView } from '#application/decidable-market';
import { costView, forecastView } from '#application/forecast-impact';
import { adviceView } from './advice-view.js';
import { blockWorth, fairPriceView } from './block-worth.js';
import { decisionPoint } from './decision-point.js';
import { nothingToScore, type AllQuotesExpired, type NoQuoteScorable } from './failure.js';
import { blockForecasts, partSavesBps, type BlockForecasts } from './forecasts.js';
import { type EvaluateQuotesInputs, type StandingQuote } from './inputs.js';
import { KnownDealers } from './known-dealers.js';
import { type RankedQuotes, type RankedQuoteView } from './ranked-quotes.js';

/** The decision itself: pure, so that the stored inputs give the stored output byte for byte. */
export const decideEvaluateQuotes = (
  inputs: EvaluateQuotesInputs,
): Result<RankedQuotes, AllQuotesExpired | NoQuoteScorable> => {
  const { decisionId, decidedAt, request, market, features, riskAversion, awaited } = inputs;
  const { eligible, discarded } = eligibleQuotes(inputs.quotes, market);
  if (eligible.length === 0) return err(nothingToScore(discarded.map(({ reason }) => reason)));

  const dealers = new KnownDealers(inputs);
  const forecasts = blockForecasts(request, eligible, market, features, inputs.forecasts);
  const alternative = bestAlternative(forecasts.strategies, riskAversion);
  const worth = blockWorth(inputs, forecasts, dealers);
  const { arrivalMid, fair } = worth;
  const answering = [...eligible, ...awaited].map(({ dealer }) => dealers.profile(dealer));
  const context: ScoringContext = {
    side: request.side,
    quantity: request.quantity,
    feesAndSettlementBps: market.terms.feesAndSettlementBps + inputs.scoring.feesBps,
    arrivalMid,
    fair,
    askAnewBps: askAnewBps(fair.costBps, answering, alternative.slippage.meanBps),
    expiryCostMinBps: inputs.rule === 2 ? -Infinity : 0,
  };
  const weighed = new Map<Quote, WeighedQuote>(eligible.map((quote, i) => [quote, fair.quotes[i]!]));
  const ranked = rankScores(scored(context, forecasts, dealers), fair, decisionId);
  const tickSize = inputs.rule === 2 ? null : market.terms.tickSize;
  const point = decisionPoint(inputs, dealers, context, forecasts, alternative, ranked);
  return ok({
    decisionId,
    decidedAt,
    request,
    market: marketView(market),
    fairPrice: fairPriceView(request.side, worth),
    forecast: forecastView(forecasts.hedge),
    quotes: ranked.map((score) => rankedQuoteView(score, weighed.get(score.quote)!)),
    discarded: discarded.map(({ quote, reason, detail }) => ({ dealer: quote.dealer, reason, detail })),
    sunkLeakage: dealers.sunkLeakage([...inputs.quotes, ...awaited].map(({ dealer }) => dealer)),
    alternative: {
      strategy: alternative.strategy,
      horizonSeconds: alternative.horizonSeconds,
      slippage: costView(alternative.slippage),
    },
    advice: adviceView(adviseAction(point), request.side, { arrivalMid, tickSize }, alternative.strategy),
  });
};

/** A partial quote is held against what its part is worth. */
const scored = (
  context: ScoringContext,
  forecasts: BlockForecasts<StandingQuote>,
  dealers: KnownDealers,
): readonly QuoteScore[] =>
  forecasts.quotes.map((quoted) => {
    const { quote, remainder } = quoted;
    const saves = partSavesBps(forecasts, quoted);
    const ofPart: ScoringContext =
      remainder === undefined
        ? context
        : {
            ...context,
            fair: { ...context.fair, costBps: context.fair.costBps - saves },
            askAnewBps: context.askAnewBps - saves,
          };
    return scoreQuoteTerms(ofPart, {
      quote,
      ...dealers.partner(quote.dealer),
      ...(remainder !== undefined && { remainder }),
    });
  });

const rankedQuoteView = (score: RankedScore, weighed: WeighedQuote): RankedQuoteView => {
  const { quote, terms, expectedMarkouts, reject } = score;
  return {
    rank: score.rank,
    dealer: quote.dealer,
    price: quote.price,
    quantity: quote.quantity,
    validForMs: quote.validForMs,
    allInCostBps: score.allInCostBps,
    terms,
    edgeToFairBps: -terms.find(({ name }) => name === 'spreadToFair')!.bps,
    bestProbability: score.bestProbability,
    rankLow: score.rankLow,
    rankHigh: score.rankHigh,
    fairWeight: weighed.weight,
    ...(weighed.flag !== undefined && { evidenceFlag: weighed.flag }),
    rejectProbability: reject.probability,
    expectedMarkouts: expectedMarkouts.map(({ meanBps, sdBps, evidence, basis }, i) => ({
      seconds: MARKOUT_SECONDS[i]!,
      meanBps,
      sdBps,
      evidence,
      basis,
    })),
  };
};
