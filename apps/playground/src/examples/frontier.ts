import { blockUnits } from '../example-prices.js';
import { type Example } from './example.js';

export const FRONTIER: Example = {
  name: 'Frontier',
  role: 'trader',
  query: `# What does a parent order cost against how unsure that is,
# pace by pace? Points for a picture.
query Frontier($input: FrontierInput!) {
  frontier(input: $input) {
    __typename
    ... on Frontier {
      at
      probability
      points { ...Point }
      leastValueAtRisk { ...Point }
    }
    ... on ExpectedError { code message field allowed }
  }
}

fragment Point on FrontierPoint {
  riskAversion
  expectedCostBps
  costSdBps
  valueAtRiskBps
  doneShares
}
`,
  variables: (market) => ({
    input: {
      instrumentId: market.instrumentId,
      side: 'BUY',
      quantity: blockUnits(market),
      horizonSeconds: 3600,
      participationRateMax: 0.5,
      riskAversions: [0, 0.0001, 0.001, 0.01],
    },
  }),
};
