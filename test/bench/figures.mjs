import { median, medianInterval } from './statistics.mjs';

/**
 * One line of a bench: the median of `values`, one per round, with its 90 % interval; `n` rounds. `goal` is null where there
 * is none, `better` says on which side of it the value should be.
 */
export const figure = (name, unit, values, { goal = null, better }) => ({
  name,
  value: median(values),
  ...medianInterval(values),
  n: values.length,
  unit,
  goal,
  better,
});

export const printFigures = (figures) => {
  const width = Math.max(...figures.map(({ name }) => name.length));
  console.log(`  ${'figure'.padEnd(width)}      median     90 % interval         unit         goal`);
  for (const one of figures) {
    const { name, value, low, high, unit } = one;
    const interval = `${digits(low)} .. ${digits(high)}`;
    console.log(
      `  ${name.padEnd(width)}  ${digits(value).padStart(10)}     ${interval.padEnd(22)}${unit.padEnd(12)} ${verdict(one)}`,
    );
  }
  console.log('');
};

const digits = (value) => value.toFixed(Math.abs(value) < 10 ? 3 : Math.abs(value) < 1_000 ? 1 : 0);

const verdict = ({ value, goal, better }) => {
  if (goal === null) return '';
  const isMet = better === 'lower' ? value <= goal : value >= goal;
  return `${better === 'lower' ? '<=' : '>='} ${goal}  ${isMet ? 'met' : 'MISSED'}`;
};
