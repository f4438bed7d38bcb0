/** Rounds before the first that counts: code is compiled in them. */
const WARM_UP_ROUNDS = 3;

/**
 * Runs all of `works` in turn, in an order that rotates from round to round; of each the processor time of every round, in
 * ms. `prepare` is called before each and does not count. Processor time, for a machine that does other things makes a wall clock say what they take.
 */
export const interleaved = (works, rounds, prepare = () => undefined) => {
  const names = Object.keys(works);
  const timesMs = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + WARM_UP_ROUNDS + turn) % names.length];
      prepare();
      const ms = processorMs(works[name]);
      if (round >= 0) timesMs[name].push(ms);
    }
  }
  return timesMs;
};

/** Of two works, round by round. */
export const ratios = (numerators, denominators) => numerators.map((value, round) => value / denominators[round]);

const processorMs = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
