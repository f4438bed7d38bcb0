import { type LaggedEstimate } from '#domain/microstructure';
import { type Axis, type Mark } from '../chart.js';
import { type Figure, type TooFew } from '../figure.js';
import { duration, fixed, ROUND_DURATIONS_SECONDS, short, whole, withInterval } from '../numbers.js';
import { paddedDomain, paddedLogDomain } from '../scale.js';

interface Responses {
  readonly responseByTrades: readonly LaggedEstimate[];
  readonly responseBySeconds: readonly LaggedEstimate[];
}

/** How the mid goes on after a trade, at lags in trades and in seconds. */
export const responseFigure = ({ responseByTrades, responseBySeconds }: Responses): Figure | TooFew => {
  const title = 'Response to a trade';
  if (responseByTrades.length < 2) return { title, tooFew: 'a response needs 100 trades with a known aggressor.' };
  const chart = (points: readonly LaggedEstimate[], x: Axis, lagText: (lag: number) => string) => ({
    title: `${title}, ${x.label}`,
    description: points.map(({ lag, value }) => `${lagText(lag)}: ${fixed(value, 2)} bps`).join(', '),
    x,
    y: {
      label: 'R(l), bps',
      kind: 'LINEAR' as const,
      domain: paddedDomain(
        points.flatMap(({ value, low, high }) => [value, low, high]),
        [0],
      ),
      format: short,
    },
    marks: [{ kind: 'RULE' as const, y: 0 }, ...withBand(points, lagText, 'bps')],
    small: true,
  });
  return {
    title,
    charts: [
      chart(responseByTrades, lagAxis('lag l, trades', responseByTrades, short), (lag) => `${lag} trades`),
      ...(responseBySeconds.length < 2
        ? []
        : [
            chart(
              responseBySeconds,
              { ...lagAxis('lag l', responseBySeconds, duration), ticks: ROUND_DURATIONS_SECONDS },
              duration,
            ),
          ]),
    ],
    caption:
      'R(l) = E[s (m(t+l) - m(t))], m the mid before the trade, s its sign; prints of one moment and sign are one trade. Bands: 95 %, bootstrap of 5-minute blocks.',
  };
};

/** How long the flow keeps its direction. */
export const signCorrelationFigure = (correlation: readonly LaggedEstimate[]): Figure | TooFew => {
  const title = 'Correlation of trade signs';
  if (correlation.length < 2) return { title, tooFew: 'a correlation needs 100 trades with a known aggressor.' };
  const domain = paddedLogDomain(correlation.flatMap(({ value, high }) => [value, high]));
  return {
    title,
    charts: [
      {
        title,
        description: correlation.map(({ lag, value }) => `${lag} trades: ${fixed(value, 3)}`).join(', '),
        x: lagAxis('lag, trades', correlation, short),
        y: { label: 'C(l)', kind: 'LOG', domain: [Math.max(domain[0], 1e-3), domain[1]], format: short },
        marks: withBand(correlation, (lag) => `${lag} trades`, ''),
        small: true,
      },
    ],
    caption:
      'C(l) = E[s(t) s(t+l)] on log-log axes: a straight line is long memory. A triangle is a value at or below zero.',
  };
};

const lagAxis = (label: string, points: readonly LaggedEstimate[], format: (lag: number) => string): Axis => ({
  label,
  kind: 'LOG',
  domain: paddedLogDomain(points.map(({ lag }) => lag)),
  format,
});

const withBand = (
  points: readonly LaggedEstimate[],
  lagText: (lag: number) => string,
  unit: string,
): readonly Mark[] => [
  { kind: 'BAND', colour: 1, points: points.map(({ lag, low, high }) => ({ x: lag, low, high })) },
  { kind: 'LINE', colour: 1, points: points.map(({ lag, value }) => [lag, value]) },
  {
    kind: 'DOTS',
    colour: 1,
    points: points.map(({ lag, n, ...estimate }) => ({
      x: lag,
      y: estimate.value,
      title: `${lagText(lag)}: ${withInterval(estimate, 3)} ${unit}, ${whole(n)} pairs`,
    })),
  },
];
