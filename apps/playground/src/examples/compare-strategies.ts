import { blockUnits } from '../example-prices.js';
import { type Example } from './example.js';

export const COMPARE_STRATEGIES: Example = {
  name: 'CompareStrategies',
  role: 'trader',
  query: `# Trader: three ways to work a block, at once and not kept.
query CompareStrategies($input: StrategyTableInput!) {
  strategyTable(input: $input) {
    __typename
    ... on StrategyTable {
      at
      rows {
        strategy
        temporaryBps
        permanentBps
        slippageBps
        exceedanceProbability
        lastingShiftBps
        horizonSeconds
      }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market) => ({
    input: {
      instrumentId: market.instrumentId,
      side: 'BUY',
      quantity: blockUnits(market),
      horizonSeconds: 3600,
      thresholdBps: 10,
    },
  }),
};
