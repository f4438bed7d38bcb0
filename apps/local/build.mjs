import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runNode } from './command.mjs';
import { step } from './progress.mjs';
import { inProject } from './project.mjs';

const PRISMA_CLI = inProject('node_modules', 'prisma', 'build', 'index.js');
// Prisma's command line looks for news on the internet unless told not to.
const QUIET_PRISMA = { CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };

export const runPrisma = (args, env) =>
  runNode(`prisma ${args.join(' ')}`, PRISMA_CLI, args, { env: { ...QUIET_PRISMA, ...env } });

/** Everything that must exist before a process starts, each part only when its sources changed. */
export const buildAll = async () => {
  await buildPrograms();
  await bundlePlayground();
};

/** What runs, without the web page. */
export const buildPrograms = async () => {
  await generateDatabaseClient();
  await compileTypeScript();
};

/** The database client, generated from prisma/schema.prisma. */
export const generateDatabaseClient = () =>
  whenChanged({
    title: 'generating the database client',
    sources: ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'],
    output: 'libs/adapters/src/prisma/generated',
    build: () => runPrisma(['generate']),
  });

/** The three rings and the apps, compiled into dist/. */
const compileTypeScript = () =>
  whenChanged({
    title: 'compiling',
    sources: ['libs', 'apps', 'tsconfig.json', 'tsconfig.build.json', 'node_modules/.package-lock.json'],
    isSource: (file) => /\.(ts|json)$/.test(file) && !file.endsWith('.spec.ts') && !file.includes('apps/playground/'),
    output: 'dist',
    build: () =>
      runNode('tsc', inProject('node_modules', 'typescript', 'bin', 'tsc'), [
        '-p',
        'tsconfig.build.json',
        '--pretty',
        'false',
      ]),
  });

/** The playground's web page. */
const bundlePlayground = () =>
  whenChanged({
    title: 'bundling the playground',
    sources: ['apps/playground', 'node_modules/.package-lock.json'],
    isSource: (file) => !file.includes('apps/playground/dist/'),
    output: 'apps/playground/dist',
    build: () =>
      runNode('vite', inProject('node_modules', 'vite', 'bin', 'vite.js'), [
        'build',
        '--logLevel',
        'warn',
        'apps/playground',
      ]),
  });

/** Builds unless `output` carries the stamp of these very sources; the stamp lies in the output and dies with it. */
const whenChanged = async ({ title, sources, isSource = () => true, output, build }) => {
  const stamp = inProject(output, '.footprint-sources');
  const digest = digestOf(sources.flatMap(filesUnder).filter(isSource));
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === digest) return;
  await step(title, async () => {
    await build();
  });
  fs.writeFileSync(stamp, digest);
};

const filesUnder = (source) => {
  const stats = fs.statSync(inProject(source), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [source];
  return fs
    .readdirSync(inProject(source), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(inProject(), path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
};

const digestOf = (files) => {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = fs.readFileSync(inProject(file));
    hash.update(`${file}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
};
