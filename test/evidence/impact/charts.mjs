import { BASELINES } from './baselines.mjs';

const whole = (value) => String(Math.round(value));
const fraction = (value) => value.toFixed(2).replace(/^0/, '');
const percent = (value) => `${Number((100 * value).toPrecision(2))} %`;

/** An axis of names: the i-th stands at i. */
const named = (label, names) => ({
  label,
  kind: 'LINEAR',
  domain: [-0.6, names.length - 0.4],
  ticks: names.map((_, i) => i),
  format: (at) => names[at],
});

const padded = (values, least = Infinity, most = -Infinity) => {
  const [low, high] = [Math.min(least, ...values), Math.max(most, ...values)];
  const margin = 0.06 * (high - low);
  return [low - margin, high + margin];
};

const ends = (estimates) => estimates.flatMap(({ value, low, high }) => [value, low, high]).filter(Number.isFinite);

/** Skill by label over each baseline. */
export const skillChart = (title, byLabel) => {
  const all = byLabel.flatMap(({ skills }) => skills.map(({ skill }) => skill));
  return {
    title,
    description: byLabel
      .map(({ label, skills }) => `${label} ${skills.map(({ skill }) => skill.value.toFixed(1)).join(', ')}`)
      .join('; '),
    x: named(
      'label',
      byLabel.map(({ label }) => label),
    ),
    y: { label: 'skill, points', kind: 'LINEAR', domain: padded(ends(all), 0), format: whole },
    legend: BASELINES.map((name, i) => ({ colour: i + 1, text: `over ${name}` })),
    marks: [
      { kind: 'RULE', y: 0 },
      ...BASELINES.map((name, i) => ({
        kind: 'DOTS',
        colour: i + 1,
        points: byLabel.map(({ label, skills }, at) => {
          const { value, low, high } = skills[i].skill;
          const title = `${label} over ${name}: ${value.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
          return { x: at + 0.18 * (i - 1), y: value, low, high, title };
        }),
      })),
    ],
  };
};

/** Coverage of the interval by cell of size x regime. */
export const coverageChart = (title, cells) => {
  const known = cells.filter(({ share }) => share !== undefined);
  return {
    title,
    description: known.map(({ cell, share: { value } }) => `${cell} ${fraction(value)}`).join('; '),
    x: named(
      'size (small, medium, large) and regime',
      known.map(({ cell }) => cell.replace(/^(.)\w+/, (_, first) => first.toUpperCase())),
    ),
    y: {
      label: 'share within',
      kind: 'LINEAR',
      domain: padded(ends(known.map(({ share }) => share)), 0.85, 0.95),
      format: fraction,
    },
    marks: [
      { kind: 'RULE', y: 0.9 },
      {
        kind: 'DOTS',
        colour: 1,
        points: known.map(({ cell, n, share: { value, low, high } }, x) => ({
          ...{ x, y: value, low, high },
          title: `${cell}: ${fraction(value)} [${fraction(low)}, ${fraction(high)}], ${n} orders`,
        })),
      },
    ],
  };
};

/** What happened against what was stated; `thresholds` each with its bins. */
export const reliabilityChart = (title, thresholds) => {
  const axis = (label) => ({ label, kind: 'LINEAR', domain: [0, 1], format: fraction });
  return {
    title,
    description: thresholds
      .map(({ bps, bins }) => {
        const pairs = bins.map(({ stated, happened }) => `${fraction(stated)} ${fraction(happened.value)}`);
        return `above ${bps} bps, stated and happened: ${pairs.join(', ')}`;
      })
      .join('; '),
    x: axis('stated probability'),
    y: axis('share that happened'),
    legend: thresholds.map(({ bps }, i) => ({ colour: i + 1, text: `slippage above ${bps} bps` })),
    marks: [
      {
        kind: 'LINE',
        colour: 4,
        dashed: true,
        points: [
          [0, 0],
          [1, 1],
        ],
      },
      ...thresholds.map(({ bps, bins }, i) => ({
        kind: 'DOTS',
        colour: i + 1,
        points: bins.map(({ n, stated, happened: { value, low, high } }) => ({
          ...{ x: stated, y: value, low, high },
          title: `above ${bps} bps: stated ${fraction(stated)}, happened ${fraction(value)}, ${n} orders`,
        })),
      })),
    ],
  };
};

/** Mean slippage by size, as it happened and as it was stated. */
export const sizeChart = (title, points) => {
  const sizes = points.map(({ advFraction }) => advFraction);
  return {
    title,
    description: points
      .map(({ advFraction, happened, stated }) => {
        return `${percent(advFraction)}: ${happened.value.toFixed(1)} bps, stated ${stated.value.toFixed(1)}`;
      })
      .join('; '),
    x: {
      label: 'size, share of average daily volume',
      kind: 'LOG',
      domain: [Math.min(...sizes) / 1.3, Math.max(...sizes) * 1.3],
      format: percent,
    },
    y: {
      label: 'mean slippage, bps',
      kind: 'LINEAR',
      domain: padded(ends(points.flatMap(({ happened, stated }) => [happened, stated])), 0),
      format: whole,
    },
    legend: [
      { colour: 1, text: 'happened' },
      { colour: 2, text: 'stated mean' },
    ],
    marks: [
      { kind: 'LINE', colour: 2, points: points.map(({ advFraction, stated }) => [advFraction, stated.value]) },
      {
        kind: 'DOTS',
        colour: 1,
        points: points.map(({ advFraction, n, happened: { value, low, high } }) => ({
          ...{ x: advFraction, y: value, low, high },
          title: `${percent(advFraction)}: ${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}] bps, ${n} orders`,
        })),
      },
    ],
  };
};

/** Coverage after a break of the regime, by rule. */
export const breakChart = (rules) => {
  const all = rules.flatMap(({ windows }) => windows);
  return {
    title: 'Coverage after a break of the regime',
    description: rules
      .map(({ rule, windows }) => `${rule}: ${windows.map(({ coverage }) => fraction(coverage)).join(', ')}`)
      .join('; '),
    x: {
      label: 'orders after the break',
      kind: 'LINEAR',
      domain: [0, Math.max(...all.map(({ orders }) => orders)) + 25],
      format: whole,
    },
    y: {
      label: 'share covered',
      kind: 'LINEAR',
      domain: padded(
        all.map(({ coverage }) => coverage),
        0.95,
      ),
      format: fraction,
    },
    legend: rules.map(({ rule }, i) => ({ colour: i + 1, text: rule })),
    marks: [
      { kind: 'RULE', y: 0.9 },
      ...rules.map(({ windows }, i) => ({
        kind: 'LINE',
        colour: i + 1,
        points: windows.map(({ orders, coverage }) => [orders, coverage]),
      })),
    ],
  };
};
