import { ok } from '#domain/core';
import { type QuoteRequestStore } from '#application/ports';
import { carryOut } from './carry-out.js';
import { type CommandPorts } from './ports.js';

export interface ExpiryPorts extends CommandPorts {
  readonly store: Pick<QuoteRequestStore, 'due'>;
}

/** Looked at per call; the rest waits for the next. */
const LIMIT = 200;

/**
 * Records that requests have expired which are due at the session's time, of all desks, behind the cursor of the call before.
 * Resolves to the cursor for the next call; undefined where that begins anew. A request with lots to settle stays open, and is
 * looked at again.
 */
export const expireDue = async (ports: ExpiryPorts, after?: string): Promise<string | undefined> => {
  const { requests, nextCursor } = await ports.store.due(ports.market.now(), LIMIT, after);
  await Promise.all(
    requests.map(({ deskId, requestId }) => {
      const sent = { quoteRequestId: requestId, idempotencyKey: `expire ${requestId}` };
      return carryOut(ports, deskId, 'expire', sent, '', (_, at) => ok({ type: 'EXPIRE', at }));
    }),
  );
  return nextCursor;
};
