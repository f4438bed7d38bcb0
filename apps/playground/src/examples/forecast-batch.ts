import { blockUnits } from '../example-prices.js';
import { NO_ID, type Example } from './example.js';

export const REQUEST_FORECAST_BATCH: Example = {
  name: 'ForecastBatch',
  role: 'trader',
  query: `# What would many orders cost? A worker forecasts them
# in the market of this moment; the next tab shows the answers.
mutation ForecastBatch($input: RequestForecastBatchInput!) {
  requestForecastBatch(input: $input) {
    __typename
    ... on ForecastBatch { batchId status orders requestedAt }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market, newKey) => {
    const { instrumentId } = market;
    const quantity = blockUnits(market);
    return {
      input: {
        orders: [
          { instrumentId, side: 'BUY', quantity, horizonSeconds: 3600 },
          { instrumentId, side: 'SELL', quantity, participation: 0.1 },
          { instrumentId, side: 'SELL', quantity: -1 },
        ],
        idempotencyKey: newKey(),
      },
    };
  },
};

export const BATCH_ANSWERS: Example = {
  name: 'BatchAnswers',
  role: 'trader',
  query: `# The answers of the batch requested last:
# opening this tab puts in its id.
query BatchAnswers($id: ID!) {
  forecastBatch(id: $id) {
    __typename
    ... on ForecastBatch {
      batchId
      status
      orders
      answered
      failureReason
      answers(from: 0, first: 50) {
        __typename
        ... on OrderForecast {
          order
          request { instrumentId side quantity horizonSeconds }
          modelVersion
          tier
          temporaryBps
          permanentBps
          slippage { meanBps quantiles { probability bps } }
        }
        ... on ExpectedError { code message field allowed }
      }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: () => ({ id: NO_ID }),
  idFrom: 'batchId',
};
