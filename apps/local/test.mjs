// `npm test`. Imports late, for the reasons given in start.mjs.
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();
import('./run-tests.mjs').then(({ runTests }) => runTests(process.argv.slice(2)));
