import { type Example } from './example.js';

export const HIT_CURVE: Example = {
  name: 'HitCurve',
  role: 'dealer',
  query: `# Dealer: how probably a client deals at a price against three competitors;
# low and high are the band of a picture, null while nothing was learned.
query HitCurve($input: HitCurveInput!) {
  hitCurve(input: $input) {
    __typename
    ... on HitCurve {
      segment
      modelVersion
      outcomes
      usualHalfSpreadBps
      points { markupBps hitProbability low high }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market) => ({ input: { instrumentId: market.instrumentId, competitors: 3 } }),
};
