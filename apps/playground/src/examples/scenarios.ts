import { blockUnits } from '../example-prices.js';
import { NO_ID, type Example } from './example.js';

const SCENARIO = `
fragment Progress on Scenario {
  scenarioId
  status
  failureReason
  requestedAt
  request { instrumentId side quantity horizonSeconds }
  rows {
    strategy
    temporaryBps
    permanentBps
    slippageBps
    exceedanceThresholdBps
    exceedanceProbability
    expectedShortfallBps
    horizonSeconds
    participationRate
  }
}
`;

export const REQUEST_SCENARIOS: Example = {
  name: 'Scenarios',
  role: 'trader',
  query: `# Which strategy for a block? A worker computes the table;
# the next tab shows it.
mutation Scenarios($input: RequestScenariosInput!) {
  requestScenarios(input: $input) {
    __typename
    ... on Scenario { scenarioId status requestedAt }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market, newKey) => ({
    input: {
      instrumentId: market.instrumentId,
      side: 'BUY',
      quantity: blockUnits(market),
      horizonSeconds: 3600,
      thresholdBps: 10,
      idempotencyKey: newKey(),
    },
  }),
};

export const STRATEGY_TABLE: Example = {
  name: 'StrategyTable',
  role: 'trader',
  query: `# The table of the scenario requested last:
# opening this tab puts in its id.
query StrategyTable($id: ID!) {
  scenario(id: $id) {
    __typename
    ...Progress
    ... on ExpectedError { code message field allowed }
  }
}
${SCENARIO}`,
  variables: () => ({ id: NO_ID }),
  idFrom: 'scenarioId',
};

export const SCENARIO_UPDATES: Example = {
  name: 'ScenarioUpdates',
  role: 'trader',
  query: `# The desk's scenarios as they change.
# Run this, then press the button below the answer.
subscription ScenarioUpdates {
  scenarioUpdated { ...Progress }
}
${SCENARIO}`,
  variables: () => ({}),
  causedBy: REQUEST_SCENARIOS,
};
