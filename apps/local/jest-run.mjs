import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inProject, ROOT } from './project.mjs';

const JEST = inProject('node_modules', 'jest', 'bin', 'jest.js');
const POLL_MS = 500;
const MAY_LINGER_MS = 15_000;

/**
 * Runs Jest on native ES modules and ends with a line `N passed, N failed`. Resolves to the exit code.
 * A Jest that is done but held open by something a test forgot is ended, and said so: a test run never hangs.
 */
export const runJest = (jestArguments, environment, onStop) =>
  new Promise((resolve, reject) => {
    const resultsFile = path.join(os.tmpdir(), `footprint-test-results-${process.pid}.json`);
    const jest = spawn(process.execPath, [JEST, '--json', '--outputFile', resultsFile, ...jestArguments], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...environment, NODE_OPTIONS: nodeOptions() },
    });
    onStop(() => {
      jest.kill();
      fs.rmSync(resultsFile, { force: true });
    });

    const isWatching = jestArguments.some((argument) => argument.startsWith('--watch'));
    const lingering = isWatching ? undefined : endWhenLingering(jest, resultsFile);
    jest.on('error', reject);
    jest.on('exit', (code) => {
      clearInterval(lingering);
      const results = resultsIn(resultsFile);
      if (results !== undefined) process.stdout.write(`\n${results.passed} passed, ${results.failed} failed\n`);
      resolve(code ?? (results?.success === true ? 0 : 1));
    });
  });

const nodeOptions = () =>
  [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--no-warnings'].filter(Boolean).join(' ');

const endWhenLingering = (jest, resultsFile) => {
  let doneAt;
  return setInterval(() => {
    if (!fs.existsSync(resultsFile)) return;
    doneAt ??= performance.now();
    if (performance.now() - doneAt < MAY_LINGER_MS) return;
    process.stdout.write(
      '\nThe tests are done, but something they opened is not closed: npm test -- --detectOpenHandles\n',
    );
    jest.kill('SIGKILL');
  }, POLL_MS);
};

/** undefined when Jest ran no tests, for instance because it was asked for a list of them. */
const resultsIn = (resultsFile) => {
  if (!fs.existsSync(resultsFile)) return undefined;
  const results = JSON.parse(fs.readFileSync(resultsFile, 'utf8'));
  if (results.numTotalTests === undefined) return undefined;
  return {
    success: results.success,
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
  };
};
