import { blockUnits } from '../example-prices.js';
import { NO_ID, type Example } from './example.js';

export const ANALYSE_SCENARIOS: Example = {
  name: 'Scenarios',
  role: 'trader',
  query: `# Which strategy for a block, in the market of now and in one
# twice as volatile? Workers compute it; the next tab shows it.
mutation Scenarios($input: AnalyseScenariosInput!) {
  analyseScenarios(input: $input) {
    __typename
    ... on Analysis { scenariosId: analysisId status rows requestedAt }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market, newKey) => ({
    input: {
      instrumentId: market.instrumentId,
      side: 'BUY',
      quantities: [blockUnits(market)],
      horizons: [{ horizonSeconds: 3600 }, { participation: 0.1 }],
      volatilityFactors: [1, 2],
      thresholdBps: 10,
      idempotencyKey: newKey(),
    },
  }),
};

export const SCENARIO_ROWS: Example = {
  name: 'ScenarioRows',
  role: 'trader',
  query: `# The rows of the scenarios asked for last:
# opening this tab puts in their id.
query ScenarioRows($id: ID!) {
  analysis(id: $id) {
    __typename
    ... on Analysis {
      scenariosId: analysisId
      status
      rows
      partsDone
      failureReason
      grid { instrumentId side market { mid } }
      scenarios(from: 0, first: 50) {
        ... on ScenarioRow {
          row
          strategy
          quantity
          horizonSeconds
          volatilityFactor
          participationRate
          temporaryBps
          permanentBps
          slippageBps
          exceedanceThresholdBps
          exceedanceProbability
          expectedShortfallBps
        }
        ... on ExpectedError { code message field allowed }
      }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: () => ({ id: NO_ID }),
  idFrom: 'scenariosId',
};

export const ANALYSIS_UPDATES: Example = {
  name: 'AnalysisUpdates',
  role: 'trader',
  query: `# The desk's analyses as they change, part by part.
# Run this, then press the button below the answer.
subscription AnalysisUpdates {
  analysisUpdated { analysisId kind status rows partsDone failureReason }
}
`,
  variables: () => ({}),
  causedBy: ANALYSE_SCENARIOS,
};
