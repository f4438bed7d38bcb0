import { inProject } from '../local/project.mjs';

/** The trainer's own Python environment; `npm run trainer:setup` makes it. */
export const ENVIRONMENT = inProject('var', 'trainer', 'venv');

const ON_WINDOWS = process.platform === 'win32';

export const ENVIRONMENT_PYTHON = inProject(
  'var',
  'trainer',
  'venv',
  ...(ON_WINDOWS ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);

/** Interpreters to try, in this order, unless PYTHON names one. */
export const CANDIDATE_PYTHONS = ON_WINDOWS ? ['python', 'py'] : ['python3', 'python'];

/** Written last of all, so that an interrupted installation has none. */
export const STAMP = inProject('var', 'trainer', 'venv', '.footprint-trainer');

export const REQUIREMENTS = inProject('apps', 'trainer', 'requirements.txt');
