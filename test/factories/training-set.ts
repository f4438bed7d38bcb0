import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readParquet } from '#adapters/parquet';
import { type DataCard } from '#application/export-training-set';
import { runCommandLine } from '../../apps/replay/src/command-line.js';
import { exportTrainingSetCommand } from '../../apps/replay/src/commands/export-training-set.js';

export type Value = string | number | bigint | boolean | null;
export type Row = Readonly<Record<string, Value>>;

/** What a run of the command said and left behind. */
export interface Exported {
  readonly status: number;
  readonly out: readonly string[];
  readonly said: readonly string[];
}

/** Runs `replay export-training-set` as a person would. */
export const runExport = async (...args: string[]): Promise<Exported> => {
  const out: string[] = [];
  const said: string[] = [];
  const terminal = { result: (line: string) => out.push(line), progress: (line: string) => said.push(line) };
  const status = await runCommandLine(['export-training-set', ...args], [exportTrainingSetCommand], terminal);
  return { status, out, said };
};

export const readCard = (folder: string): DataCard =>
  JSON.parse(readFileSync(join(folder, 'card.json'), 'utf8')) as DataCard;

/** All rows of a training set, or of it the columns that are named. */
export const readRows = async (folder: string, names?: readonly string[]): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const file of readdirSync(join(folder, 'rows')).sort()) {
    const { columns, rowCount } = await readParquet(join(folder, 'rows', file), names);
    for (let row = 0; row < rowCount; row += 1) {
      rows.push(Object.fromEntries(columns.map(({ name, values }) => [name, values[row]!])));
    }
  }
  return rows;
};
