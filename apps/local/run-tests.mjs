import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateDatabaseClient } from './build.mjs';
import { stopCommands } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { exitWithFailure } from './operator-error.mjs';
import { stopLeftoverServer } from './postgres/leftover.mjs';
import { startPostgres } from './postgres/server.mjs';
import { commandLineOf } from './process-identity.mjs';
import { note } from './progress.mjs';
import { inProject, ROOT } from './project.mjs';
import { createShutdown, onTermination } from './shutdown.mjs';

/**
 * `npm test`: Jest with the arguments given, on a PostgreSQL of its own that is thrown away afterwards (or the server
 * of TEST_DATABASE_URL). Ends with Jest's exit code and a line `N passed, N failed`.
 */
export const runTests = async (jestArguments) => {
  const shutdown = createShutdown();
  shutdown.onStop(stopCommands);
  const finish = async (exitCode) => {
    await shutdown.stopAll();
    process.exit(exitCode);
  };
  onTermination(
    () => void finish(130),
    () => process.exit(130),
  );
  try {
    await ensureInstalled();
    await generateDatabaseClient();
    const databaseUrl = process.env.TEST_DATABASE_URL || (await startThrowAwayDatabase(shutdown));
    await finish(await runJest(jestArguments, databaseUrl, shutdown));
  } catch (error) {
    if (shutdown.isStopping()) return;
    await shutdown.stopAll();
    exitWithFailure(error);
  }
};

const FOLDER = /^footprint-test-(\d+)-/;

const startThrowAwayDatabase = async (shutdown) => {
  await removeAbandoned();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `footprint-test-${process.pid}-`));
  fs.chmodSync(folder, 0o755); // PostgreSQL may run as another account
  shutdown.onStop(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return startPostgres({ folder, database: 'postgres', throwAway: true, report: note, onStop: shutdown.onStop });
};

// A test run that was killed could not clean up after itself.
const removeAbandoned = async () => {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const owner = Number(FOLDER.exec(name)?.[1] ?? NaN);
    const folder = path.join(os.tmpdir(), name);
    if (Number.isNaN(owner) || commandLineOf(owner).includes('test.mjs') || !isOurs(folder)) continue;
    await stopLeftoverServer(path.join(folder, 'data'));
    fs.rmSync(folder, { recursive: true, force: true });
  }
};

const isOurs = (folder) => fs.statSync(folder).uid === (process.getuid?.() ?? 0);

const runJest = (jestArguments, databaseUrl, shutdown) =>
  new Promise((resolve, reject) => {
    const resultsFile = path.join(os.tmpdir(), `footprint-test-results-${process.pid}.json`);
    const jest = spawn(
      process.execPath,
      [inProject('node_modules', 'jest', 'bin', 'jest.js'), '--json', '--outputFile', resultsFile, ...jestArguments],
      {
        cwd: ROOT,
        stdio: 'inherit',
        env: {
          ...process.env,
          TEST_DATABASE_URL: databaseUrl,
          NODE_OPTIONS: [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--no-warnings']
            .filter(Boolean)
            .join(' '),
        },
      },
    );
    shutdown.onStop(() => {
      jest.kill();
    });
    jest.on('error', reject);
    jest.on('exit', (code) => {
      process.stdout.write(countsIn(resultsFile));
      fs.rmSync(resultsFile, { force: true });
      resolve(code ?? 1);
    });
  });

const countsIn = (resultsFile) => {
  if (!fs.existsSync(resultsFile)) return '';
  const results = JSON.parse(fs.readFileSync(resultsFile, 'utf8'));
  if (results.numTotalTests === undefined) return ''; // another question than running tests, such as --listTests
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return `\n${results.numPassedTests} passed, ${failed} failed\n`;
};
