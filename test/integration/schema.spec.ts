import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { Database, newApiKey, provisionDesk } from '#adapters/prisma';
import { createTestDatabase, migrationScripts, type TestDatabase } from '../factories/database.js';

jest.setTimeout(60_000);

const execute = promisify(execFile);

describe('schema', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  it('the migrations arrive at schema.prisma', async () => {
    const { stdout } = await execute(
      process.execPath,
      [
        'node_modules/prisma/build/index.js',
        'migrate',
        'diff',
        '--from-config-datasource',
        '--to-schema',
        'prisma/schema.prisma',
        '--exit-code',
      ],
      { env: { PATH: process.env.PATH, DATABASE_URL: test.ownerUrl } },
    );
    expect(stdout).toContain('No difference detected');
  });

  it('an owner without superuser rights migrates, and obeys the policies too', async () => {
    const name = `plain_${randomUUID().replaceAll('-', '')}`;
    await test.asOwner(`CREATE ROLE ${name} LOGIN PASSWORD 'x' CREATEDB CREATEROLE`);
    await test.asOwner(`CREATE DATABASE ${name} OWNER ${name}`);
    const url = new URL(test.ownerUrl);
    Object.assign(url, { username: name, password: 'x', pathname: `/${name}` });
    const owner = new pg.Client({ connectionString: url.href });
    try {
      await owner.connect();
      for (const script of migrationScripts()) await owner.query(script);
      const database = new Database({ url: url.href, poolSize: 1, applicationName: 'schema spec' });
      await provisionDesk(database, { id: 'alpha', name: 'Alpha', keys: [{ role: 'admin', key: newApiKey('admin') }] });
      await database.close();
      expect((await owner.query('SELECT id FROM desk')).rows).toEqual([]);
      await owner.query(`SELECT set_config('app.desk', 'alpha', false)`);
      expect((await owner.query('SELECT id, name FROM desk')).rows).toEqual([{ id: 'alpha', name: 'Alpha' }]);
    } finally {
      await owner.end();
      await test.asOwner(`DROP DATABASE ${name} WITH (FORCE)`);
      await test.asOwner(`DROP ROLE ${name}`);
    }
  });
});
