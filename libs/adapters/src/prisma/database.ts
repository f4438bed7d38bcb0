import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from './generated/client.js';

export type Transaction = Prisma.TransactionClient;

export interface DatabaseOptions {
  readonly url: string;
  /** Connections kept at most. */
  readonly poolSize: number;
  /** How the process calls itself in pg_stat_activity. */
  readonly applicationName: string;
}

// A transaction waits for a connection at most this long and then holds it at most that long.
const CONNECTION_WAIT_MS = 5_000;
export const TRANSACTION_MS_MAX = 30_000;

/** PostgreSQL behind row-level security. Every door to data is a transaction that says for whom it acts. */
export class Database {
  private readonly prisma: PrismaClient;

  constructor({ url, poolSize, applicationName }: DatabaseOptions) {
    const adapter = new PrismaPg({
      connectionString: url,
      max: poolSize,
      application_name: applicationName,
      // What is acknowledged is on disk, whatever the server's default is.
      options: '-c synchronous_commit=on',
    });
    this.prisma = new PrismaClient({
      adapter,
      transactionOptions: { maxWait: CONNECTION_WAIT_MS, timeout: TRANSACTION_MS_MAX },
    });
  }

  /** The one door to a desk's data: inside, no other desk's rows exist. */
  forDesk<T>(deskId: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.scoped(Prisma.sql`SELECT set_config('app.desk', ${deskId}, true)`, work);
  }

  /** Before the desk is known: inside, the key with this prefix exists and nothing else. */
  forPresentedKey<T>(prefix: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.scoped(Prisma.sql`SELECT set_config('app.key_prefix', ${prefix}, true)`, work);
  }

  /** For no desk: inside, only the rows exist that the role sees by a policy of its own. */
  forNoDesk<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  close(): Promise<void> {
    return this.prisma.$disconnect();
  }

  private scoped<T>(scope: Prisma.Sql, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(async (transaction) => {
      await transaction.$executeRaw(scope);
      return work(transaction);
    });
  }
}
