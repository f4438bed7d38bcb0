import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { buildSchema, isUnionType, parse, validate } from 'graphql';
import { parseInstrumentTable } from '#domain/market-data';
import { ENGINE_TERMS, QUOTE_TERMS } from '#domain/quoting';
import { SCORE_TERMS } from '#domain/scoring';
import { type Role } from '#application/ports';
import { RESOLVERS } from '../../apps/api/src/api.js';
import { enforceRoles, rootTypes } from '../../apps/api/src/doors/roles.js';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const filesUnder = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file}`);

const DOCUMENTS = ['README.md', 'CHANGELOG.md', ...filesUnder('docs', '.md')];
const README = read('README.md');
const API = read('docs/api.md');
const OPERATING = read('docs/operating.md');
const QUOTING = read('docs/quoting.md');
const SETTINGS = read('docs/settings.md');
const ENGINE_RULE = read('libs/application/src/generate-quote/engine-rule.ts');

/** As the refusal of an unknown one names them. */
const INSTRUMENT_TERMS = ((): readonly string[] => {
  const table = parseInstrumentTable('{"X": {"unknown": 0}}');
  return table.ok ? [] : table.error.allowed.replace('one of ', '').split(', ');
})();

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found!);
const sorted = (words: Iterable<string>): readonly string[] => [...new Set(words)].sort();

const [API_TO_REFUSALS, API_FROM_REFUSALS] = API.split('**Requests that cannot be executed**') as [string, string];

/** Fenced blocks of a language. */
const blocks = (text: string, language: string): readonly string[] =>
  matches(text, new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'));

/** The words in backticks of the first column of the table whose header begins with `title`. */
const firstColumn = (text: string, title: string): readonly string[] => {
  const table = new RegExp(`^\\| ${title} .*\\n\\|[ -:|]*\\n((?:\\|.*\\n)+)`, 'm').exec(text)?.[1] ?? '';
  return table.split('\n').flatMap((row) => matches(row.split('|')[1] ?? '', /`([^`]+)`/g));
};

describe('GraphQL in the documents', () => {
  const schema = buildSchema(read('apps/api/schema.gql'));
  const examples = filesUnder('docs/examples', '.graphql').map((file) => [file, read(file)] as const);
  const inText = DOCUMENTS.flatMap((file) =>
    blocks(read(file), 'graphql').map((query, i) => [`${file}, block ${i + 1}`, query] as const),
  );

  it.each([...examples, ...inText])('is valid against the schema: %s', (_, query) => {
    expect(validate(schema, parse(query))).toEqual([]);
  });

  it('the API page names every code of an expected failure', () => {
    // What a list of failures holds has the code of one of these.
    const failures = Object.values(schema.getTypeMap())
      .flatMap((type) => (isUnionType(type) ? type.getTypes() : []))
      .filter((type) => type.getInterfaces().some(({ name }) => name === 'ExpectedError'))
      .map(({ name }) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase());
    expect(sorted(firstColumn(API_TO_REFUSALS, 'code'))).toEqual(sorted(failures));
  });
});

