// Suites that need what a fresh clone has not: recordings, Redis, a browser, a built checkout. Run by .ci/run.
import { common } from './jest.config.mjs';

export default { ...common, testMatch: ['<rootDir>/test/external/**/*.spec.ts'], testTimeout: 120_000 };
