import { type Command } from '../command.js';
import { archive } from './archive.js';
import { backtest } from './backtest.js';
import { calibrate } from './calibrate.js';
import { exportTrainingSetCommand } from './export-training-set.js';
import { forecast } from './forecast.js';
import { report } from './report.js';
import { simulate } from './simulate.js';

/** Every command, in the order in which `--help` lists them. */
export const COMMANDS: readonly Command[] = [
  exportTrainingSetCommand,
  forecast,
  backtest,
  simulate,
  calibrate,
  report,
  archive,
];
