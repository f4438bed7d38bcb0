import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ENVIRONMENT_PYTHON } from '../../../apps/trainer/environment.mjs';
import { inProject } from '../../../apps/local/project.mjs';
import { EXPORT_SEED } from './day-orders.mjs';

const TRAINING_SET = inProject('var', 'evidence', 'training-set');

let isThere;
let trainingSet;

/** Whether the trainer has its Python, which is made where it can be; says why not. */
export const hasTrainer = (progress) => {
  isThere ??= runs('apps/trainer/setup.mjs') && existsSync(ENVIRONMENT_PYTHON);
  if (!isThere)
    progress('left out: the trainer has no Python environment, and it could not be made (the lines above say why)');
  return isThere;
};

/** The folder of a training set of all LEAN recordings, exported anew once. */
export const exportedTrainingSet = (recordings) => {
  trainingSet ??= (() => {
    recordings.progress('exporting a training set');
    rmSync(TRAINING_SET, { recursive: true, force: true });
    const from = ['--session', recordings.path('lean'), '--out', TRAINING_SET, '--seed', String(EXPORT_SEED)];
    if (!runs('apps/replay/replay.mjs', 'export-training-set', ...from)) throw new Error('the export failed');
    return TRAINING_SET;
  })();
  return trainingSet;
};

const runs = (program, ...args) =>
  spawnSync(process.execPath, [inProject(program), ...args], { stdio: ['ignore', 2, 2] }).status === 0;

/** The JSON lines that a module of the trainer prints. */
export const trainerLines = async (module, ...args) => {
  const env = { ...process.env, PYTHONPATH: inProject('apps', 'trainer'), PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(ENVIRONMENT_PYTHON, ['-m', module, ...args, '--json'], { env, stdio: ['ignore', 'pipe', 2] });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line));
  const code = await ended;
  if (code !== 0) throw new Error(`${module} ended with ${code}`);
  return lines;
};
