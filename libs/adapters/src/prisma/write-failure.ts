import { Prisma } from './generated/client.js';

// SQLSTATE classes that blame the row and not the server: data exception, integrity constraint, access rule (here:
// row-level security), program limit (a row too large).
const BLAMES_A_ROW = /^(22|23|42|54)/;

/** Whether a failed write says that the rows are unacceptable, so that trying them again would fail again. */
export const blamesRows = (error: unknown): boolean => {
  const code = sqlState(error);
  return code !== undefined && BLAMES_A_ROW.test(code);
};

/** Prisma wraps the server's error twice: P2010 for a raw query, the driver adapter's error inside. */
const sqlState = (error: unknown): string | undefined => {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  const wrapped = error.meta?.driverAdapterError as { readonly cause?: { readonly originalCode?: string } } | undefined;
  return wrapped?.cause?.originalCode;
};
