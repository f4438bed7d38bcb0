import { execFileSync, spawnSync } from 'node:child_process';
import { ENVIRONMENT_PYTHON } from '../../apps/trainer/environment.mjs';
import { inProject } from '../../apps/local/project.mjs';
import { figure } from './figures.mjs';

export const title =
  'Every model family trained anew on one label, on a planted market; two processes of one thread each';

const ROWS = 100_000;
const QUICK_ROWS = 10_000;
const PROCESSES = 2;

// The one absolute time among the goals: a retraining over lunch, on the smallest machine that somebody would use for it.
const SECONDS_MOST = 300;
const MIB_MOST = 2_048;

/** Lines about all families together. */
const TOTALS = ['all families', 'processor time', 'peak memory'];

export const bench = async ({ quick, progress }) => {
  // Makes the environment where there is none, and says what is missing where it cannot.
  const made = spawnSync(process.execPath, [inProject('apps', 'trainer', 'setup.mjs')], { stdio: ['ignore', 2, 2] });
  if (made.status !== 0) throw new Error('the trainer has no Python environment; the lines above say why');
  const rows = quick ? QUICK_ROWS : ROWS;
  progress(`training ${rows} rows`);
  const lines = retrained(rows);
  const valueOf = (wanted) => lines.find(({ name }) => name === wanted).value;
  const families = lines.filter(({ name }) => !TOTALS.includes(name));
  return [
    figure('training.seconds', 's', [valueOf('all families')], { goal: quick ? null : SECONDS_MOST, better: 'lower' }),
    figure('training.peakRssMiB', 'MiB', [valueOf('peak memory')], { goal: quick ? null : MIB_MOST, better: 'lower' }),
    figure('training.processorSeconds', 's', [valueOf('processor time')], { better: 'lower' }),
    ...families.map(({ name, value }) => figure(`training.${name}`, 's', [value], { better: 'lower' })),
  ];
};

/** What the trainer prints, one object a line. */
const retrained = (rows) => {
  const flags = ['--rows', String(rows), '--processes', String(PROCESSES), '--json'];
  const env = { ...process.env, PYTHONPATH: inProject('apps', 'trainer'), PYTHONDONTWRITEBYTECODE: '1' };
  const printed = execFileSync(ENVIRONMENT_PYTHON, ['-m', 'footprint_trainer.retraining', ...flags], {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
};
