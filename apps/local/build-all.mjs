// `npm run build`: what `npm start` builds before it starts anything.
import { buildAll } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { exitWithFailure } from './operator-error.mjs';

try {
  await ensureInstalled();
  await buildAll();
} catch (error) {
  exitWithFailure(error);
}
