import { darkCurve } from './dark-curve.mjs';
import { randomProblems } from './random-problems.mjs';
import { splits } from './splits.mjs';

export const title = 'Venues';

export const introduction =
  'What the split of a block over lit books, dark pools and dealers costs in a simulated market whose laws are planted and known. It says that the ' +
  'methods do what they should where their assumptions hold, and nothing about any real venue. Seeds are fixed; ways to trade are ' +
  'compared on held seeds, seed by seed.';

export const parts = [splits, darkCurve, randomProblems];
