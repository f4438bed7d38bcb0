import { ok, type Instant } from '#domain/core';
import { owedMarkouts, type MarkoutMark, type OwedMarkout, type RfqCommand, type RfqState } from '#domain/rfq';
import { decidableMarket } from '#application/decidable-market';
import { type MarketState, type QuoteRequestStore } from '#application/ports';
import { carryOut } from './carry-out.js';
import { type ObservedMids } from './observed-mids.js';
import { type CommandPorts } from './ports.js';

export interface RecordDuePorts extends CommandPorts {
  readonly store: Pick<QuoteRequestStore, 'due'>;
  readonly mids: ObservedMids;
}

/** Looked at per call; the rest waits for the next. */
const LIMIT = 200;
/** How long before the time of a markout its mid may have been seen last: half a second, or a hundredth of the horizon if that is more. */
const TOLERANCE_MS = 500;
const TOLERANCE_OF_HORIZON = 0.01;
/** A mid that this process did not see another may have seen: so long it has time to say so. */
const MISSED_AFTER_MS = 5_000;

/**
 * Records what is due at the session's time, of all desks, behind the cursor of the call before: that requests have expired, and the
 * mids that are owed after their end. Of any number of processes one writes each. Resolves to the cursor for the next call; undefined
 * where that begins anew. What cannot be recorded yet (a request with lots to settle, a mid that nobody saw) is looked at again.
 */
export const recordDue = async (ports: RecordDuePorts, after?: string): Promise<string | undefined> => {
  const { requests, nextCursor } = await ports.store.due(ports.market.now(), LIMIT, after);
  await Promise.all(
    requests.map(({ deskId, requestId, version }) => {
      const sent = { quoteRequestId: requestId, idempotencyKey: `due ${requestId} ${version}` };
      return carryOut(ports, deskId, 'due', sent, '', (state, at) => ok(dueCommand(ports, state, at)));
    }),
  );
  return nextCursor;
};

const dueCommand = ({ market, mids }: RecordDuePorts, state: RfqState, at: Instant): RfqCommand => {
  if (state.status === 'OPEN') return { type: 'EXPIRE', at };
  const { instrumentId } = state.terms.legs[0]!;
  const due = owedMarkouts(state).filter((owed) => owed.at <= at);
  return { type: 'MARK', at, marks: due.flatMap((owed) => markOf(market, mids, instrumentId, owed, at)) };
};

/** None while another process may still know the mid. */
const markOf = (
  market: MarketState,
  mids: ObservedMids,
  instrumentId: string,
  { horizonMs, at }: OwedMarkout,
  now: Instant,
): readonly MarkoutMark[] => {
  const toleranceMs = Math.max(TOLERANCE_MS, TOLERANCE_OF_HORIZON * horizonMs);
  const seen = mids.at(instrumentId, at, BigInt(toleranceMs * 1e6));
  if (seen !== undefined) return [{ horizonMs, ...seen }];
  if (now - at < BigInt(MISSED_AFTER_MS) * 1_000_000n) return [];
  const decidable = decidableMarket(market, instrumentId);
  return [{ horizonMs, reason: decidable.ok ? 'NOT_SEEN' : decidable.error.code }];
};
