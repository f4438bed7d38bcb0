import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'var', 'generated', 'coverage']);

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_OURS.has(entry.name)) return [];
    if (entry.isDirectory()) return filesUnder(path);
    return entry.isFile() ? [path] : [];
  });

/** Text files of the project by their path from its root. */
const TEXTS: ReadonlyMap<string, string> = new Map(
  filesUnder(ROOT)
    .map((path) => [relative(ROOT, path).split(sep).join('/'), readFileSync(path)] as const)
    .filter(([, bytes]) => !bytes.includes(0))
    .map(([path, bytes]) => [path, bytes.toString('utf8')]),
);

const filesWith = (pattern: RegExp, among: (path: string) => boolean = () => true): readonly string[] =>
  [...TEXTS].filter(([path, text]) => among(path) && pattern.test(text)).map(([path]) => path);

/** An absolute path below `folder`, a pattern, at the start of a word. */
const pathBelow = (folder: string): RegExp => new RegExp(`(^|[\\s'"\`(=:])${folder}/`, 'm');

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const READS_ENVIRONMENT =
  /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\[|\benv\b[^\n]*\bfrom 'node:process'|\{[^}\n]*\benv\b[^}\n]*\} = process\b/;

describe('the texts of the project', () => {
  it('are found', () => {
    expect([...TEXTS.keys()]).toEqual(expect.arrayContaining(['package.json', 'test/architecture/texts.spec.ts']));
  });

  it('name no folder of the machine that they were written on', () => {
    expect(filesWith(pathBelow(literally(ROOT)))).toEqual([]);
    expect(filesWith(pathBelow('/(work|home/\\w+|Users/\\w+)'))).toEqual([]);
  });

  it('name no package registry, so that an install uses the one that it is told to', () => {
    expect(filesWith(/https?:\/\/[\w.-]*(registry|npmjs|artifactory|nexus|verdaccio|pypi)[\w.-]*/)).toEqual([]);
    expect(filesWith(/"resolved": "https?:/)).toEqual([]);
  });

  it('take the environment in one place only', () => {
    const ours = (path: string): boolean => /^(apps|libs)\/.*\.tsx?$/.test(path);
    const readers = filesWith(READS_ENVIRONMENT, ours);
    expect(readers.filter((path) => !path.startsWith('libs/adapters/src/config/'))).toEqual([]);
  });

  it.each([
    'process.env.PORT',
    "process['env'].PORT",
    "import { env } from 'node:process'",
    'const { argv, env } = process;',
  ])('would be caught with %s', (line) => {
    expect(line).toMatch(READS_ENVIRONMENT);
  });
});
