import { err, ok, type Result } from '#domain/core';
import { impossible, type ImpossibleParameters } from '../impossible-parameters.js';

/** Seeds of one run: below two there is no error to be told. */
export const SEEDS = { min: 2, max: 200 } as const;
/** What a column of 32 bits with a sign holds. */
const SEED_MAX = 2 ** 31 - 1;

/** Seeds as a person states them: either each of them, or the first and how many. */
export interface StatedSeeds {
  readonly seeds?: readonly number[];
  readonly firstSeed?: number;
  readonly seedCount?: number;
}

/** The seeds stated, in rising order. Refuses by name what is stated twice, too many, and what is no seed. */
export const statedSeeds = (stated: StatedSeeds): Result<readonly number[], ImpossibleParameters> => {
  const { seeds, firstSeed, seedCount } = stated;
  if (seeds === undefined) return consecutive(firstSeed ?? 1, seedCount);
  if (firstSeed !== undefined || seedCount !== undefined) {
    return err(impossible('seeds', 'absent where firstSeed and seedCount are given', 'both'));
  }
  if (!isCount(seeds.length)) return err(impossible('seeds', `a list of ${COUNT_TEXT}`, seeds.length));
  const at = seeds.findIndex((seed, i) => !isSeed(seed) || seeds.indexOf(seed) < i);
  if (at >= 0) return err(impossible(`seeds.${at}`, `${SEED_TEXT}, and not twice`, seeds[at]));
  return ok([...seeds].sort((a, b) => a - b));
};

const consecutive = (first: number, count: number | undefined): Result<readonly number[], ImpossibleParameters> => {
  if (count === undefined || !isCount(count)) return err(impossible('seedCount', COUNT_TEXT, count));
  return isSeed(first) && isSeed(first + count - 1)
    ? ok(Array.from({ length: count }, (_, i) => first + i))
    : err(impossible('firstSeed', `${SEED_TEXT}, the last of them too`, first));
};

const COUNT_TEXT = `${SEEDS.min} to ${SEEDS.max}`;
const SEED_TEXT = `a whole number within [0, ${SEED_MAX}]`;

const isCount = (count: number): boolean => Number.isInteger(count) && count >= SEEDS.min && count <= SEEDS.max;

const isSeed = (seed: number): boolean => Number.isInteger(seed) && seed >= 0 && seed <= SEED_MAX;
