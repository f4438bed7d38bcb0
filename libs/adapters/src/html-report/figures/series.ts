import { type Axis, type Chart, type Colour, type Mark } from '../chart.js';
import { withInterval } from '../numbers.js';
import { paddedDomain, paddedLogDomain } from '../scale.js';

/** Values with their intervals along an axis. */
export interface Series {
  readonly name: string;
  readonly colour: Colour;
  readonly points: readonly {
    readonly x: number;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  }[];
}

export interface SeriesChart {
  readonly title: string;
  readonly x: Omit<Axis, 'domain'>;
  readonly y: Omit<Axis, 'domain'>;
  readonly series: readonly Series[];
  /** A curve to compare with, dashed. */
  readonly formula?: { readonly name: string; readonly points: readonly (readonly [number, number])[] };
  /** Values that the axis must show, such as 0. */
  readonly include?: readonly number[];
  readonly digits?: number;
}

/** One line per series with dots and intervals; a legend where there is more than one thing to tell apart. */
export const seriesChart = ({ title, x, y, series, formula, include = [], digits = 2 }: SeriesChart): Chart => {
  const points = series.flatMap((one) => one.points);
  const expected = formula?.points ?? [];
  const values = [
    ...points.flatMap(({ value, low, high }) => [value, low, high]),
    ...expected.map(([, value]) => value),
  ];
  const places = [...points.map((point) => point.x), ...expected.map(([place]) => place)];
  return {
    title,
    description: series
      .map((one) => `${one.name}: ${one.points.map((p) => `${x.format(p.x)} ${withInterval(p, digits)}`).join(', ')}`)
      .join('; '),
    x: { ...x, domain: x.kind === 'LOG' ? paddedLogDomain(places) : paddedDomain(places) },
    y: { ...y, domain: y.kind === 'LOG' ? paddedLogDomain(values) : paddedDomain(values, include) },
    ...(series.length > 1 || formula !== undefined ? { legend: legendOf(series, formula?.name) } : {}),
    marks: [
      ...series.flatMap((one) => marksOf(one, x, y, digits)),
      ...(formula === undefined
        ? []
        : [{ kind: 'LINE' as const, colour: FORMULA_COLOUR, points: expected, dashed: true }]),
    ],
    small: true,
  };
};

const FORMULA_COLOUR: Colour = 3;

const legendOf = (series: readonly Series[], formula: string | undefined): NonNullable<Chart['legend']> => [
  ...series.map(({ name, colour }) => ({ colour, text: name })),
  ...(formula === undefined ? [] : [{ colour: FORMULA_COLOUR, text: formula, dashed: true }]),
];

const marksOf = (
  { name, colour, points }: Series,
  x: Omit<Axis, 'domain'>,
  y: Omit<Axis, 'domain'>,
  digits: number,
): readonly Mark[] => [
  { kind: 'LINE', colour, points: points.map((point) => [point.x, point.value] as const) },
  {
    kind: 'DOTS',
    colour,
    points: points
      .filter(({ value }) => Number.isFinite(value))
      .map((point) => ({
        x: point.x,
        y: point.value,
        low: point.low,
        high: point.high,
        title: `${name}, ${x.format(point.x)}: ${withInterval(point, digits)} ${y.label}`,
      })),
  },
];
