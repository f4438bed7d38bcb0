import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandFailure } from './command-failure.js';

/** Before the work of minutes is done for nothing: CommandFailure when no file can be written at `path`, given as `--<option>`. */
export const refuseUnwritable = async (option: string, path: string): Promise<void> => {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) throw new CommandFailure(`--${option} ${path} is a folder; expected a file`);
  await access(dirname(path), constants.W_OK).catch((error: unknown) => {
    throw new CommandFailure(`--${option} ${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? ''})`);
  });
};

/** Throws CommandFailure. */
export const writePage = async (option: string, path: string, page: string): Promise<void> => {
  try {
    await writeFile(path, page);
  } catch (error) {
    throw new CommandFailure(`--${option}: ${(error as Error).message}`);
  }
};
