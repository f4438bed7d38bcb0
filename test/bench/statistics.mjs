export const quantile = (values, probability) => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(probability * sorted.length))];
};

export const median = (values) => quantile(values, 0.5);

const BOOTSTRAPS = 2_000;

/** 90 % interval of the median over rounds, by a bootstrap of rounds with a fixed seed. */
export const medianInterval = (values) => {
  let state = 1;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const medians = Array.from({ length: BOOTSTRAPS }, () =>
    median(values.map(() => values[Math.floor(next() * values.length)])),
  );
  return { low: quantile(medians, 0.05), high: quantile(medians, 0.95) };
};

const METER_SLICES = 200;
const METER_WORK = 20_000;
/** A slice of equal work that takes this much longer than the typical one was interrupted. */
const INTERRUPTED = 3;

/** Share of equal slices of work that something interrupted: what the machine does to anybody who runs on it now. */
export const jitter = () => {
  const slices = new Float64Array(METER_SLICES);
  let sink = 0;
  for (let slice = 0; slice < METER_SLICES; slice += 1) {
    const start = performance.now();
    for (let i = 0; i < METER_WORK; i += 1) sink = (sink * 31 + i) | 0;
    slices[slice] = performance.now() - start;
  }
  const typical = median(slices);
  return slices.filter((ms) => ms > INTERRUPTED * typical).length / METER_SLICES + (sink === 0.5 ? 1 : 0);
};
