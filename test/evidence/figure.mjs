const NONE = { low: null, high: null, n: null, goal: null, better: null };

/** One line of evidence: what was measured, its 95 % interval, from how many, and what is hoped for; null: not applicable. */
export const figure = (name, unit, value, rest = {}) => ({
  name,
  value: finite(value),
  ...NONE,
  unit,
  ...finiteOf(rest),
});

/** A figure of an estimate of the statistics; undefined where there was too little of something. */
export const estimated = (name, unit, estimate, rest = {}) =>
  figure(name, unit, estimate?.value, { low: estimate?.low, high: estimate?.high, ...rest });

const finite = (value) => (typeof value === 'number' && !Number.isFinite(value) ? null : (value ?? null));
const finiteOf = (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, finite(value)]));

/** `0.656 [0.619, 0.685]`. */
export const text = ({ value, low, high }) => {
  if (value === null) return 'none';
  return low === null ? digits(value) : `${digits(value)} [${digits(low)}, ${digits(high)}]`;
};

const digits = (value) => {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 0.01 ? value.toFixed(3) : value.toPrecision(2);
};

export const verdict = (figure) => {
  const { value, goal, better } = figure;
  if (goal === null || value === null) return '';
  return `${better === 'lower' ? '<=' : '>='} ${goal}: ${isMissed(figure) ? 'MISSED' : 'met'}`;
};

/** A figure that could not be computed misses its goal, too. */
export const isMissed = ({ value, goal, better }) => {
  if (goal === null) return false;
  return value === null || (better === 'lower' ? value > goal : value < goal);
};

export const printFigures = (title, results) => {
  console.log(`\n${title}; 95 % intervals\n`);
  for (const { title: part, figures } of results) {
    console.log(`  ${part}`);
    for (const one of figures) {
      const n = one.n === null ? '' : `n ${one.n}`;
      console.log(
        `    ${one.name.padEnd(48)} ${text(one).padStart(26)} ${one.unit.padEnd(12)} ${n.padEnd(10)} ${verdict(one)}`,
      );
    }
  }
  console.log('');
};
