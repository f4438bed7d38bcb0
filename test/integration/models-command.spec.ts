import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { Database, PrismaModelRegistry } from '#adapters/prisma';
import { apiConfig } from '#adapters/config';
import { runModels } from '../../apps/local/src/models/command-line.js';
import { openServing, type Serving } from '../../apps/api/src/serving.js';
import { eventually } from '../contracts/eventually.js';
import { impactRequest } from '../contracts/impact-model.contract.js';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';
import { writeModel } from '../factories/models/index.js';
import { temporaryFolder } from '../factories/recordings/index.js';
import { spawnTypescript } from '../factories/typescript-process/index.js';

jest.setTimeout(60_000);

const folder = join(temporaryFolder(), 'models');

describe('npm run models', () => {
  let test: TestDatabase;
  let database: Database;
  let owner: Database;
  let serving: Serving;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'models command' });
    owner = new Database({ url: test.ownerUrl, poolSize: 2, applicationName: 'models command owner' });
    for (const version of ['1.0.0', '2.0.0', '3.0.0']) writeModel(folder, { version });
    serving = await openServing({
      config: apiConfig({ DATABASE_URL: test.apiUrl, MODELS: folder }),
      applicationName: 'models command',
      database,
      metrics: new Registry(),
      logger: pino({ level: 'silent' }),
    });
  });
  afterAll(async () => {
    await serving.close();
    await Promise.all([database.close(), owner.close()]);
    await test.drop();
  });

  const models = async (...args: readonly string[]): Promise<{ status: number; lines: string[] }> => {
    const said: string[] = [];
    const say = (text: string): void => {
      said.push(...text.split('\n'));
    };
    const status = await runModels(args, new PrismaModelRegistry(owner), { result: say, complaint: say });
    return { status, lines: said };
  };

  const asProcess = async (url: string, ...args: readonly string[]) => {
    const child = spawnTypescript('apps/local/src/models/main.ts', { DATABASE_URL: url }, args);
    return { status: await child.ended, output: child.output() };
  };

  const answers = (modelVersion: string): Promise<void> =>
    eventually(`${modelVersion} answers`, async () => {
      const forecasts = await serving.model.forecast([impactRequest()]);
      return forecasts.ok && forecasts.value[0]!.modelVersion === modelVersion;
    });

  const statuses = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (await serving.models.list()).map(({ modelVersion, status }) => [modelVersion, status] as const),
    );

  it('lists every version, where it stands, since when and why', async () => {
    const { status, lines } = await models('list');
    expect(status).toBe(0);
    const since = String.raw`since \d{4}-\d\d-\d\dT[\d:.]+Z  \(found in the models folder\)`;
    expect(lines).toEqual([
      expect.stringMatching(`^linear/1\\.0\\.0  CANDIDATE  ${since}$`),
      expect.stringMatching(`^linear/2\\.0\\.0  CANDIDATE  ${since}$`),
      expect.stringMatching(`^linear/3\\.0\\.0  CHAMPION   ${since}$`),
    ]);
  });

  it('shadows, promotes, rolls back and retires; what runs takes it up without a restart', async () => {
    await answers('linear/3.0.0');
    expect(await models('shadow', 'linear/1.0.0', '--reason', 'to see')).toEqual({
      status: 0,
      lines: ['linear/1.0.0  CANDIDATE -> SHADOW  (to see)'],
    });
    expect(await models('promote', 'linear/1.0.0')).toEqual({
      status: 0,
      lines: [
        'linear/3.0.0  CHAMPION -> RETIRED  (linear/1.0.0 became champion)',
        'linear/1.0.0  SHADOW -> CHAMPION  (by hand)',
      ],
    });
    await answers('linear/1.0.0');
    expect(await models('promote', 'linear/1.0.0')).toEqual({
      status: 0,
      lines: ['linear/1.0.0 stands there already'],
    });
    expect(await models('rollback', 'linear')).toEqual({
      status: 0,
      lines: [
        'linear/1.0.0  CHAMPION -> RETIRED  (linear/3.0.0 became champion)',
        'linear/3.0.0  RETIRED -> CHAMPION  (by hand)',
      ],
    });
    await answers('linear/3.0.0');
    expect((await models('retire', 'linear/3.0.0')).status).toBe(0);
    await answers('parametric/1.0.0');
    expect(await statuses()).toEqual({
      'linear/1.0.0': 'RETIRED',
      'linear/2.0.0': 'CANDIDATE',
      'linear/3.0.0': 'RETIRED',
    });
  });

  it('leaves one champion when two are promoted at once', async () => {
    await Promise.all(['linear/1.0.0', 'linear/2.0.0'].map((version) => models('promote', version)));
    expect(Object.values(await statuses()).filter((status) => status === 'CHAMPION')).toHaveLength(1);
  });

  it.each([
    [
      ['promote', 'linear/9.0.0'],
      'models: modelVersion: there is no model "linear/9.0.0"; allowed: one of: linear/1.0.0, linear/2.0.0, linear/3.0.0',
    ],
    [['rollback', 'nobody'], 'models: name: there is no model of the name "nobody"; allowed: one of: linear'],
  ])('refuses %j in one line, and changes nothing', async (args, line) => {
    const before = await statuses();
    expect(await models(...args)).toEqual({ status: 1, lines: [line] });
    expect(await statuses()).toEqual(before);
  });

  it('refuses to make a shadow of a champion, and says what it may become', async () => {
    const champion = Object.entries(await statuses()).find(([, status]) => status === 'CHAMPION')![0];
    expect(await models('shadow', champion)).toEqual({
      status: 1,
      lines: [`models: status: model ${champion} is CHAMPION and cannot become SHADOW; allowed: RETIRED`],
    });
  });

  it.each([
    [[], 'models: a command is missing'],
    [['crown', 'linear/1.0.0'], 'models: there is no command "crown"'],
    [['constructor', 'linear/1.0.0'], 'models: there is no command "constructor"'],
    [['promote'], 'models: promote takes one NAME/VERSION'],
    [['rollback', 'linear', 'pooled'], 'models: rollback takes one NAME'],
    [['list', 'linear'], 'models: list takes no "linear"'],
    [['list', '--json'], "models: Unknown option '--json'"],
  ])('shows how it is used when %j is typed', async (args, line) => {
    const { status, lines } = await models(...args);
    expect([status, lines[0]]).toEqual([2, line]);
    expect(lines.join('\n')).toContain('promote NAME/VERSION');
  });

  it('is a process: results on standard output, its exit status says how it went', async () => {
    const { status, output } = await asProcess(test.ownerUrl, 'list');
    expect([status, output.trimEnd().split('\n')]).toEqual([0, (await models('list')).lines]);
    expect((await asProcess(test.ownerUrl, 'promote', 'linear/9.0.0')).status).toBe(1);
  });

  it.each([
    ['postgresql://owner:hunter2@127.0.0.1:1/footprint', 1, /^models: the database does not answer \(.+\)\n$/],
    ['mysql://owner:hunter2@127.0.0.1/footprint', 2, /^models: DATABASE_URL must be a PostgreSQL URL.*\n$/],
  ])('says in one line what is wrong with a database at %s, and never its password', async (url, status, line) => {
    const { output, ...ended } = await asProcess(url, 'list');
    expect(ended.status).toBe(status);
    expect(output).toMatch(line);
    expect(output).not.toContain('hunter2');
  });
});
