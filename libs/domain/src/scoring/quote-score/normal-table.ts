import { KeyedRng } from '#domain/core';

const SIZE = 1 << 15;
const MASK = SIZE - 1;
/** The longest stretch that is taken of it. */
const STRETCH_MAX = 512;

/** Standard normals drawn once, of which the joint draws of a ranking take stretches; its beginning stands behind its end again. */
export const NORMALS = ((): Float64Array => {
  const rng = new KeyedRng(0x5eed);
  const drawn = Float64Array.from({ length: SIZE }, () => rng.normal());
  const table = new Float64Array(SIZE + STRETCH_MAX);
  table.set(drawn);
  table.set(drawn.subarray(0, STRETCH_MAX), SIZE);
  return table;
})();

/** Where in `NORMALS` the stretch of a word, an integer, begins. */
export const stretchOf = (word: number): number => word & MASK;
