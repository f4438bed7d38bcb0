import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../contracts/eventually.js';
import { requireDatabases, startPostgres } from './launcher-parts.js';

const SERVER = resolve(import.meta.dirname, '../../apps/local/postgres/server.mjs');

interface Running {
  readonly url: string;
  readonly reports: readonly string[];
  readonly stop: () => Promise<void>;
}

const start = async (folder: string): Promise<Running> => {
  const stops: (() => Promise<void>)[] = [];
  const reports: string[] = [];
  const url = await startPostgres({
    folder,
    database: 'postgres',
    report: (text) => reports.push(text),
    onStop: (stop) => stops.push(stop),
  });
  return { url, reports, stop: () => stops[0]!() };
};

/** Starts a server from a process that is then killed without a word. */
const leaveServerBehind = async (folder: string): Promise<void> => {
  const script = `
    import { startPostgres } from ${JSON.stringify(SERVER)};
    await startPostgres({ folder: ${JSON.stringify(folder)}, database: 'postgres', report() {}, onStop() {} });
    process.kill(process.pid, 'SIGKILL');`;
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  await new Promise((ended) => launcher.once('exit', ended));
};

const query = async (url: string, sql: string): Promise<readonly unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

const answers = (url: string): Promise<boolean> =>
  query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );

const postmasterPid = (folder: string): number =>
  Number.parseInt(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8'), 10);

describe('the embedded PostgreSQL', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'footprint-postgres-'));
    chmodSync(folder, 0o755);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps its data and its port from one start to the next, and leaves nothing running', async () => {
    const first = await start(folder);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(await answers(first.url)).toBe(false);

    const second = await start(folder);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('takes over from a start that was killed', async () => {
    await leaveServerBehind(folder);
    const orphan = postmasterPid(folder);
    const server = await start(folder);
    expect(postmasterPid(folder)).not.toBe(orphan);
    expect(server.reports).toHaveLength(1);
    await server.stop();
  });

  it('is not fooled by a lock file whose process is another program by now', async () => {
    await (await start(folder)).stop();
    writeFileSync(join(folder, 'data/postmaster.pid'), `${process.pid}\n`);
    const server = await start(folder);
    expect(await answers(server.url)).toBe(true);
    await server.stop();
  });

  it('comes back by itself when it is killed', async () => {
    const server = await start(folder);
    process.kill(postmasterPid(folder), 'SIGKILL');
    await eventually('the end is reported', () => server.reports.length > 0);
    for (let up = false; !up; up = await answers(server.url)) await sleep(50);
    await server.stop();
  });

  it.each([
    ['a damaged version file', 'data/PG_VERSION', 'rubbish\n', 'PG_VERSION is missing or unreadable'],
    ['a database of another version', 'data/PG_VERSION', '15\n', 'was made by PostgreSQL 15'],
    ['a lost password', 'connection.json', '{', 'connection.json is missing or unreadable'],
    ['a lost control file', 'data/global/pg_control', '', 'cannot be used'],
  ])('refuses %s in one line that says what to do, and touches nothing', async (_, file, content, reason) => {
    await (await start(folder)).stop();
    writeFileSync(join(folder, file), content);
    const refusal = await start(folder).catch((error: unknown) => error as Error);
    expect(refusal).toMatchObject({ message: expect.stringContaining(reason) as unknown });
    expect((refusal as Error).message.split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'data/base'))).toBe(true);
  });

  it('that is no folder is refused in one line', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(start(file)).rejects.toThrow(/^The database in \S+file cannot be used: it is no folder .+$/);
  });

  it.each([
    [
      'the files of its databases',
      (): void => {
        rmSync(join(folder, 'data/base'), { recursive: true });
      },
    ],
    [
      'its password',
      (): void => {
        writeFileSync(join(folder, 'connection.json'), '{"port":5432,"password":"x"}');
      },
    ],
  ])('that starts without %s is refused in one line', async (_, lose) => {
    const whole = await start(folder);
    await requireDatabases(whole.url, folder);
    await requireDatabases(whole.url.replace(/postgres$/, 'still_to_be_made'), folder);
    await whole.stop();
    lose();
    const server = await start(folder);
    await expect(requireDatabases(server.url, folder)).rejects.toThrow(/^The database in \S+ cannot be used: .+$/);
    await server.stop();
  });
});
