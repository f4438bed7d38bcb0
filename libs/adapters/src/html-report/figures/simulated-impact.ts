import { type StylisedFacts } from '#domain/simulation';
import { type Figure, type Table, type TooFew } from '../figure.js';
import { duration, percent, short, whole, withInterval } from '../numbers.js';
import { seriesChart } from './series.js';

/** Impact of the background's metaorders against their size, with the law fitted to it. */
export const simulatedImpactFigure = ({ impact }: StylisedFacts): Figure | TooFew => {
  const title = 'Impact of metaorders';
  if (impact === undefined) return { title, tooFew: 'a curve needs four sizes with 30 metaorders each.' };
  const exponent = impact.isIdentified ? withInterval(impact.exponent) : 'not identified';
  return {
    title,
    charts: [
      seriesChart({
        title,
        x: { label: 'size, share of a session’s volume', kind: 'LOG', format: percent },
        y: { label: 'impact, bps', kind: 'LOG', format: short },
        series: [
          {
            name: 'at the end of the metaorder',
            colour: 1,
            points: impact.bins.map(({ participation, impactBps }) => ({ x: participation, ...impactBps })),
          },
        ],
        formula: {
          name: `exponent ${exponent}`,
          points: impact.bins.map(({ participation, lawBps }) => [participation, lawBps.value] as const),
        },
      }),
    ],
    caption: `${whole(impact.rows)} metaorders of the background, of five children or more. Whiskers: 95 %, bootstrap over sessions. The law is fitted, and nothing in the simulator says it.`,
  };
};

/** The stylised facts in numbers. */
export const factsTable = (facts: StylisedFacts): Table => ({
  header: ['fact', `${facts.sessions} sessions`],
  rows: [
    ['exponent of impact in size', facts.impact === undefined ? 'too few' : withInterval(facts.impact.exponent)],
    ['impact left after as long again, over peak', withInterval(facts.afterToPeak)],
    ['impact left at the close, over peak', withInterval(facts.closeToPeak)],
    ['paid above arrival, over peak', withInterval(facts.paidToPeak)],
    ['exponent of the autocorrelation of signs', withInterval(facts.signExponent)],
    ['mean spread, ticks', withInterval(facts.meanSpreadTicks)],
    ['excess kurtosis of returns over 10 s', withInterval(facts.kurtosis10s)],
    ['excess kurtosis of returns over 5 min', withInterval(facts.kurtosis300s)],
    ['volatility of a session, %', withInterval(facts.dailyVolatilityPercent)],
    ...facts.signature.map(({ intervalSeconds, hourlyBps }) => [
      `volatility at ${duration(intervalSeconds)}, bps per √hour`,
      withInterval(hourlyBps, 1),
    ]),
  ],
});
