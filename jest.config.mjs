// Specs run as native ES modules; swc only strips types and keeps the decorators' metadata.
const swc = {
  swcrc: false,
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
};

export const common = {
  testEnvironment: '<rootDir>/test/jest-environment.cjs',
  // 'source' makes '#domain/...' resolve to TypeScript, so a test never reads a stale build.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  setupFiles: ['reflect-metadata'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};

export default {
  // Jest would leave one core idle; and modules that were loaded stay in a process until it ends.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1500MB',
  // A guard against what never ends, not a measure of speed: a busy machine must not fail a test.
  testTimeout: 60_000,
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/apps/**/*.spec.ts'] },
    {
      ...common,
      displayName: 'test',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/external/'],
    },
  ],
};
