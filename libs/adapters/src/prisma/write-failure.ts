import pg from 'pg';

// SQLSTATE classes that blame the row and not the server: data exception, integrity constraint, access rule (here:
// row-level security), program limit (a row too large).
const BLAMES_A_ROW = /^(22|23|42|54)/;

/** Whether a failed write says that the rows are unacceptable, so that trying them again would fail again. */
export const blamesRows = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && BLAMES_A_ROW.test(error.code ?? '');
