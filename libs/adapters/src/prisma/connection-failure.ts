import { Prisma } from './generated/client.js';

/** Prisma's codes of what keeps it from a database: not there, not let in, of no such name, cut off. */
const CONNECTION_CODES = /^P10\d\d$/;

/** What keeps from the database, in one line that shows no password; undefined for any other error. */
export const connectionFailure = (error: unknown): string | undefined =>
  error instanceof Prisma.PrismaClientKnownRequestError && CONNECTION_CODES.test(error.code)
    ? error.message.split('\n').at(-1)
    : undefined;
