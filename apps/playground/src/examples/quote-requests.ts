import { blockUnits } from '../example-prices.js';
import { NO_ID, type Example } from './example.js';

export const ASK_DEALERS: Example = {
  name: 'AskDealers',
  role: 'trader',
  query: `# Buy side: three dealers are asked to price a block. They answer by
# submitQuote; respond hits or lifts; the next tab follows the request.
mutation AskDealers($input: OpenQuoteRequestInput!) {
  openQuoteRequest(input: $input) {
    __typename
    ... on QuoteRequest { quoteRequestId status lots expiresAt dealers { dealer status } }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market, newKey) => ({
    input: {
      legs: [{ instrumentId: market.instrumentId }],
      side: 'BUY',
      quantity: blockUnits(market),
      dealers: ['Dealer A', 'Dealer B', 'Dealer C'],
      expiresInSeconds: 3600,
      idempotencyKey: newKey(),
    },
  }),
};

export const REQUEST_UPDATES: Example = {
  name: 'RequestUpdates',
  role: 'trader',
  query: `# The request opened last, as it changes: opening this tab puts in its
# id. It is ranked anew with every quote and when the market moves.
subscription RequestUpdates($id: ID!) {
  quoteRequestUpdated(id: $id) {
    __typename
    ... on QuoteRequestUpdate {
      at
      quoteRequest { version status openLots dealers { dealer status quote { offer { price lots } } } }
      rankings {
        side
        ranking {
          ... on RankedQuotes { quotes { rank dealer price allInCostBps bestProbability } advice { action reason } }
          ... on ExpectedError { code message }
        }
      }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: () => ({ id: NO_ID }),
  idFrom: 'quoteRequestId',
};
