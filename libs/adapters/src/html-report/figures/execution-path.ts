import { type ExecutionPath } from '#application/backtest-orders';
import { type Axis, type Chart, type Dot } from '../chart.js';
import { type Figure } from '../figure.js';
import { duration, fixed, percent, short, whole } from '../numbers.js';
import { paddedDomain } from '../scale.js';
import { colourOf, WAY_NAMES } from '../ways.js';

/** One order: the recorded mid, its fills by each way, and how much was done when. `paths` are of one order. */
export const executionPathFigure = (paths: readonly ExecutionPath[]): Figure => {
  const [{ id, instrumentId, side, orderedUnits, horizonSeconds }] = paths as readonly [ExecutionPath];
  return {
    title: `${instrumentId}: ${side.toLowerCase()} ${whole(orderedUnits)} within ${duration(horizonSeconds)} (order ${id})`,
    charts: [priceChart(paths), progressChart(paths)],
    caption:
      'Dotted: the arrival mid. Dashed: the recorded mid, which our orders do not move. Dots: our fills, at the price that was paid. The largest order of its instrument.',
  };
};

const timeAxis = ({ horizonSeconds, mids }: ExecutionPath): Axis => {
  const inMinutes = horizonSeconds >= 180;
  return {
    label: `${inMinutes ? 'minutes' : 'seconds'} after the arrival`,
    kind: 'LINEAR',
    domain: [mids[0]![0], mids.at(-1)![0]],
    ...(inMinutes && { ticks: minuteTicks(horizonSeconds) }),
    format: (seconds) => (inMinutes ? fixed(seconds / 60, 0) : fixed(seconds, seconds % 1 === 0 ? 0 : 1)),
  };
};

const minuteTicks = (horizonSeconds: number): readonly number[] => {
  const minutes = horizonSeconds / 60;
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 240].find((candidate) => minutes / candidate <= 6) ?? minutes / 6;
  return Array.from({ length: Math.floor(minutes / step) + 1 }, (_, i) => i * step * 60);
};

const priceChart = (paths: readonly ExecutionPath[]): Chart => {
  const [first] = paths as readonly [ExecutionPath];
  const prices = [
    ...first.mids.map(([, mid]) => mid),
    ...paths.flatMap(({ fills }) => fills.map(({ price }) => price)),
  ];
  const domain = paddedDomain(prices);
  const digits = Math.max(0, -Math.floor(Math.log10((domain[1] - domain[0]) / 5)));
  return {
    title: 'Fills against the mid',
    description: paths.map((path) => `${WAY_NAMES[path.way]}: ${path.fills.length} fills`).join('; '),
    x: timeAxis(first),
    y: { label: '', kind: 'LINEAR', domain, format: (price) => fixed(price, digits) },
    legend: [
      { colour: 1, text: 'mid', dashed: true },
      ...paths.map(({ way }) => ({ colour: colourOf(way), text: WAY_NAMES[way] })),
    ],
    marks: [
      { kind: 'RULE', y: first.arrivalMid },
      { kind: 'LINE', colour: 1, points: first.mids, dashed: true },
      ...paths.map((path) => ({ kind: 'DOTS' as const, colour: colourOf(path.way), points: path.fills.map(dotOf) })),
    ],
  };
};

const dotOf = ({ seconds, price, units, isPosted }: ExecutionPath['fills'][number]): Dot => ({
  x: seconds,
  y: price,
  title: `${short(units)} at ${price}, ${isPosted ? 'posted' : 'taken'}, after ${duration(Math.max(0, seconds))}`,
});

const progressChart = (paths: readonly ExecutionPath[]): Chart => {
  const [first] = paths as readonly [ExecutionPath];
  return {
    title: 'How much was done when',
    description: paths.map((path) => `${WAY_NAMES[path.way]}: ${percent(doneShare(path))} done`).join('; '),
    x: timeAxis(first),
    y: { label: 'done', kind: 'LINEAR', domain: [0, 1], format: percent },
    marks: paths.map((path) => ({ kind: 'LINE', colour: colourOf(path.way), points: steps(path) })),
    small: true,
  };
};

const doneShare = ({ fills, orderedUnits }: ExecutionPath): number =>
  fills.reduce((sum, { units }) => sum + units, 0) / orderedUnits;

const steps = ({ fills, orderedUnits, mids }: ExecutionPath): readonly (readonly [number, number])[] => {
  const points: (readonly [number, number])[] = [[mids[0]![0], 0]];
  let done = 0;
  for (const { seconds, units } of fills) {
    points.push([seconds, done / orderedUnits]);
    done += units;
    points.push([seconds, done / orderedUnits]);
  }
  points.push([mids.at(-1)![0], done / orderedUnits]);
  return points;
};
