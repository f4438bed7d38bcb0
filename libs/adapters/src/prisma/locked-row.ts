import { type TransitionOutcome } from '#application/ports';
import { Prisma } from './generated/client.js';
import { type Database, type Transaction } from './database.js';
import { isUuid } from './uuid.js';

/** A row of a desk that workers move. */
export interface MovedRow {
  readonly table: 'forecast_batch' | 'simulation_run' | 'analysis';
  readonly deskId: string;
  readonly id: string;
}

/**
 * Moves a row as `move` decides of what `find` reads under its lock: two workers may hold the same job for a moment, and the
 * second waits here and then sees what the first did. UNKNOWN when the desk has no such row.
 */
export const moveLocked = async <Row, Outcome extends string = TransitionOutcome>(
  database: Database,
  { table, deskId, id }: MovedRow,
  find: (transaction: Transaction) => Promise<Row | undefined>,
  move: (transaction: Transaction, current: Row) => Promise<Outcome>,
): Promise<Outcome | 'UNKNOWN'> => {
  if (!isUuid(id)) return 'UNKNOWN';
  return database.forDesk(deskId, async (transaction) => {
    await transaction.$queryRaw`
      SELECT FROM ${Prisma.raw(table)} WHERE desk_id = ${deskId} AND id = ${id}::uuid FOR UPDATE`;
    const current = await find(transaction);
    return current === undefined ? 'UNKNOWN' : move(transaction, current);
  });
};
