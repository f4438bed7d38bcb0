import { bundlePlayground, compileTypeScript, generateDatabaseClient } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { exitWithFailure } from './operator-error.mjs';

// `npm run build`: everything that `npm start` builds, when it is not current.
try {
  await ensureInstalled();
  await generateDatabaseClient();
  await compileTypeScript();
  await bundlePlayground();
} catch (error) {
  exitWithFailure(error);
}
