import { KeyedRng } from '#domain/core';

const SIZE = 1 << 15;
const MASK = SIZE - 1;

/** Standard normals drawn once: the joint draws of a ranking take stretches of it. */
const NORMALS = ((): Float64Array => {
  const rng = new KeyedRng(0x5eed);
  return Float64Array.from({ length: SIZE }, () => rng.normal());
})();

/** Normal `at` of the stretch that a word names; each draw comes with its mirror: even ones as they are, odd ones negated. */
export const tabledNormal = (word: number, at: number): number => {
  const value = NORMALS[(word + (at >> 1)) & MASK]!;
  return at % 2 === 0 ? value : -value;
};
