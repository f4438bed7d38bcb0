import { canonicalJson } from '#domain/core';
import { parseRfqEvents } from '#domain/rfq';
import { finishRequest } from '#domain/scoring';
import { type HistoryRow, type RequestBehind, type RequestHistory } from '#application/ports';

/** Requests whose rows are made in one go. */
const BATCH = 200;

/**
 * Makes the rows that are due, from the recorded events of their requests. Done again, or by two processes at once, it comes to the
 * same rows.
 */
export const projectHistory = async (history: RequestHistory, deskId: string): Promise<void> => {
  let behind: readonly RequestBehind[];
  do {
    behind = await history.behind(deskId, BATCH);
    if (behind.length > 0) await history.write(deskId, behind.map(rowOf));
  } while (behind.length === BATCH);
};

const rowOf = ({ requestId, version, changes }: RequestBehind): HistoryRow => {
  const finished = finishRequest(changes.flatMap(parseRfqEvents));
  return { requestId, version, ...(finished !== undefined && { row: canonicalJson(finished) }) };
};
