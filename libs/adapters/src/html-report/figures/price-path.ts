import { type SimulationReport } from '#application/report-simulation';
import { type Axis, type Chart } from '../chart.js';
import { type Figure, type TooFew } from '../figure.js';
import { fixed, short } from '../numbers.js';
import { paddedDomain } from '../scale.js';

/** How one session went: its mid, and its spread below. */
export const pricePathFigure = ({ path, sessions }: SimulationReport): Figure | TooFew => {
  const title = 'One session';
  if (path.length < 2) return { title, tooFew: 'a path needs two moments.' };
  const last = path.at(-1)!.seconds;
  const x: Axis = {
    label: 'minutes after the open',
    kind: 'LINEAR',
    domain: [path[0]!.seconds / 60, last / 60],
    format: short,
  };
  return {
    title,
    charts: [
      pathChart('Mid', x, 'mid', path.map(({ seconds, mid }) => [seconds / 60, mid] as const), []), // prettier-ignore
      pathChart('Spread', x, 'spread, ticks', path.map(({ seconds, spreadTicks }) => [seconds / 60, spreadTicks] as const), [0]), // prettier-ignore
    ],
    caption: `${sessions[0]!}. The spread is the mean since the point before.`,
  };
};

const pathChart = (
  title: string,
  x: Axis,
  label: string,
  points: readonly (readonly [number, number])[],
  include: readonly number[],
): Chart => {
  const domain = paddedDomain(
    points.map(([, value]) => value),
    include,
  );
  const digits = Math.max(0, -Math.floor(Math.log10((domain[1] - domain[0]) / 5)));
  return {
    title,
    description: `from ${fixed(points[0]![1], digits)} to ${fixed(points.at(-1)![1], digits)}`,
    x,
    y: { label, kind: 'LINEAR', domain, format: (value) => fixed(value, digits) },
    marks: [{ kind: 'LINE', colour: 1, points }],
    small: true,
  };
};
