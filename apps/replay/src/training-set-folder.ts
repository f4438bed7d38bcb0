import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type TableColumn, type TrainingSetStore } from '#application/ports';
import { writeParquet } from '#adapters/parquet';
import { CommandFailure } from './command-failure.js';

const CARD = 'card.json';

/**
 * A training set as a folder: Parquet files in `rows/`, the card beside them. It is written next to its place and moved
 * there when it is whole. An earlier training set is replaced; a folder of anything else is never touched.
 */
export class TrainingSetFolder implements TrainingSetStore {
  private constructor(
    private readonly folder: string,
    private readonly unfinished: string,
  ) {}

  /** Throws CommandFailure when something else lies at `path`, or nothing can be written there. */
  static async open(path: string): Promise<TrainingSetFolder> {
    const folder = resolve(path);
    await refuseOther(folder);
    const unfinished = `${folder}.unfinished`;
    try {
      await rm(unfinished, { recursive: true, force: true });
      await mkdir(join(unfinished, 'rows'), { recursive: true });
    } catch (error) {
      throw new CommandFailure(`--out ${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? ''})`);
    }
    return new TrainingSetFolder(folder, unfinished);
  }

  async writeRows(name: string, columns: readonly TableColumn[]): Promise<void> {
    await writeParquet(join(this.unfinished, 'rows', name), columns);
  }

  async writeText(name: string, text: string): Promise<void> {
    await writeFile(join(this.unfinished, name), text);
  }

  async finish(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await rename(this.unfinished, this.folder);
  }

  async discard(): Promise<void> {
    await rm(this.unfinished, { recursive: true, force: true });
  }
}

/** Only nothing, an empty folder or an earlier training set may give way. */
const refuseOther = async (folder: string): Promise<void> => {
  if (!existsSync(folder)) return;
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) throw new CommandFailure(`--out ${folder} is a file; expected a folder`);
  if (names.length === 0 || (names.includes(CARD) && (await isTrainingSet(join(folder, CARD))))) return;
  throw new CommandFailure(`--out ${folder} holds something else than a training set; give a new or empty folder`);
};

const isTrainingSet = async (card: string): Promise<boolean> => {
  try {
    const content = JSON.parse(await readFile(card, 'utf8')) as { readonly kind?: unknown };
    return content.kind === 'footprint training set';
  } catch {
    return false;
  }
};
