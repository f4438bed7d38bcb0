import { type TradeSizes } from '#domain/microstructure';
import { type Figure, type TooFew } from '../figure.js';
import { percent, short, whole } from '../numbers.js';
import { paddedLogDomain } from '../scale.js';

/** How many trades are at least how large. */
export const tradeSizesFigure = (sizes: TradeSizes | undefined): Figure | TooFew => {
  const title = 'Sizes of trades';
  if (sizes === undefined) return { title, tooFew: 'a distribution needs 100 trades with a known aggressor.' };
  const { trades, mean, median, p99, largest, survival } = sizes;
  return {
    title,
    charts: [
      {
        title,
        description: `${whole(trades)} trades: median ${short(median)}, mean ${short(mean)}, 99th percentile ${short(p99)}, largest ${short(largest)} units`,
        x: {
          label: 'size, units',
          kind: 'LOG',
          domain: paddedLogDomain(survival.map(({ size }) => size)),
          format: short,
        },
        y: {
          label: 'share of trades ≥ size',
          kind: 'LOG',
          domain: paddedLogDomain(survival.map(({ share }) => share)),
          format: percent,
        },
        marks: [
          { kind: 'LINE', colour: 1, points: survival.map(({ size, share }) => [size, share]) },
          {
            kind: 'DOTS',
            colour: 1,
            points: survival.map(({ size, share }) => ({
              x: size,
              y: share,
              title: `${percent(share)} of trades are ${short(size)} units or more`,
            })),
          },
        ],
        small: true,
      },
    ],
    caption: `${whole(trades)} trades; prints of one moment and sign are one. Median ${short(median)}, mean ${short(mean)}, 99 % below ${short(p99)}, largest ${short(largest)} units.`,
  };
};
