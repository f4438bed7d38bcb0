import { blockUnits } from '../example-prices.js';
import { type Example } from './example.js';

export const IMPACT_CURVE: Example = {
  name: 'ImpactCurve',
  role: 'quant',
  query: `# Quant: cost over sizes at two horizons, by one call of the model;
# the quantiles are the bands of a picture.
query ImpactCurve($input: ImpactCurveInput!) {
  impactCurve(input: $input) {
    __typename
    ... on ImpactCurve {
      at
      curves {
        horizonSeconds
        points {
          quantity
          advFraction
          slippage { meanBps quantiles { probability bps } }
        }
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
      fromQuantity: blockUnits(market),
      toQuantity: 20 * blockUnits(market),
      points: 12,
      horizonsSeconds: [600, 3600],
    },
  }),
};
