// `npm run trainer:setup`: makes the trainer's Python environment in var/trainer/venv, or says that it is there already.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { OperatorError, exitWithFailure } from '../local/operator-error.mjs';
import { CANDIDATE_PYTHONS, ENVIRONMENT, ENVIRONMENT_PYTHON, REQUIREMENTS, STAMP } from './environment.mjs';

const OLDEST = [3, 10];

const setup = () => {
  const python = findPython();
  const wanted = fingerprint(python);
  if (fs.existsSync(ENVIRONMENT_PYTHON) && readText(STAMP) === wanted) {
    console.error('The trainer is set up.');
    return;
  }
  console.error(`Making the trainer's environment with Python ${python.version} ...`);
  fs.rmSync(ENVIRONMENT, { recursive: true, force: true });
  run(
    python.command,
    ['-m', 'venv', ENVIRONMENT],
    'Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv',
  );
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary',
    ':all:',
  ];
  run(
    ENVIRONMENT_PYTHON,
    [...install, '--requirement', REQUIREMENTS],
    'The packages of apps/trainer/requirements.txt could not be installed; the lines above say why.',
  );
  fs.writeFileSync(STAMP, wanted);
  console.error('The trainer is set up.');
};

/** The first interpreter that is new enough, as { command, version }. */
const findPython = () => {
  const commands = process.env.PYTHON ? [process.env.PYTHON] : CANDIDATE_PYTHONS;
  const found = commands.map((command) => ({ command, version: pythonVersion(command) }));
  const usable = found.find(({ version }) => version !== undefined && isNewEnough(version));
  if (usable !== undefined) return usable;
  const seen = found.map(({ command, version }) => `${command}: ${version ?? 'not there'}`).join(', ');
  throw new OperatorError(
    `The trainer needs Python ${OLDEST.join('.')} or newer with venv (https://www.python.org; on Debian and Ubuntu: ` +
      `apt-get install python3 python3-venv). Tried ${seen}. PYTHON names another one. Nothing else needs Python.`,
  );
};

const pythonVersion = (command) => {
  const answer = spawnSync(command, ['-c', 'import platform; print(platform.python_version())'], { encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
};

const isNewEnough = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

// An environment made by another Python, or from another list, is made anew.
const fingerprint = ({ version }) =>
  createHash('sha256').update(`${version}\n`).update(fs.readFileSync(REQUIREMENTS)).digest('hex');

const readText = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);

const run = (command, args, failure) => {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new OperatorError(failure);
};

try {
  setup();
} catch (error) {
  exitWithFailure(error);
}
