import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { followLog, openLog } from './log-file.mjs';
import { OperatorError } from './operator-error.mjs';
import { ROOT } from './project.mjs';

const DIE_WITH_LAUNCHER = new URL('./die-with-launcher.mjs', import.meta.url).href;
const GRACE_MS = 10_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
const STABLE_MS = 30_000;
/** Exit code of a process whose configuration is wrong: starting it again cannot help. */
const MISCONFIGURED = 2;
const LAST_WORDS = 8;
const PINO_ERROR = 50;

/**
 * Keeps one app running as a process of its own: output goes to `logFile`, a process that ends is started again with
 * growing delays.
 *
 * `onEnd(text)` is told each unexpected end, with the last errors; `onProblem(text)` each error that the app logs;
 * `onRestart()` each new process; `onFatal(error)` an end that a restart cannot help.
 * Returns `{ name, pid(), stop() }`.
 */
export const superviseChild = ({ name, script, env, logFile, onEnd, onProblem, onRestart, onFatal }) => {
  let child;
  let stopping = false;
  let failures = 0;

  const start = () => {
    const startedAt = performance.now();
    const { descriptor, sizeBefore } = openLog(logFile);
    child = spawn(process.execPath, ['--enable-source-maps', '--import', DIE_WITH_LAUNCHER, script], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      // Straight to the file: a pipe to us would break with us, and a process that logs into a broken pipe may hang.
      stdio: ['ignore', descriptor, descriptor, 'ipc'],
      // A process group of its own: Ctrl-C in the terminal must reach the launcher only, which stops things in order.
      detached: true,
    });
    fs.closeSync(descriptor);
    const lastWords = [];
    const endOfLog = followLog(logFile, sizeBefore, (line) => {
      const problem = errorIn(line);
      if (problem !== undefined) onProblem(problem);
      if (problem === undefined && (isLogRecord(line) || isWarning(line) || line.trim() === '')) return;
      lastWords.push(problem ?? line);
      if (lastWords.length > LAST_WORDS) lastWords.shift();
    });
    child.on('exit', (code, signal) => {
      endOfLog();
      if (stopping) return;
      if (code === MISCONFIGURED) {
        onFatal(new OperatorError(lastWords.join('\n')));
        return;
      }
      failures = performance.now() - startedAt > STABLE_MS ? 0 : failures + 1;
      const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
      const end = `${name} ended (${signal ?? `exit code ${code}`}); starting it again, its log is ${logFile}`;
      onEnd([end, ...lastWords.map((words) => `    ${words.slice(0, 300)}`)].join('\n'));
      setTimeout(restart, delayMs).unref();
    });
  };

  const restart = () => {
    if (stopping) return;
    start();
    onRestart();
  };

  const stop = async () => {
    stopping = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(impatience);
  };

  start();
  return { name, pid: () => child.pid, kill: () => child.kill('SIGKILL'), stop };
};

// The apps log one JSON object per line; whatever else they print is a warning of Node's or the reason of a crash.
const isLogRecord = (line) => line.startsWith('{"level"');
const isWarning = (line) => /^\((node:\d+|Use `node )/.test(line);

const errorIn = (line) => {
  if (!isLogRecord(line)) return undefined;
  try {
    const { level, msg, err } = JSON.parse(line);
    return level >= PINO_ERROR ? [msg, err?.message].filter(Boolean).join(': ') : undefined;
  } catch {
    return undefined; // cut off in the middle
  }
};
