// `npm start`. Nothing but Node's own modules may be imported before the packages are installed, and nothing that an
// old Node cannot even parse may be imported before its version is checked.
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();
import('./launch.mjs').then(({ launch }) => launch(process.argv.slice(2)));
