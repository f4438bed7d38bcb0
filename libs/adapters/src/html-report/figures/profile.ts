import { normalCdf } from '#domain/core';
import { type MarketProfile } from '#domain/microstructure';
import { type Colour } from '../chart.js';
import { type Figure, type TooFew } from '../figure.js';
import { duration, percent, ROUND_DURATIONS_SECONDS, short } from '../numbers.js';
import { seriesChart, type Series, type SeriesChart } from './series.js';

/** A market's profile under the name that the page gives it. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: MarketProfile;
}

/** Spread, depth, returns, volatility by interval and memory of signs, of one market or of several beside each other. */
export const profileFigures = (profiles: readonly NamedProfile[]): readonly (Figure | TooFew)[] => [
  spreadFigure(profiles),
  depthFigure(profiles),
  tailFigure(profiles, 10),
  signatureFigure(profiles),
  signMemoryFigure(profiles),
];

const seriesOf = (
  profiles: readonly NamedProfile[],
  pointsOf: (profile: MarketProfile) => Series['points'],
): readonly Series[] =>
  profiles
    .map(({ name, profile }, i) => ({ name, colour: (i + 1) as Colour, points: pointsOf(profile) }))
    .filter(({ points }) => points.length > 0);

const middle = ({ fromTicks, toTicks }: { readonly fromTicks: number; readonly toTicks: number }): number =>
  Math.sqrt(fromTicks * toTicks);

/** One chart of what profiles say of one thing, and what it would take where they say nothing. */
interface ProfileChart extends SeriesChart {
  readonly tooFew: string;
  readonly caption: string;
}

const profileFigure = ({ tooFew, caption, ...chart }: ProfileChart): Figure | TooFew =>
  chart.series.length === 0
    ? { title: chart.title, tooFew }
    : { title: chart.title, charts: [seriesChart(chart)], caption };

const spreadFigure = (profiles: readonly NamedProfile[]): Figure | TooFew =>
  profileFigure({
    title: 'Spread',
    x: { label: 'spread, ticks', kind: 'LOG', format: short },
    y: { label: 'share of the time', kind: 'LINEAR', format: percent },
    series: seriesOf(profiles, ({ spreads }) => spreads.map((bin) => ({ x: middle(bin), ...bin }))),
    include: [0],
    digits: 3,
    tooFew: 'a spread needs a second with both sides in the book.',
    caption:
      'Share of the seconds at whose end the spread was so many ticks; bins widen with the distance. Whiskers: 95 %, bootstrap of five-minute blocks.',
  });

const depthFigure = (profiles: readonly NamedProfile[]): Figure | TooFew =>
  profileFigure({
    title: 'Depth profile',
    x: { label: 'ticks from the other side’s best', kind: 'LOG', format: short },
    y: { label: 'units at one price', kind: 'LINEAR', format: short },
    series: seriesOf(profiles, ({ depth }) => depth.map((bin) => ({ x: middle(bin), ...bin }))),
    include: [0],
    tooFew: 'a profile needs levels behind the best price.',
    caption: 'Mean of what rests at a price, both sides together, over the time in which that price was in sight.',
  });

const tailFigure = (profiles: readonly NamedProfile[], intervalSeconds: number): Figure | TooFew => {
  const series = seriesOf(profiles, ({ returns }) =>
    (returns.find((one) => one.intervalSeconds === intervalSeconds)?.tails ?? [])
      .filter(({ value }) => value > 0)
      .map((tail) => ({ x: tail.sds, ...tail })),
  );
  const most = Math.min(4, Math.max(...series.flatMap(({ points }) => points.map(({ x }) => x))));
  return profileFigure({
    title: `Returns over ${duration(intervalSeconds)}`,
    x: { label: 'standard deviations', kind: 'LINEAR', format: short },
    y: { label: 'share beyond', kind: 'LOG', format: percent },
    series,
    formula: {
      name: 'normal',
      points: Array.from({ length: 16 }, (_, i) => (i + 1) / 4)
        .filter((sds) => sds >= 0.5 && sds <= most)
        .map((sds) => [sds, 2 * normalCdf(-sds)] as const),
    },
    digits: 4,
    tooFew: 'a distribution needs 20 returns.',
    caption: 'Share of the log returns of the mid that are larger than so many of their standard deviations.',
  });
};

const signatureFigure = (profiles: readonly NamedProfile[]): Figure | TooFew =>
  profileFigure({
    title: 'Volatility signature',
    x: {
      label: 'sampling interval',
      kind: 'LOG',
      format: duration,
      ticks: ROUND_DURATIONS_SECONDS.filter((seconds) => seconds >= 1),
    },
    y: { label: 'volatility, bps per √hour', kind: 'LINEAR', format: short },
    series: seriesOf(profiles, ({ returns }) =>
      returns.map(({ intervalSeconds, hourlyVolatilityBps }) => ({ x: intervalSeconds, ...hourlyVolatilityBps })),
    ),
    include: [0],
    digits: 1,
    tooFew: 'a signature needs 20 returns.',
    caption: 'Flat: a price without microstructure noise. Higher at short intervals: it bounces.',
  });

const signMemoryFigure = (profiles: readonly NamedProfile[]): Figure | TooFew =>
  profileFigure({
    title: 'Memory of trade signs',
    x: { label: 'lag, trades', kind: 'LOG', format: short },
    y: { label: 'C(l)', kind: 'LOG', format: short },
    series: seriesOf(profiles, ({ signCorrelation }) => signCorrelation.map((one) => ({ x: one.lag, ...one }))),
    digits: 3,
    tooFew: 'a correlation needs 100 trades with a known aggressor.',
    caption: 'C(l) = E[s(t) s(t+l)] on log-log axes: a straight line is long memory.',
  });
