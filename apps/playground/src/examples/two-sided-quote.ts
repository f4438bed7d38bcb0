import { blockUnits } from '../example-prices.js';
import { type Example } from './example.js';

export const TWO_SIDED_QUOTE: Example = {
  name: 'TwoSidedQuote',
  role: 'dealer',
  query: `# Dealer: a client asks for a price on a block.
# Both sides, every basis point a named term, and what
# the price is worth to the desk.
mutation TwoSidedQuote($input: GenerateQuoteInput!) {
  generateQuote(input: $input) {
    __typename
    ... on DealerQuote {
      decisionId
      decidedAt
      validForMs
      clientTier
      quotedSpreadBps
      bid { ...Side }
      offer { ...Side }
      market { bid ask mid source { kind name } }
    }
    ... on ExpectedError { code message field allowed }
  }
}

fragment Side on SideQuote {
  clientSide
  price
  markupBps
  hitProbability
  expectedPnlBps
  pnlIfDoneBps { mean low high }
  breakEvenBps
  hedgedShare
  terms { name bps }
  hedge { temporaryBps permanentBps slippage { sdBps } }
}
`,
  variables: (market, newKey) => ({
    input: {
      instrumentId: market.instrumentId,
      quantity: blockUnits(market),
      client: 'Client 1',
      horizonSeconds: 1800,
      idempotencyKey: newKey(),
    },
  }),
};

export const QUOTE_STREAM: Example = {
  name: 'QuoteStream',
  role: 'dealer',
  query: `# Dealer: the same block, priced anew as the market or the inventory
# changes. Indicative: nobody can deal at it, and nothing is recorded.
subscription QuoteStream($input: QuoteStreamInput!) {
  quoteStream(input: $input) {
    __typename
    ... on IndicativeQuote {
      revision
      pricedAt
      validForMs
      quotedSpreadBps
      bid { price markupBps hitProbability }
      offer { price markupBps hitProbability }
      market { bid ask mid }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market) => ({
    input: {
      instrumentId: market.instrumentId,
      quantity: blockUnits(market),
      client: 'Client 1',
      horizonSeconds: 1800,
    },
  }),
};
