import { blockUnits } from '../example-prices.js';
import { type Example } from './example.js';

export const IMPACT_FORECAST: Example = {
  name: 'ImpactForecast',
  role: 'quant',
  query: `# Quant: what working a block costs, as a distribution;
# what it is made of, where the mid goes afterwards, and why.
query ImpactForecast($input: ImpactForecastInput!) {
  impactForecast(input: $input) {
    __typename
    ... on ImpactForecastAnswer {
      at
      forecast {
        modelVersion
        tier
        fallback { code message }
        flags { code names message }
        identification
        temporaryBps
        permanentBps
        lastingShiftBps
        slippage {
          meanBps
          sdBps
          valueAtRiskBps
          expectedShortfallBps
          quantiles { probability bps }
        }
        residual { name kind sdBps origin }
        members { name slippageBps }
      }
      exceedance { thresholdBps probability }
      trained {
        horizons { afterSeconds temporaryBps shift { meanBps quantiles { probability bps } } }
        regime { name }
        calibration { cell offsets { lower upper offsetBps } }
      }
      explanation { method baseBps inputs { name bps } terms { name bps } meanBps }
      market {
        mid
        averageDailyVolume
        dailyVolatility
        estimated
        source { kind name }
      }
    }
    ... on ExpectedError { code message field allowed }
  }
}
`,
  variables: (market) => ({
    input: {
      instrumentId: market.instrumentId,
      side: 'SELL',
      quantity: blockUnits(market),
      horizonSeconds: 1200,
      aggression: 0.5,
      thresholdsBps: [5, 10, 20],
      // Models of real orders are out of their range in a market of agents; this one was fitted in such a market.
      ...(market.source.kind === 'SIMULATED' && { model: 'simulated' }),
    },
  }),
};
