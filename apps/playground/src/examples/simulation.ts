import { NO_ID, type Example } from './example.js';

export const RUN_SIMULATION: Example = {
  name: 'RunSimulation',
  role: 'quant',
  query: `# Which policy works an order cheapest? Workers try each of them
# in the same simulated markets; the next tab shows the results.
mutation RunSimulation($input: RunSimulationInput!) {
  runSimulation(input: $input) {
    __typename
    ... on SimulationRun { runId kind status seeds }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (_, newKey) => ({
    input: {
      execution: {
        side: 'BUY',
        quantity: 20_000,
        startSeconds: 600,
        horizonSeconds: 1_200,
        decisions: 20,
        policies: [
          { schedule: 'TWAP', placement: 'TAKE' },
          { schedule: 'TWAP', placement: 'POST' },
          { schedule: 'POV', placement: 'TAKE', participationRate: 0.1 },
          { schedule: 'ALMGREN_CHRISS', placement: 'TAKE', urgency: 2 },
        ],
      },
      firstSeed: 1,
      seedCount: 8,
      idempotencyKey: newKey(),
    },
  }),
};

export const SIMULATION_RUN: Example = {
  name: 'SimulationRun',
  role: 'quant',
  query: `# The run asked for last: opening this tab puts in its id.
# Every figure comes with its 95 % interval over seeds.
query SimulationRun($id: ID!) {
  simulationRun(id: $id) {
    __typename
    ... on SimulationRun {
      runId
      status
      seeds
      seedsDone
      failureReason
      alternatives {
        name
        figures {
          name
          mean { value low high n }
          againstFirst { value low high n }
        }
      }
      seedResults(from: 0, first: 10) { seed alternatives { name hash } }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: () => ({ id: NO_ID }),
  idFrom: 'runId',
};
