import { KeyedRng } from '#domain/core';

const SIZE = 1 << 15;
const MASK = SIZE - 1;

/** Standard normals drawn once: the joint draws of a ranking take stretches of it. */
const NORMALS = ((): Float64Array => {
  const rng = new KeyedRng(0x5eed);
  return Float64Array.from({ length: SIZE }, () => rng.normal());
})();

/** The normal at a place of the table, an integer; beyond its end it begins again. */
export const tabledNormal = (at: number): number => NORMALS[at & MASK]!;
