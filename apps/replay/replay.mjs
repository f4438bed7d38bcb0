// `npm run replay -- <command> [options]`: builds what changed and runs the command line. It runs before the build, so it
// is plain JavaScript on Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const inRoot = (file) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
// npm moves to the project's root and says where the person was: relative paths are meant from there.
const cwd = process.env.INIT_CWD ?? process.cwd();

// What is said while building goes to standard error: standard output belongs to the command.
const built = spawnSync(process.execPath, [inRoot('apps/local/build-programs.mjs')], { stdio: ['ignore', 2, 2] });
if (built.status !== 0) process.exit(built.status ?? 1);

const main = inRoot('dist/apps/replay/src/main.js');
const child = spawn(process.execPath, [main, ...process.argv.slice(2)], { cwd, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? code : 1;
});
