import { blockUnits } from '../example-prices.js';
import { type Example } from './example.js';

export const WHOM_TO_ASK: Example = {
  name: 'WhomToAsk',
  role: 'trader',
  query: `# Trader: whom to ask for a quote, how many and how, so that price, risk and leakage together cost least.
# Dealers of whom the desk has no history are all as what is assumed of anybody.
query WhomToAsk($input: WhomToAskInput!) {
  whomToAsk(input: $input) {
    __typename
    ... on WhomToAsk {
      at
      advice
      forms { form dealers costBps }
      panels { dealers costBps leakageBps }
      candidates { dealer costMeanBps costSdBps quotes costBasis responseProbability leakageBps leakageBasis }
      history { basis requests }
      fairCostBps
      alternative { strategy costBps }
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
      dealers: ['Dealer A', 'Dealer B', 'Dealer C', 'Dealer D'],
    },
  }),
};
