import { type IntradayBucket } from '#domain/microstructure';
import { type Chart } from '../chart.js';
import { type Figure, type TooFew } from '../figure.js';
import { duration, short, timeOfDay } from '../numbers.js';
import { paddedDomain } from '../scale.js';

type Measure = 'volume' | 'spreadBps' | 'hourlyVolatilityBps' | 'bestDepth';

const MEASURES: readonly { readonly of: Measure; readonly name: string; readonly label: string }[] = [
  { of: 'volume', name: 'Volume', label: 'volume, units' },
  { of: 'spreadBps', name: 'Spread', label: 'spread, bps' },
  { of: 'hourlyVolatilityBps', name: 'Volatility', label: 'bps per √hour' },
  { of: 'bestDepth', name: 'Depth at the best prices', label: 'depth, units' },
];

/** Volume, spread, volatility and depth over the day. `originSeconds`: where session seconds count from, since the epoch. */
export const intradayFigure = (buckets: readonly IntradayBucket[], originSeconds: number): Figure | TooFew => {
  const title = 'The course of the day';
  if (buckets.length < 2) return { title, tooFew: 'the course of a day needs two minutes of it.' };
  const at = (second: number): string => timeOfDay(originSeconds + second);
  const [first, last] = [buckets[0]!, buckets.at(-1)!];
  const width = first.toSecond - first.fromSecond;
  const chart = ({ of, name, label }: (typeof MEASURES)[number]): Chart => ({
    title: name,
    description: buckets.map((bucket) => `${at(bucket.fromSecond)}: ${short(bucket[of])}`).join(', '),
    x: {
      label: 'time of day, UTC',
      kind: 'LINEAR',
      domain: [first.fromSecond, last.toSecond],
      format: at,
      ticks: wholeTimes(first.fromSecond, last.toSecond, originSeconds),
    },
    y: {
      label,
      kind: 'LINEAR',
      domain: paddedDomain(
        buckets.map((bucket) => bucket[of]),
        [0],
      ),
      format: short,
    },
    marks: [
      {
        kind: 'BARS',
        colour: 1,
        points: buckets
          .filter((bucket) => Number.isFinite(bucket[of]))
          .map((bucket) => ({
            from: bucket.fromSecond,
            to: bucket.toSecond,
            y: bucket[of],
            title: `${at(bucket.fromSecond)} to ${at(bucket.toSecond)}: ${name.toLowerCase()} ${short(bucket[of])}`,
          })),
      },
    ],
    small: true,
  });
  return {
    title,
    charts: MEASURES.map(chart),
    caption: `Per ${duration(width)}. Volume without auctions; spread and depth as they were at the end of each second, both sides together; volatility from 5-second returns of the mid.`,
  };
};

const TICK_SECONDS = [10, 30, 60, 300, 600, 1800, 3600, 7200, 14_400];
const TICKS_MAX = 8;

/** Session seconds at which the clock shows whole minutes or hours. */
const wholeTimes = (from: number, to: number, originSeconds: number): readonly number[] => {
  const step = TICK_SECONDS.find((seconds) => (to - from) / seconds <= TICKS_MAX) ?? TICK_SECONDS.at(-1)!;
  const first = Math.ceil((originSeconds + from) / step) * step - originSeconds;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, i) => first + i * step);
};
