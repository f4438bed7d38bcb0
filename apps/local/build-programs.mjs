// What the command-line programs need before they run: everything but the web page.
import { buildPrograms } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { exitWithFailure } from './operator-error.mjs';

try {
  await ensureInstalled();
  await buildPrograms();
} catch (error) {
  exitWithFailure(error);
}
