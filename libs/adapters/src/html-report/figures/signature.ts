import { type SignaturePoint } from '#domain/microstructure';
import { type Mark } from '../chart.js';
import { type Figure, type TooFew } from '../figure.js';
import { duration, fixed, ROUND_DURATIONS_SECONDS, short } from '../numbers.js';
import { paddedDomain, paddedLogDomain } from '../scale.js';

const SERIES = [
  { of: 'midHourlyBps', colour: 1, text: 'mid' },
  { of: 'tradeHourlyBps', colour: 2, text: 'last trade' },
] as const;

/** Volatility against the interval at which prices are sampled. */
export const signatureFigure = (points: readonly SignaturePoint[]): Figure | TooFew => {
  const title = 'Volatility signature';
  if (points.length < 3) return { title, tooFew: 'a signature needs 20 returns at three intervals.' };
  const values = points.flatMap(({ midHourlyBps, tradeHourlyBps }) => [midHourlyBps, tradeHourlyBps]);
  return {
    title,
    charts: [
      {
        title,
        description: points
          .map(({ intervalSeconds, midHourlyBps }) => `${duration(intervalSeconds)}: ${fixed(midHourlyBps, 1)}`)
          .join(', '),
        x: {
          label: 'sampling interval',
          kind: 'LOG',
          domain: paddedLogDomain(points.map(({ intervalSeconds }) => intervalSeconds)),
          format: duration,
          ticks: ROUND_DURATIONS_SECONDS.filter((seconds) => seconds >= 1),
        },
        y: { label: 'volatility, bps per √hour', kind: 'LINEAR', domain: paddedDomain(values, [0]), format: short },
        legend: SERIES.map(({ colour, text }) => ({ colour, text })),
        marks: SERIES.flatMap(({ of, colour, text }): readonly Mark[] => [
          { kind: 'LINE', colour, points: points.map((point) => [point.intervalSeconds, point[of]]) },
          {
            kind: 'DOTS',
            colour,
            points: points
              .filter((point) => Number.isFinite(point[of]))
              .map((point) => ({
                x: point.intervalSeconds,
                y: point[of],
                title: `${text}, every ${duration(point.intervalSeconds)}: ${fixed(point[of], 1)} bps per √hour`,
              })),
          },
        ]),
        small: true,
      },
    ],
    caption:
      'Flat: a price without microstructure noise. Higher at short intervals: it bounces; lower: it trends, or moves late.',
  };
};
