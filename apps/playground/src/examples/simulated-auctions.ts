import { type Example } from './example.js';

export const SIMULATED_AUCTIONS: Example = {
  name: 'SimulatedAuctions',
  role: 'dealer',
  query: `# What simulated clients lately asked simulated dealers for;
# a recording has none, and says so.
query SimulatedAuctions($instrumentId: ID!) {
  simulatedAuctions(instrumentId: $instrumentId) {
    __typename
    ... on SimulatedAuctions {
      source { kind name }
      auctions {
        requestedAt
        side
        quantity
        clientTier
        arrivalMid
        quotes { dealer price responseSeconds fate }
        result
        trade { dealer price costBps }
        coverPrice
      }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: ({ instrumentId }) => ({ instrumentId }),
};
