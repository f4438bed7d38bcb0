import { blockUnits } from '../example-prices.js';
import { NO_ID, type Example } from './example.js';

export const ASK_DEALERS: Example = {
  name: 'AskDealers',
  role: 'trader',
  query: `# Buy side: dealers are asked to price a block. In the market that plays
# without a recording D1 to D8 answer by themselves, within seconds; any
# other name answers by submitQuote. The next tab follows the request.
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
      dealers: ['D1', 'D3', 'D5', 'D7', 'D8'],
      expiresInSeconds: 600,
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
      quoteRequest { version status openLots dealers { dealer status quote { quoteId offer { price lots } } fills { price lots } } }
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

export const TAKE_QUOTE: Example = {
  name: 'TakeQuote',
  role: 'trader',
  query: `# Lifts a quote of the request opened last; write here the dealer and the
# quoteId that rank first. The tab before shows the fill, or the last look
# that refused. Another answer needs another idempotencyKey.
mutation TakeQuote($input: RespondInput!) {
  respond(input: $input) {
    __typename
    ... on QuoteRequest {
      status openLots unsettledLots filledLots coverPrice
      dealers { dealer status quote { quoteId offer { price lots } } fills { price lots } }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (_, newKey) => ({
    input: {
      quoteRequestId: NO_ID,
      response: { lift: { dealer: 'D1', quoteId: 'D1-1' } },
      idempotencyKey: newKey(),
    },
  }),
  idFrom: 'quoteRequestId',
};
