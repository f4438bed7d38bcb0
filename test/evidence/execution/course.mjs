import { BPS } from '#domain/core';
import { eventSeconds, task } from './world.mjs';

const { quantity, decisions, horizonSeconds } = task;
const STEP = horizonSeconds / decisions;
/** Pace and spread are shown as means over five minutes. */
const WINDOW = 10;

/** Means over runs of what is left, of the spread and of the pace, by decision. */
export class Course {
  filled = new Float64Array(decisions + 1);
  spread = new Float64Array(decisions);
  runs = 0;

  see({ decision, filled, bidTicks, askTicks }) {
    if (decision === 0) this.runs += 1;
    this.filled[decision] += filled / quantity;
    this.spread[decision] += (2 * BPS * (askTicks - bidTicks)) / (askTicks + bidTicks);
  }

  /** Points (minutes, share left). */
  get left() {
    return Array.from({ length: decisions }, (_, k) => [(k * STEP) / 60, 1 - this.filled[k] / this.runs]);
  }

  /** Points (minutes, bps). */
  get spreads() {
    return windows((from) => sum(this.spread.slice(from, from + WINDOW)) / WINDOW / this.runs);
  }

  /** Points (minutes, share of the order per hour). */
  get paces() {
    const last = decisions - 1;
    return windows(
      (from) =>
        ((this.filled[Math.min(last, from + WINDOW)] - this.filled[from]) * 3600) /
        ((Math.min(last, from + WINDOW) - from) * STEP) /
        this.runs,
    );
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const windows = (of) =>
  Array.from({ length: decisions / WINDOW }, (_, w) => [((w + 0.5) * WINDOW * STEP) / 60, of(w * WINDOW)]);

const MINUTES = {
  label: 'minutes since the arrival',
  kind: 'LINEAR',
  domain: [0, horizonSeconds / 60],
  format: String,
};

const percent = (value) => `${Math.round(100 * value)} %`;

/** Pictures of the courses of several policies, by name; the first one leads. */
export const courseCharts = (courses) => {
  const names = Object.keys(courses);
  const legend = names.map((name, i) => ({ colour: i + 1, text: name }));
  const [lead] = names;
  const at = (points, minutes) => points.reduce((found, point) => (point[0] <= minutes ? point : found), points[0])[1];
  const event = eventSeconds / 60;
  const chart = (title, label, pick, format, description) => {
    const lines = names.map((name) => courses[name][pick]);
    return {
      title,
      description,
      x: MINUTES,
      y: { label, kind: 'LINEAR', domain: [0, 1.05 * Math.max(...lines.flat().map(([, y]) => y))], format },
      legend,
      marks: lines.map((points, i) => ({ kind: 'LINE', colour: i + 1, points })),
    };
  };
  const { left, spreads } = courses[lead];
  return {
    'execution-inventory': chart(
      'What is left of the order',
      'share of the order',
      'left',
      percent,
      `${lead} has ${percent(at(left, 60))} left after an hour and ${percent(at(left, event))} at the announcement (minute ${event})`,
    ),
    'execution-spread': chart(
      'The spread that the orders met',
      'bps',
      'spreads',
      (value) => value.toFixed(0),
      `${at(spreads, 30).toFixed(1)} bps half an hour after the arrival, ${at(spreads, event - 30).toFixed(1)} half an hour before the announcement, ${at(spreads, event).toFixed(1)} right before it`,
    ),
    'execution-pace': chart(
      'The pace',
      'share of the order per hour',
      'paces',
      percent,
      `${lead} trades ${percent(at(courses[lead].paces, 30))} of the order per hour in the beginning, ${percent(at(courses[lead].paces, event + 5))} right after the announcement`,
    ),
  };
};
