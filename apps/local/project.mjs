import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder; every command of the launcher runs there, wherever it was called from. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const inProject = (...segments) => path.join(ROOT, ...segments);
