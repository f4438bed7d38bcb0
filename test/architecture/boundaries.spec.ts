import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const CONFIG = require('../../.dependency-cruiser.cjs') as { forbidden: readonly { name: string }[] };
const RULES = CONFIG.forbidden.map((rule) => rule.name);
const CONTEXTS = RULES.filter((rule) => rule.startsWith('order-')).map((rule) => rule.slice('order-'.length));

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** Checks the tree under `root` with the project's own rules. */
const violationsIn = (root: string): readonly Violation[] => {
  const cli = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const run = spawnSync(process.execPath, [cli, '--output-type', 'json', 'libs', 'apps'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.stdout === '') throw new Error(run.stderr);
  const report = JSON.parse(run.stdout) as { summary: { violations: readonly Violation[] } };
  return report.summary.violations;
};

/** What the planted files may import. */
const SURROUNDINGS: readonly string[] = [
  ...CONTEXTS.flatMap((context) => [`libs/domain/src/${context}/index.ts`, `libs/domain/src/${context}/inside.ts`]),
  'libs/domain/src/undeclared/index.ts',
  'libs/application/src/decide/index.ts',
  'libs/adapters/src/store/index.ts',
  'apps/api/src/main.ts',
  'node_modules/pg/index.js',
  'node_modules/pure-rand/index.js',
  'node_modules/@nestjs/common/index.js',
];

/** One planted violation per rule: the rule, the file, what it imports. */
const PLANTED: readonly (readonly [rule: string, file: string, imports: string])[] = [
  ['domain-is-pure', 'libs/domain/src/core/reads-a-file.ts', 'node:fs'],
  ['domain-is-pure', 'libs/domain/src/core/uses-a-package.ts', 'pg'],
  ['domain-is-pure', 'libs/domain/src/core/looks-outward.ts', '#application/decide'],
  ['application-knows-only-domain', 'libs/application/src/decide/knows-a-database.ts', 'pg'],
  ['application-knows-only-domain', 'libs/application/src/decide/knows-an-adapter.ts', '#adapters/store'],
  ['nest-lives-in-apps', 'libs/adapters/src/store/is-a-provider.ts', '@nestjs/common'],
  ['libs-never-import-apps', 'libs/adapters/src/store/starts-the-api.ts', '../../../../apps/api/src/main.js'],
  ['apps-are-islands', 'apps/worker/src/borrows-from-api.ts', '../../api/src/main.js'],
  ['adapters-are-islands', 'libs/adapters/src/queue/uses-the-store.ts', '#adapters/store'],
  ['contexts-expose-index-inside', 'libs/domain/src/rfq/looks-inside-core.ts', '../core/inside.js'],
  ['contexts-expose-index-outside', 'apps/api/src/looks-inside-core.ts', '../../../libs/domain/src/core/inside.js'],
  ['no-cycles', 'libs/domain/src/core/chicken.ts', './egg.js'],
  ['contexts-are-declared', 'libs/domain/src/undeclared/lives.ts', '#domain/core'],
  // The last context may import every other one, so what it must not import is one that nobody declared.
  ...[...CONTEXTS, 'undeclared'].slice(1).map((later, i) => {
    const context = CONTEXTS[i]!;
    return [`order-${context}`, `libs/domain/src/${context}/imports-a-later-context.ts`, `#domain/${later}`] as const;
  }),
];

const ALLOWED: readonly (readonly [file: string, imports: string])[] = [
  ['libs/domain/src/core/draws.ts', 'pure-rand'],
  ['libs/domain/src/core/draws.spec.ts', 'node:fs'],
  ['libs/domain/src/rfq/uses-core.ts', '#domain/core'],
  ['libs/application/src/decide/uses-domain.ts', '#domain/simulation'],
  ['libs/adapters/src/store/uses-application.ts', '#application/decide'],
  ['libs/adapters/src/store/queries.ts', 'pg'],
  ['apps/api/src/wires.ts', '#adapters/store'],
  ['apps/api/src/provides.ts', '@nestjs/common'],
];

describe('the boundaries between rings', () => {
  let root = '';
  let violations: readonly Violation[] = [];
  const rulesBrokenBy = (file: string): readonly string[] =>
    violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'footprint-boundaries-'));
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    };
    for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
      cpSync(join(ROOT, file), join(root, file));
    for (const file of SURROUNDINGS) write(file, 'export {};\n');
    for (const [file, imports] of [...PLANTED.map(([, ...rest]) => rest), ...ALLOWED])
      write(file, `import '${imports}';\n`);
    write('libs/domain/src/core/egg.ts', "import './chicken.js';\n"); // a cycle is reported for one of its files
    violations = violationsIn(root);
  });

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it.each(PLANTED)('%s catches %s, which imports %s', (rule, file) => {
    expect(rulesBrokenBy(file)).toEqual([rule]);
  });

  it.each(ALLOWED)('lets %s import %s', (file) => {
    expect(rulesBrokenBy(file)).toEqual([]);
  });

  it('has a planted violation for every rule', () => {
    expect([...new Set(PLANTED.map(([rule]) => rule))].sort()).toEqual([...RULES].sort());
  });

  it('finds nothing in the project itself', () => {
    expect(violationsIn(ROOT)).toEqual([]);
  });

  it('knows every folder of the domain', () => {
    const folders = readdirSync(join(ROOT, 'libs/domain/src'));
    expect(folders.filter((folder) => !CONTEXTS.includes(folder))).toEqual([]);
  });
});
