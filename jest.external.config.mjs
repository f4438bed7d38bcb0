import { common } from './jest.config.mjs';

// Suites that need more than npm: Redis, a browser, the real recordings. `.ci/run` runs them.
export default {
  ...common,
  testMatch: ['<rootDir>/test/external/**/*.spec.ts'],
  testTimeout: 600_000,
  // Many of them start a whole product.
  maxWorkers: 2,
};
