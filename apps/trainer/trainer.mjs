// `npm run trainer:train` and `npm run trainer:test`: run the trainer in its own Python environment.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { OperatorError, exitWithFailure } from '../local/operator-error.mjs';
import { inProject } from '../local/project.mjs';
import { ENVIRONMENT_PYTHON, STAMP } from './environment.mjs';

const TRAINER = inProject('apps', 'trainer');

// npm moves to the project's root and says where the person was: relative paths are meant from there.
const CALLED_FROM = process.env.INIT_CWD ?? process.cwd();

const python = (args, cwd) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, PYTHONPATH: TRAINER, PYTHONDONTWRITEBYTECODE: '1' };
    const child = spawn(ENVIRONMENT_PYTHON, args, { cwd, env, stdio: 'inherit' });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM']) process.off(name, forward);
      resolve(signal === null ? code : 1);
    });
  });

const checks = async (pytestArguments) => {
  const commands = [
    ['-m', 'ruff', 'check', '.'],
    ['-m', 'ruff', 'format', '--check', '.'],
    ['-m', 'mypy'],
    ['-m', 'pytest', ...pytestArguments],
  ];
  for (const command of commands) {
    const code = await python(command, TRAINER);
    if (code !== 0) return code;
  }
  return 0;
};

const COMMANDS = {
  train: (args) => python(['-m', 'footprint_trainer.train', ...args], CALLED_FROM),
  test: checks,
};

const main = async ([name, ...args]) => {
  const command = COMMANDS[name];
  if (command === undefined) throw new OperatorError(`Commands: ${Object.keys(COMMANDS).join(', ')}.`);
  if (!fs.existsSync(STAMP)) throw new OperatorError('The trainer has no environment yet: npm run trainer:setup');
  process.exitCode = await command(args);
};

main(process.argv.slice(2)).catch(exitWithFailure);
