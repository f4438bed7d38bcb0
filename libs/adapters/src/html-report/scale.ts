/** From values of an axis to pixels. */
export interface Scale {
  toPixel(value: number): number;
  /** Where the axis has a mark with a label. */
  readonly ticks: readonly number[];
  /** Where it has a faint line only. */
  readonly minorTicks: readonly number[];
}

export type Domain = readonly [least: number, most: number];

const TICKS = 5;

export const linearScale = ([least, most]: Domain, from: number, to: number): Scale => {
  const step = niceStep((most - least) / TICKS);
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(most / step + 1e-9);
  return {
    toPixel: (value) => from + ((value - least) / (most - least)) * (to - from),
    // Whole steps times a step such as 0.1 leave a tail of digits.
    ticks: Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12))),
    minorTicks: [],
  };
};

export const logScale = ([least, most]: Domain, from: number, to: number): Scale => {
  const [low, high] = [Math.log10(least), Math.log10(most)];
  const inside = (value: number): boolean => value >= least * (1 - 1e-9) && value <= most * (1 + 1e-9);
  const decades = Array.from({ length: Math.floor(high) - Math.floor(low) + 1 }, (_, i) => Math.floor(low) + i);
  const at = (factors: readonly number[]): readonly number[] =>
    decades.flatMap((decade) => factors.map((factor) => Number(`${factor}e${decade}`))).filter(inside);
  // Less than two powers of ten say too little of an axis.
  const ticks = at([1]).length >= 3 ? at([1]) : high - low > 1 ? at([1, 3]) : at([1, 2, 5]);
  return {
    toPixel: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks,
    minorTicks: at([2, 3, 4, 5, 6, 7, 8, 9]).filter((value) => !ticks.includes(value)),
  };
};

const niceStep = (rough: number): number => {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  return (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10) * power;
};

/** The least and the most of what is finite, with some room; around zero where there is nothing to see. */
export const paddedDomain = (values: Iterable<number>, include: readonly number[] = []): Domain => {
  const finite = [...values, ...include].filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const least = finite.reduce((a, b) => Math.min(a, b));
  const most = finite.reduce((a, b) => Math.max(a, b));
  if (most === least) return least === 0 ? [0, 1] : [least - Math.abs(least) / 10, least + Math.abs(least) / 10];
  const room = 0.06 * (most - least);
  // Zero is an end of an axis, with no room behind it.
  const isEnd = (value: number): boolean => value === 0 && include.includes(0);
  return [isEnd(least) ? 0 : least - room, isEnd(most) ? 0 : most + room];
};

/** The same for a logarithmic axis: only what is above zero counts. */
export const paddedLogDomain = (values: Iterable<number>): Domain => {
  const positive = [...values].filter((value) => value > 0 && value < Infinity);
  if (positive.length === 0) return [0.1, 1];
  const least = positive.reduce((a, b) => Math.min(a, b));
  const most = positive.reduce((a, b) => Math.max(a, b));
  const room = Math.max((most / least) ** 0.06, 1.15);
  return [least / room, most * room];
};