describe('links and commands in the documents', () => {
  const anchorsOf = (file: string): readonly string[] =>
    matches(read(file), /^#+ (.+)$/gm).map((title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
  const links = DOCUMENTS.flatMap((file) =>
    matches(read(file), /\]\((?!https?:)([^)]+)\)/g).map((link) => [file, link] as const),
  );

  it.each(links)('%s leads to %s', (file, link) => {
    const [path, anchor] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path!);
    expect(existsSync(join(ROOT, target))).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
  });

  it('the index by reader leads to every page', () => {
    const led = matches(read('docs/README.md'), /\]\((?!https?:)([^)#]+)\)/g).map((link) => join('docs', link));
    const pages = filesUnder('docs', '.md').filter((file) => file !== 'docs/README.md');
    expect(pages.filter((page) => !led.includes(page))).toEqual([]);
  });

  it('every npm script that they name exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = DOCUMENTS.flatMap((file) => matches(read(file), /npm run ([\w:]+)/g));
    expect(named.length).toBeGreaterThan(5);
    expect(sorted(named).filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('what the documents list is what the code has', () => {
  let app: INestApplication;
  beforeAll(async () => {
    app = await NestFactory.create(GraphQLSchemaBuilderModule, new FastifyAdapter(), { logger: false });
    await app.init();
  });
  afterAll(() => app.close());

  it('the API page says who may call what', async () => {
    const schema = enforceRoles(await app.get(GraphQLSchemaFactory).create(RESOLVERS));
    const table = /^\|\s+\| (trader .*)\|\n\|[ -:|]*\n((?:\|.*\n)+)/m.exec(API)!;
    const roles = table[1]!.split('|').map((role) => role.trim()) as readonly Role[];
    const said = table[2]!
      .trimEnd()
      .split('\n')
      .flatMap((row) => {
        const [, names, ...cells] = row.split('|').map((cell) => cell.trim());
        const allowed = roles.filter((_, i) => cells[i] === 'yes');
        return matches(names!, /`(\w+)`/g).map((name) => [name, [...allowed, 'admin']] as const);
      });
    const fields = rootTypes(schema).flatMap((type) => Object.values(type?.getFields() ?? {}));
    const inCode = fields.map(({ name, extensions }) => [name, extensions.roles as readonly Role[]] as const);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(inCode));
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['README', 'the terms of a score', firstColumn(README, 'term +\\| rests on'), SCORE_TERMS],
    [
      'quoting',
      "the terms of a dealer's price",
      firstColumn(QUOTING, 'term +\\| what'),
      [
        ...ENGINE_TERMS,
        ...matches(
          read('libs/domain/src/quoting/engine/assemble-quote.ts'),
          /^export type EngineTermName = .*'(\w+)'/gm,
        ),
        ...matches(/^ {2}readonly name: EngineTermName(.*)$/m.exec(ENGINE_RULE)![1]!, /'(\w+)'/g),
        ...matches(/GUARDRAIL_TERMS = \{([^]*?)\}/.exec(ENGINE_RULE)![1]!, /: '(\w+)'/g),
      ],
    ],
    ['quoting', 'those of its first rule', firstColumn(QUOTING, 'term of the first rule'), QUOTE_TERMS],
    [
      'the API page',
      'the codes of refused requests',
      firstColumn(API_FROM_REFUSALS, 'code'),
      filesUnder('apps/api/src/doors', '.ts').flatMap((file) =>
        matches(read(file), /(?:extensions: \{ code: '|^ {2}(?=[A-Z_]+: \d{3},$))([A-Z_]+)/gm),
      ),
    ],
    [
      'README',
      'the options of npm start',
      matches(/`npm start -- --help` lists the options: ([^]*?)\n\n/.exec(README)![1]!, /`--([a-z]+)`/g),
      matches(read('apps/local/options.mjs'), /^ {2}--([a-z]+) /gm).filter((option) => option !== 'help'),
    ],
    [
      'settings',
      'the environment variables',
      firstColumn(SETTINGS, 'variable'),
      filesUnder('libs/adapters/src/config', '-config.ts').flatMap((file) =>
        matches(read(file), /@\w+\(\) ([A-Z_]+)[!?]?[: ]/g),
      ),
    ],
    ['settings', 'the terms of an instrument', firstColumn(SETTINGS, 'field'), INSTRUMENT_TERMS],
    [
      'operating',
      'the metrics',
      firstColumn(OPERATING, 'metric'),
      [...filesUnder('apps', '.ts'), ...filesUnder('libs', '.ts')].flatMap((file) =>
        matches(read(file), /name: '(footprint_\w+)'/g),
      ),
    ],
    [
      'the glossary',
      'the reasons of the quarantine',
      firstColumn(read('docs/glossary.md'), 'reason'),
      matches(read('libs/adapters/src/recordings/quarantine.ts'), /^ {2}\| '(\w+)'/gm),
    ],
  ])('%s lists %s', (_, __, listed, inCode) => {
    expect(inCode.length).toBeGreaterThan(3);
    expect(sorted(listed)).toEqual(sorted(inCode));
  });

  it.each([
    ['recordings', read('docs/recordings.md').split('--instruments instruments.json')[1]!, ['AMZN']],
    ['settings', SETTINGS.split('## Instrument terms')[1]!, ['BTCUSD-PERP', 'ES-SEP-DEC']],
  ])('the instruments file of %s can be read', (_, text, instrumentIds) => {
    const table = parseInstrumentTable(blocks(text, 'json')[0]!);
    expect(table.ok && [...table.value.keys()]).toEqual(instrumentIds);
  });
});
