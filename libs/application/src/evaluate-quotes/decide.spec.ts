import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priceAtCost, type Side } from '#domain/core';
import { parametricForecast } from '#domain/impact';
import { type Quote } from '#domain/rfq';
import { fairPrice } from '#domain/scoring';
import { market, terms } from '../../../../test/factories/market.js';
import { decideEvaluateQuotes, forecastRequests, type RankedQuotes } from './decide.js';

const book = market({ terms: terms({ feesAndSettlementBps: 0 }) });

const decide = (side: Side, quantity: number, quotes: readonly Quote[]): RankedQuotes => {
  const request = { instrumentId: 'TEST', side, quantity, horizonSeconds: 1_800 };
  const decided = decideEvaluateQuotes({
    decisionId: 'test',
    decidedAt: '2024-03-05T15:00:00.000000000Z',
    request,
    quotes,
    market: book,
    features: null,
    riskAversion: 0.1,
    forecasts: forecastRequests(request, quotes, book, null).map(parametricForecast),
  });
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
};

/** A firm quote at the fair price of its size. */
const atFair = (dealer: string, side: Side, quantity: number, horizonSeconds = 1_800): Quote => {
  const hedge = parametricForecast({ side, quantity, horizonSeconds, aggression: 0.5, market: book, features: null });
  const { costBps, arrivalMid } = fairPrice(side, book, hedge);
  return { dealer, price: priceAtCost(side, arrivalMid, costBps), quantity, validForMs: 1e9, lastLookMs: 0 };
};

describe('decideEvaluateQuotes', () => {
  it('a block does not become cheaper by being split: the rest is worked while the dealer hedges his part', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Side>('BUY', 'SELL'),
        fc.integer({ min: 1_000, max: 400_000 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (side, quantity, share) => {
          const part = Math.max(1, Math.floor(quantity * share));
          const { quotes } = decide(side, quantity, [atFair('WHOLE', side, quantity), atFair('PART', side, part)]);
          expect(quotes[0]!.allInCostBps).toBeCloseTo(quotes[1]!.allInCostBps, 6);
        },
      ),
    );
  });
});
