import { type Job } from '#application/jobs';
import {
  type FollowedOutcome,
  type KeptQuoteOutcome,
  type OutcomeAppended,
  type QuoteOutcomeStore,
  type TradeFollowUp,
} from '#application/ports';
import { type MemoryOutbox } from './outbox.js';

export class MemoryQuoteOutcomeStore implements QuoteOutcomeStore {
  private readonly desks = new Map<string, FollowedOutcome[]>();

  constructor(private readonly outbox: MemoryOutbox) {}

  append(
    deskId: string,
    outcome: KeptQuoteOutcome,
    followedBy: (ordinal: number) => readonly Job[],
  ): Promise<OutcomeAppended> {
    const rows = this.desks.get(deskId) ?? [];
    this.desks.set(deskId, rows);
    if (rows.some(({ quoteId }) => quoteId === outcome.quoteId)) return Promise.resolve({ kind: 'EXISTS' });
    const ordinal = rows.length + 1;
    rows.push({ ...outcome, ordinal, followUp: null });
    this.outbox.add(followedBy(ordinal));
    return Promise.resolve({ kind: 'KEPT', ordinal });
  }

  find(deskId: string, quoteId: string): Promise<FollowedOutcome | undefined> {
    return Promise.resolve((this.desks.get(deskId) ?? []).find((row) => row.quoteId === quoteId));
  }

  follow(deskId: string, quoteId: string, followUp: TradeFollowUp): Promise<boolean> {
    const rows = this.desks.get(deskId) ?? [];
    const at = rows.findIndex((row) => row.quoteId === quoteId);
    if (at >= 0) rows[at] = { ...rows[at]!, followUp };
    return Promise.resolve(at >= 0);
  }

  outcomes(deskId: string, after: number, first: number): Promise<readonly FollowedOutcome[]> {
    return Promise.resolve((this.desks.get(deskId) ?? []).slice(after, after + first));
  }
}
