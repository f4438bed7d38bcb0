import fs from 'node:fs';
import { inProject } from './project.mjs';

// `npm run lock`, after every change of a dependency. npm leaves packages of other platforms out of the lock file when the
// registry in use does not serve them, and `npm ci` then refuses the file everywhere. Their parents pin them exactly.

const OS = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony'];
const CPU = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64'];

const file = inProject('package-lock.json');
const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
for (const { name, version, parent } of missingOptionalPackages(lock)) {
  const platform = new RegExp(`(${OS.join('|')})-(.+)$`).exec(name);
  if (platform === null) continue;
  const [, os, rest] = platform;
  const cpu = rest.split('-')[0];
  if (!CPU.includes(cpu)) throw new Error(`${name}: no processor is known by "${rest}"`);
  lock.packages[`node_modules/${name}`] = {
    version,
    cpu: [cpu],
    ...(parent.dev && { dev: true }),
    optional: true,
    os: [os],
  };
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

function missingOptionalPackages({ packages }) {
  return Object.values(packages).flatMap((parent) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => packages[`node_modules/${name}`] === undefined)
      .map(([name, version]) => ({ name, version, parent })),
  );
}
