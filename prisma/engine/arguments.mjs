import fs from 'node:fs';

/**
 * What the Prisma CLI asks for.
 * `datamodels` is a list of [path, text] of the schema files, or undefined when the CLI passed none.
 */
export const readArguments = (argv, env) => {
  if (argv[0] === '--version') return { kind: 'VERSION' };
  const databaseUrl = JSON.parse(valueAfter(argv, '--datasource') ?? '{}').url ?? env.DATABASE_URL;
  const command = valueAfter(argv, 'cli');
  if (command !== undefined) return { kind: 'ADMIN', command, databaseUrl };
  const paths = argv.filter((_, i) => argv[i - 1] === '--datamodels');
  const datamodels = paths.length === 0 ? undefined : paths.map((path) => [path, fs.readFileSync(path, 'utf8')]);
  return { kind: 'RPC', datamodels, databaseUrl };
};

const valueAfter = (argv, name) => {
  const i = argv.indexOf(name);
  return i < 0 ? undefined : argv[i + 1];
};
