import { candidates } from './candidates.mjs';
import { surge } from './surge.mjs';

export const title = 'Execution';

export const introduction =
  'What adaptive control is worth against static schedules in the volatility surge: a simulated market in which own orders trade, move the ' +
  'price and are learned from. It says that the rules do what they should where the stated assumptions hold, and nothing about any real ' +
  'market. Seeds are fixed; policies are compared seed by seed.';

export const parts = [candidates, surge];
