import { spawn } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import { OperatorError } from './operator-error.mjs';
import { ROOT } from './project.mjs';

const KEPT_LINES = 40;
const running = new Set();

/**
 * Runs a program in the project's root to its end, feeding each output line to `onLine`.
 * Resolves to the output lines kept (the last ones); rejects with OperatorError, which carries them, when it fails.
 */
export const runCommand = (title, command, args, { env = {}, onLine = () => true } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, PATH: pathWithThisNode(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const kept = [];
    for (const stream of [child.stdout, child.stderr]) {
      readline.createInterface({ input: stream }).on('line', (line) => {
        if (onLine(line) === false) return;
        kept.push(line);
        if (kept.length > KEPT_LINES) kept.shift();
      });
    }
    child.on('error', (error) => {
      reject(new OperatorError(`${title} could not run: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve(kept);
      else reject(new OperatorError([...kept, `${title} failed (${signal ?? `exit code ${code}`}).`].join('\n')));
    });
  });

/** Ends the programs that are running now. */
export const stopCommands = () => {
  for (const child of running) child.kill();
};

/** Runs a script with this very Node. */
export const runNode = (title, script, args, options) =>
  runCommand(title, process.execPath, [script, ...args], options);

// Programs that look `node` up by name (npm's scripts, Prisma's engine) must find the one that runs us.
const pathWithThisNode = () => [path.dirname(process.execPath), process.env.PATH].join(path.delimiter);
