import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** A folder that is gone after the suite. */
export const temporaryFolder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'footprint-recordings-'));
  afterAll(() => rm(dir, { recursive: true, force: true }));
  return dir;
};
