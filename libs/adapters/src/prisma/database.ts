import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { StoreOverloaded } from '#application/ports';
import { Prisma, PrismaClient } from './generated/client.js';

export type Transaction = Prisma.TransactionClient;

/** Asks a statement within a transaction. */
export type Ask = <Row extends pg.QueryResultRow>(statement: pg.QueryConfig) => Promise<Row[]>;

export interface DatabaseOptions {
  readonly url: string;
  /** Connections kept at most. */
  readonly poolSize: number;
  /** How the process calls itself in pg_stat_activity. */
  readonly applicationName: string;
  /** How long a transaction waits for a connection before it is refused with StoreOverloaded. */
  readonly connectionWaitMs?: number;
}

const CONNECTION_WAIT_MS = 5_000;
/** A transaction holds its connection at most this long. */
export const TRANSACTION_MS_MAX = 30_000;

/** PostgreSQL behind row-level security. Every door to data is a transaction that says for whom it acts. */
export class Database {
  private readonly pool: pg.Pool;
  private readonly prisma: PrismaClient;

  constructor({ url, poolSize, applicationName, connectionWaitMs = CONNECTION_WAIT_MS }: DatabaseOptions) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      application_name: applicationName,
      connectionTimeoutMillis: connectionWaitMs,
      query_timeout: TRANSACTION_MS_MAX,
      // What is acknowledged is on disk, whatever the server's default is.
      options: '-c synchronous_commit=on',
    });
    // A connection that ends is replaced by the next query, and a query that it interrupts rejects. Without a listener
    // it would end the process: the pool's while it is idle, its own while it is in use.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => {
      client.on('error', () => undefined);
    });
    this.prisma = new PrismaClient({
      adapter: new PrismaPg(this.pool),
      transactionOptions: { maxWait: connectionWaitMs, timeout: TRANSACTION_MS_MAX },
    });
  }

  /** The one door to a desk's data: inside, no other desk's rows exist. */
  forDesk<T>(deskId: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.scoped(Prisma.sql`SELECT set_config('app.desk', ${deskId}, true)`, work);
  }

  /**
   * The same door for a single statement on the hot path, prepared under its name: it takes a third of the processor
   * time of a Prisma transaction. Rejects with pg.DatabaseError when the server refuses it.
   */
  statementForDesk<Row extends pg.QueryResultRow>(deskId: string, statement: pg.QueryConfig): Promise<Row[]> {
    return this.statementsForDesk(deskId, (ask) => ask<Row>(statement));
  }

  /** The same for several of them, of which each may depend on the answers before it. */
  async statementsForDesk<T>(deskId: string, work: (ask: Ask) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch(overloaded);
    try {
      await client.query('BEGIN');
      await client.query({ name: 'set desk', text: `SELECT set_config('app.desk', $1, true)`, values: [deskId] });
      const ask: Ask = async <Row extends pg.QueryResultRow>(statement: pg.QueryConfig) =>
        (await client.query<Row>(statement)).rows;
      const done = await work(ask);
      await client.query('COMMIT');
      client.release();
      return done;
    } catch (error) {
      await rollBack(client);
      throw error;
    }
  }

  /** Before the desk is known: inside, the key with this prefix exists and nothing else. */
  forPresentedKey<T>(prefix: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.scoped(Prisma.sql`SELECT set_config('app.key_prefix', ${prefix}, true)`, work);
  }

  /** For no desk: inside, the requests for quote exist of which something is due by this session time, and nothing else. */
  forRequestsDue<T>(at: bigint, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.scoped(Prisma.sql`SELECT set_config('app.due_at', ${String(at)}, true)`, work);
  }

  /** For no desk: inside, only the rows exist that the role sees by a policy of its own. */
  forNoDesk<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work).catch(overloaded);
  }

  /** Asks the server for an answer and no data. Rejects when it gives none, or when no connection is free in time. */
  async ping(): Promise<void> {
    await this.pool.query('SELECT 1').catch(overloaded);
  }

  async close(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
  }

  private scoped<T>(scope: Prisma.Sql, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.forNoDesk(async (transaction) => {
      await transaction.$executeRaw(scope);
      return work(transaction);
    });
  }
}

const NO_CONNECTION_IN_TIME = 'P2028';

/** No connection became free in time: said as such, since sending the request again may well succeed. */
const overloaded = (error: unknown): never => {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  const waitedInVain =
    (code === NO_CONNECTION_IN_TIME && message?.includes('Unable to start a transaction') === true) ||
    message === 'timeout exceeded when trying to connect';
  throw waitedInVain ? new StoreOverloaded('no database connection became free in time') : error;
};

/** Gives the connection back, or ends it when it no longer answers. */
const rollBack = async (client: pg.PoolClient): Promise<void> => {
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
};
