import { createPostgresBackend, runMigrations, type PgQueryable, type PgQueryResult } from 'bullmq';
import pg from 'pg';
import { type QueueServer } from './queue-server.js';

const SCHEMA = 'bull';
/** Per queue and per worker; each worker listens on one more. */
const CONNECTIONS = 2;

/**
 * Queues in schema `bull` of a PostgreSQL database, which the migrations of the project have created for this role.
 * Creates and updates BullMQ's own tables there.
 */
export const postgresQueueServer = async (databaseUrl: string): Promise<QueueServer> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined); // the query that it interrupts rejects
  await client.connect();
  try {
    await runMigrations(withoutCreateSchema(client), SCHEMA);
  } finally {
    await client.end();
  }
  const connection = { connectionString: databaseUrl, schema: SCHEMA, max: CONNECTIONS, application_name: 'queue' };
  return {
    name: 'PostgreSQL',
    factory: createPostgresBackend as unknown as QueueServer['factory'],
    producer: connection,
    consumer: connection,
  };
};

/**
 * PostgreSQL asks for the right to create schemas in the whole database even when the schema exists, and a role with
 * that right could put a schema of its own before others in their search path. The worker has none: the schema is there.
 */
const withoutCreateSchema = (client: pg.Client): PgQueryable => ({
  query: async <Row>(text: string, params: readonly unknown[] = []): Promise<PgQueryResult<Row>> => {
    if (text.startsWith('CREATE SCHEMA IF NOT EXISTS')) return { rows: [] };
    // Without parameters a script of many statements is one query.
    const { rows } = params.length === 0 ? await client.query(text) : await client.query(text, [...params]);
    return { rows: rows as Row[] };
  },
});
