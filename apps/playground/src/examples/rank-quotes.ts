import { blockUnits, offersAbove } from '../example-prices.js';
import { type Example } from './example.js';

const DEALERS = ['Dealer A', 'Dealer B', 'Dealer C'];
// A tight one, a fair one and a wide one.
const ABOVE_MID_BPS = [3, 5, 8];
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
      quotes: offersAbove(market, ABOVE_MID_BPS).map((price, i) => ({
        dealer: DEALERS[i],
        price,
        validForMs: HOUR_MS,
      })),
    },
  }),
};
