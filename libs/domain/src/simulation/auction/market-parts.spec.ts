import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BrownianPath } from './brownian-path.js';
import { DriftSchedule } from './drift-schedule.js';

const SECOND = 1e9;

describe('the Brownian path', () => {
  it('is a function of seed and time, whoever looks when', () => {
    const times = [0.1, 0.100_1, 3, 3.5, 60, 69, 70, 200.25, 200.250_07].map((seconds) => seconds * SECOND);
    const [all, some, other] = [new BrownianPath(4), new BrownianPath(4), new BrownianPath(5)];
    const values = times.map((timeNs) => all.at(timeNs));
    expect([2, 4, 7].map((i) => some.at(times[i]!))).toEqual([values[2], values[4], values[7]]);
    expect(times.map((timeNs) => other.at(timeNs))).not.toEqual(values);
    expect(new BrownianPath(4).at(0)).toBe(0);
  });

  it.each([0.001, 0.1, 5, 100])('has independent normal increments of variance h (h %d s)', (h) => {
    const path = new BrownianPath(8);
    const n = 3_000;
    let [last, previous, squares, products, fourth] = [0, 0, 0, 0, 0];
    for (let i = 1; i <= n; i += 1) {
      const now = path.at(i * h * SECOND);
      const z = (now - last) / Math.sqrt(h);
      squares += z * z;
      fourth += z ** 4;
      products += z * previous;
      [last, previous] = [now, z];
    }
    expect(Math.abs(squares / n - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(products / n)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(fourth / n - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });

  it('does not go back to a segment that was left', () => {
    const path = new BrownianPath(1);
    path.at(1_000 * SECOND);
    expect(() => path.at(SECOND)).toThrow('forward');
  });
});

describe('the drift schedule', () => {
  const ramp = fc.record({
    fromNs: fc.integer({ min: 0, max: 1_000 }),
    amount: fc.double({ min: -5, max: 5, noNaN: true }),
    durationNs: fc.integer({ min: 0, max: 500 }),
  });

  it('is the sum of its ramps at every time', () => {
    fc.assert(
      fc.property(fc.array(ramp, { maxLength: 20 }), (unsorted) => {
        const ramps = unsorted.sort((a, b) => a.fromNs - b.fromNs);
        const schedule = new DriftSchedule();
        let added = 0;
        for (let timeNs = 0; timeNs <= 1_600; timeNs += 50) {
          while (added < ramps.length && ramps[added]!.fromNs <= timeNs) {
            const { fromNs, amount, durationNs } = ramps[added]!;
            schedule.add(fromNs, amount, durationNs);
            added += 1;
          }
          const expected = ramps
            .slice(0, added)
            .reduce(
              (sum, { fromNs, amount, durationNs }) =>
                sum + amount * (durationNs === 0 ? 1 : Math.min(1, (timeNs - fromNs) / durationNs)),
              0,
            );
          expect(schedule.at(timeNs)).toBeCloseTo(expected, 9);
        }
      }),
    );
  });
});
