import { blockUnits, offersAbove } from '../example-prices.js';
import { type Example } from './example.js';

// A tight dealer, a fair one and a wide one.
const QUOTED_BPS = { 'Dealer A': 3, 'Dealer B': 5, 'Dealer C': 8 };
const HOUR_MS = 3_600_000;

export const RANK_QUOTES: Example = {
  name: 'RankQuotes',
  role: 'trader',
  query: `# Buy side: three dealers answered a request for quote.
# Which is best, and is it better than working the order?
# The same idempotencyKey again gives the same decision.
mutation RankQuotes($input: EvaluateQuotesInput!) {
  evaluateQuotes(input: $input) {
    __typename
    ... on RankedQuotes {
      decisionId
      decidedAt
      advice { action dealer savingBps reason }
      quotes {
        rank
        dealer
        price
        allInCostBps
        edgeToFairBps
        bestProbability
        terms { name bps basis }
      }
      discarded { dealer reason detail }
      fairPrice { price costBps sdBps }
      alternative { strategy slippage { meanBps sdBps } }
      market { bid ask mid source { kind name } }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market, newKey) => ({
    input: {
      instrumentId: market.instrumentId,
      side: 'BUY',
      quantity: blockUnits(market),
      horizonSeconds: 1800,
      idempotencyKey: newKey(),
      quotes: Object.keys(QUOTED_BPS).map((dealer, i) => ({
        dealer,
        price: offersAbove(market, Object.values(QUOTED_BPS))[i],
        validForMs: HOUR_MS,
      })),
    },
  }),
};
