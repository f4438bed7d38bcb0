import { createHash, createHmac, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** A migrated database of its own on the server of TEST_DATABASE_URL. */
export interface TestDatabase {
  readonly ownerUrl: string;
  /** As footprint_api. */
  readonly apiUrl: string;
  /** As footprint_worker. */
  readonly workerUrl: string;
  addDesk(deskId: string, settings?: { readonly name?: string; readonly riskAversion?: number }): Promise<void>;
  /** Runs SQL as the owner, for one desk or for none. */
  asOwner<Row>(sql: string, values?: readonly unknown[], deskId?: string): Promise<Row[]>;
  drop(): Promise<void>;
}

const MIGRATIONS = path.resolve('prisma/migrations');
// Two test processes make the same template and alter the same roles: one at a time.
const SETUP_LOCK = 0x466f6f74;

export const createTestDatabase = async (): Promise<TestDatabase> => {
  const server = serverUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = await ensureTemplate(server);
  await withClient(server.href, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const ownerUrl = urlOf(server, { database: name });
  const owner = new pg.Client({ connectionString: ownerUrl });
  owner.on('error', () => undefined); // the query that it interrupts rejects
  await owner.connect();

  const asOwner = async <Row>(sql: string, values: readonly unknown[] = [], deskId = ''): Promise<Row[]> => {
    await owner.query(`SELECT set_config('app.desk', $1, false)`, [deskId]);
    return (await owner.query(sql, [...values])).rows as Row[];
  };

  return {
    ownerUrl,
    apiUrl: runtimeUrl(server, name, 'footprint_api'),
    workerUrl: runtimeUrl(server, name, 'footprint_worker'),
    asOwner,
    addDesk: async (deskId, settings = {}) => {
      await asOwner(
        'INSERT INTO desk (id, name, risk_aversion) VALUES ($1, $2, $3)',
        [deskId, settings.name ?? `desk ${deskId}`, settings.riskAversion ?? 0.1],
        deskId,
      );
    },
    drop: async () => {
      await owner.end();
      await withClient(server.href, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
};

const serverUrl = (): URL => {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined) throw new Error('TEST_DATABASE_URL is not set: run the tests through `npm test`');
  return new URL(url);
};

/** The project's migrations, in order. */
export const migrationScripts = (): readonly string[] =>
  readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((folder) => readFileSync(path.join(MIGRATIONS, folder, 'migration.sql'), 'utf8'));

/** The database with every migration applied; its name tells the migrations apart. */
const ensureTemplate = (server: URL): Promise<string> => {
  const scripts = migrationScripts();
  const template = `template_${createHash('sha256').update(scripts.join('\0')).digest('hex').slice(0, 16)}`;
  return withClient(server.href, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) {
      const draft = `${template}_draft`;
      await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${draft}`);
      await withClient(urlOf(server, { database: draft }), async (migrating) => {
        for (const script of scripts) await migrating.query(script);
      });
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    }
    for (const role of ['footprint_api', 'footprint_worker']) {
      await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(passwordOf(server, role))}`);
    }
    return template;
  });
};

// The launcher's derivation: on a server that it uses too, its passwords stay what they are.
const passwordOf = (server: URL, role: string): string =>
  createHmac('sha256', decodeURIComponent(server.password)).update(`footprint role ${role}`).digest('base64url');

const runtimeUrl = (server: URL, database: string, role: string): string =>
  urlOf(server, { database, username: role, password: passwordOf(server, role) });

const urlOf = (server: URL, changes: { database: string; username?: string; password?: string }): string => {
  const url = new URL(server);
  url.pathname = `/${changes.database}`;
  if (changes.username !== undefined) url.username = changes.username;
  if (changes.password !== undefined) url.password = changes.password;
  return url.href;
};

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
