import { type Instant } from '#domain/core';
import { type RfqStatus } from '#domain/rfq';
import {
  type DueQuoteRequests,
  type KeptChange,
  type QuoteRequestAppendOutcome,
  type QuoteRequestChange,
  type QuoteRequestFilter,
  type QuoteRequestPage,
  type QuoteRequestStore,
} from '#application/ports';
import { MemoryDeskEvents } from './desk-events.js';

/** Of one desk. */
interface DeskChanges {
  readonly byRequest: Map<string, QuoteRequestChange[]>;
  readonly byKey: Map<string, QuoteRequestChange>;
}

/** Requests for quote of one process, for as long as it lives. */
export class MemoryQuoteRequestStore implements QuoteRequestStore {
  private readonly desks = new Map<string, DeskChanges>();

  constructor(private readonly events = new MemoryDeskEvents()) {}

  async append(change: QuoteRequestChange): Promise<QuoteRequestAppendOutcome> {
    await Promise.resolve();
    const { byRequest, byKey } = this.deskOf(change.deskId);
    const earlier = byKey.get(change.idempotencyKey);
    if (earlier !== undefined) return { kind: 'EXISTS', change: keptOf(earlier) };
    const changes = byRequest.get(change.requestId) ?? [];
    if (change.version !== changes.length + 1) return { kind: 'CONFLICT' };
    byRequest.set(change.requestId, changes);
    changes.push(change);
    byKey.set(change.idempotencyKey, change);
    this.events.announce(change.deskId, 'QUOTE_REQUEST_UPDATED', change.requestId);
    return { kind: 'APPENDED' };
  }

  changes(deskId: string, requestId: string, after: number): Promise<readonly string[]> {
    const changes = this.deskOf(deskId).byRequest.get(requestId) ?? [];
    return Promise.resolve(changes.slice(after).map(({ events }) => events));
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<KeptChange | undefined> {
    const change = this.deskOf(deskId).byKey.get(idempotencyKey);
    return Promise.resolve(change === undefined ? undefined : keptOf(change));
  }

  list(
    deskId: string,
    { at, status, instrumentId }: QuoteRequestFilter,
    first: number,
    after?: string,
  ): Promise<QuoteRequestPage> {
    const following = [...this.deskOf(deskId).byRequest.values()]
      .map((changes) => changes.at(-1)!)
      .map((last) => ({ ...last, status: standing(last, at) }))
      .filter((last) => status === undefined || last.status === status)
      .filter((last) => instrumentId === undefined || last.instrumentIds.includes(instrumentId))
      .filter(({ requestId }) => after === undefined || requestId < after)
      .sort((a, b) => (a.requestId < b.requestId ? 1 : -1));
    const requests = following.slice(0, first).map((last) => ({
      requestId: last.requestId,
      version: last.version,
      status: last.status,
      instrumentIds: last.instrumentIds,
    }));
    const lastShown = requests.at(-1);
    return Promise.resolve(
      following.length > first && lastShown !== undefined
        ? { requests, nextCursor: lastShown.requestId }
        : { requests },
    );
  }

  due(at: Instant, first: number, after = ''): Promise<DueQuoteRequests> {
    const due = [...this.desks.values()]
      .flatMap(({ byRequest }) => [...byRequest.values()].map((changes) => changes.at(-1)!))
      .filter(({ requestId, dueAt }) => dueAt !== undefined && dueAt <= at && requestId > after)
      .sort((a, b) => (a.requestId < b.requestId ? -1 : 1));
    const requests = due.slice(0, first).map(({ deskId, requestId, version }) => ({ deskId, requestId, version }));
    const last = requests.at(-1);
    return Promise.resolve(
      due.length > first && last !== undefined ? { requests, nextCursor: last.requestId } : { requests },
    );
  }

  private deskOf(deskId: string): DeskChanges {
    const desk = this.desks.get(deskId) ?? { byRequest: new Map(), byKey: new Map() };
    this.desks.set(deskId, desk);
    return desk;
  }
}

const standing = ({ status, expiresAt }: QuoteRequestChange, at: Instant): RfqStatus =>
  status === 'OPEN' && at >= expiresAt ? 'EXPIRED' : status;

const keptOf = ({ requestId, version, requestHash }: KeptChange): KeptChange => ({ requestId, version, requestHash });
