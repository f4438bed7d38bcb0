import { type Job } from '#application/jobs';
import {
  type AppendOutcome,
  type Decision,
  type DecisionLog,
  type DecisionPage,
  type DecisionRecord,
} from '#application/ports';
import { type MemoryDeskEvents } from './desk-events.js';
import { DeskRows } from './desk-rows.js';
import { type MemoryOutbox } from './outbox.js';

/** Decisions of one process, for as long as it lives. */
export class MemoryDecisionLog implements DecisionLog {
  private readonly decisions = new DeskRows<DecisionRecord>((row) => row.decisionId);

  constructor(
    private readonly events: MemoryDeskEvents,
    private readonly outbox: MemoryOutbox,
  ) {}

  async append(decision: Decision, followedBy: readonly Job[] = []): Promise<AppendOutcome> {
    await Promise.resolve();
    const record = this.decisions.findByKey(decision.deskId, decision.idempotencyKey);
    if (record !== undefined) return { kind: 'EXISTS', record };
    this.decisions.add({ ...decision, createdAt: new Date().toISOString() });
    this.outbox.add(followedBy);
    this.events.announce(decision.deskId, 'DECISION_MADE', decision.decisionId);
    return { kind: 'APPENDED' };
  }

  find(deskId: string, decisionId: string): Promise<DecisionRecord | undefined> {
    return Promise.resolve(this.decisions.find(deskId, decisionId));
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<DecisionRecord | undefined> {
    return Promise.resolve(this.decisions.findByKey(deskId, idempotencyKey));
  }

  list(deskId: string, first: number, after?: string): Promise<DecisionPage> {
    const following = this.decisions
      .newestFirst(deskId)
      .filter(({ decisionId }) => after === undefined || decisionId < after);
    const records = following.slice(0, first);
    const last = records.at(-1);
    return Promise.resolve(
      following.length > first && last !== undefined ? { records, nextCursor: last.decisionId } : { records },
    );
  }
}
