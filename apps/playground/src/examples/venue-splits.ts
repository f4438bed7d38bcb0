import { blockUnits } from '../example-prices.js';
import { NO_ID, type Example } from './example.js';

export const ANALYSE_VENUES: Example = {
  name: 'SplitOrders',
  role: 'trader',
  query: `# How are many orders split over venues, each by itself?
# Workers compute it; the next tab shows it.
mutation SplitOrders($input: AnalyseVenuesInput!) {
  analyseVenues(input: $input) {
    __typename
    ... on Analysis { splitsId: analysisId status rows requestedAt }
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
          { instrumentId, side: 'BUY', quantity, horizonSeconds: 1800 },
          { instrumentId, side: 'SELL', quantity, participation: 0.1 },
        ],
        venues: [
          { name: 'Exchange', kind: 'LIT', takerFeeBps: 0.3 },
          { name: 'Pool', kind: 'DARK', anyProbability: 0.5, meanUnits: quantity / 4 },
          { name: 'Dealers', kind: 'RFQ', dealers: ['Dealer A', 'Dealer B', 'Dealer C'] },
        ],
        idempotencyKey: newKey(),
      },
    };
  },
};

export const VENUE_SPLITS: Example = {
  name: 'VenueSplits',
  role: 'trader',
  query: `# The splits of the orders asked for last:
# opening this tab puts in their id.
query VenueSplits($id: ID!) {
  analysis(id: $id) {
    __typename
    ... on Analysis {
      splitsId: analysisId
      status
      rows
      partsDone
      failureReason
      venueSplits(from: 0, first: 10) {
        ... on VenueSplitRow {
          row
          request { instrumentId side quantity }
          allocations { venue kind quantity cost { meanBps } }
          cost { meanBps expectedShortfallBps }
          objectiveBps
          ineligible { venue reason }
        }
        ... on ExpectedError { code message field }
      }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: () => ({ id: NO_ID }),
  idFrom: 'splitsId',
};
