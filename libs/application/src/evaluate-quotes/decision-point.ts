import { BPS } from '#domain/core';
import { type ScenarioRow } from '#domain/execution';
import { beyondVouchedRange } from '#domain/impact';
import { anticipatedCost, type DecisionPoint, type RankedScore, type ScoringContext } from '#domain/scoring';
import { type BlockForecasts } from './forecasts.js';
import { volatilityBpsPerSqrtSecond, type EvaluateQuotesInputs, type StandingQuote } from './inputs.js';
import { type KnownDealers } from './known-dealers.js';

/** All that the advice rests on, from the inputs of an evaluation and its ranking. */
export const decisionPoint = (
  inputs: EvaluateQuotesInputs,
  dealers: KnownDealers,
  context: ScoringContext,
  { hedge }: BlockForecasts<StandingQuote>,
  alternative: ScenarioRow,
  ranked: readonly RankedScore[],
): DecisionPoint => {
  const { request, market, scoring, awaited, secondsLeft, further, riskAversion } = inputs;
  const outOfRange = beyondVouchedRange(hedge, request.quantity / market.terms.averageDailyVolume);
  return {
    ranked,
    fair: context.fair,
    pending: awaited.map(({ dealer, waitedSeconds }) => ({
      dealer,
      response: dealers.profile(dealer).response,
      waitedSeconds,
      costBps: anticipatedCost(context, dealers.partner(dealer)),
    })),
    secondsLeft,
    counterTickBps: inputs.rule === 2 ? 0 : (BPS * market.terms.tickSize) / context.arrivalMid,
    further: further.map((dealer) => ({
      dealer,
      costBps: anticipatedCost(context, dealers.partner(dealer)),
      responseProbability: dealers.profile(dealer).response.answersWithin(secondsLeft),
      leakageBps: dealers.leakageBps(dealer),
    })),
    alternative: { strategy: alternative.strategy, slippage: alternative.slippage },
    ...(scoring.passCostBps !== undefined && { passCostBps: scoring.passCostBps }),
    volatilityBpsPerSqrtSecond: volatilityBpsPerSqrtSecond(market),
    riskAversion,
    ...(outOfRange !== undefined && { outOfRange }),
  };
};
