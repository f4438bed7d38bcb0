import { blockUnits } from '../example-prices.js';
import { NO_ID, type Example } from './example.js';

export const ANALYSE_PORTFOLIO: Example = {
  name: 'Portfolio',
  role: 'trader',
  query: `# What do blocks cost that are traded together, now, in another market,
# and faster or slower? Workers compute it; the next tab shows it.
mutation Portfolio($input: AnalysePortfolioInput!) {
  analysePortfolio(input: $input) {
    __typename
    ... on Analysis { portfolioId: analysisId status rows requestedAt }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market, newKey) => {
    const { instrumentId } = market;
    const quantity = blockUnits(market);
    return {
      input: {
        blocks: [
          { instrumentId, side: 'BUY', quantity, horizonSeconds: 3600 },
          { instrumentId, side: 'SELL', quantity, horizonSeconds: 7200 },
        ],
        returns: { commonCorrelation: 0.6 },
        scenarios: [{ name: 'volatile and thin', volatilityFactor: 2, volumeFactor: 0.5, spreadFactor: 2 }],
        horizonFactors: [0.5, 1, 2],
        idempotencyKey: newKey(),
      },
    };
  },
};

export const PORTFOLIO_COST: Example = {
  name: 'PortfolioCost',
  role: 'trader',
  query: `# What is there of the portfolio asked for last:
# opening this tab puts in its id.
query PortfolioCost($id: ID!) {
  analysis(id: $id) {
    __typename
    ... on Analysis {
      portfolioId: analysisId
      status
      rows
      partsDone
      failureReason
      portfolio(from: 0, first: 10) {
        whole {
          ...Cost
          terms { spreadBps temporaryBps permanentBps crossTemporaryBps crossPermanentBps }
        }
        blocks {
          block { instrumentId side quantity }
          expectedCostBps
          contribution { expectedCostBps expectedShortfallBps }
        }
        scenarios { scenario { name } whole { ...Cost } }
        frontier { horizonFactor isEfficient whole { ...Cost } }
        failures { code message }
      }
    }
    ... on ExpectedError { code message field allowed }
  }
}

fragment Cost on PortfolioWhole {
  expectedCostBps
  timingRiskBps
  cost { sdBps expectedShortfallBps }
}
`,
  variables: () => ({ id: NO_ID }),
  idFrom: 'portfolioId',
};
