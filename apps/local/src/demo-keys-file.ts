import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prefixOf } from '#adapters/prisma';
import { type Role } from '#application/ports';

export interface DemoKey {
  readonly role: Role;
  readonly desk: string;
  readonly key: string;
}

/** The file cannot be read as keys. */
export class DamagedKeysFile extends Error {
  override readonly name = 'DamagedKeysFile';

  constructor(file: string) {
    super(`${file} holds no demo keys; remove it, and new keys are made`);
  }
}

/** The keys of an earlier start; none when there was none. Throws DamagedKeysFile. */
export const readDemoKeys = (file: string): readonly DemoKey[] => {
  if (!existsSync(file)) return [];
  try {
    const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { readonly keys: readonly DemoKey[] };
    if (keys.every(({ key }) => prefixOf(key) !== undefined)) return keys;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw new DamagedKeysFile(file);
};

/** Readable by its owner only; whole or not at all. */
export const writeDemoKeys = (file: string, keys: readonly DemoKey[]): void => {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.draft`;
  writeFileSync(draft, `${JSON.stringify({ keys }, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
};
