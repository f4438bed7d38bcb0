import {
  analysisJobs,
  isRunSettled,
  partsOf,
  seedTransition,
  simulationRunTransition,
  type Analysis,
  type AnalysisKey,
  type AnalysisPart,
  type AnalysisRecord,
  type AnalysisStatus,
  type AnalysisStore,
  type CreateOutcome,
  type TransitionOutcome,
} from '#application/ports';
import { type MemoryDeskEvents } from './desk-events.js';
import { DeskRows } from './desk-rows.js';
import { type MemoryOutbox } from './outbox.js';
import { UnsettledRows } from './unsettled-rows.js';

interface AnalysisRow {
  readonly deskId: string;
  readonly idempotencyKey: string;
  readonly record: AnalysisRecord;
  readonly inputs: string;
  readonly kept: ReadonlyMap<number, string>;
}

/** Analyses of one process, for as long as it lives. */
export class MemoryAnalysisStore implements AnalysisStore {
  private readonly analyses = new DeskRows<AnalysisRow>(({ record }) => record.analysisId);
  private readonly unsettledAnalyses = new UnsettledRows<AnalysisKey>();

  constructor(
    private readonly events: MemoryDeskEvents,
    private readonly outbox: MemoryOutbox,
  ) {}

  async create({ inputs, ...analysis }: Analysis): Promise<CreateOutcome<AnalysisRecord>> {
    await Promise.resolve();
    const { deskId, idempotencyKey } = analysis;
    const earlier = this.analyses.findByKey(deskId, idempotencyKey);
    if (earlier !== undefined) return { kind: 'EXISTS', record: earlier.record };
    const record = { ...analysis, status: 'QUEUED', partsDone: 0, createdAt: new Date().toISOString() } as const;
    this.analyses.add({ deskId, idempotencyKey, record, inputs, kept: new Map() });
    const parts = Array.from({ length: partsOf(analysis) }, (_, part) => part);
    this.outbox.add(analysisJobs(analysis, parts));
    this.changed(record);
    return { kind: 'CREATED' };
  }

  find(deskId: string, analysisId: string): Promise<AnalysisRecord | undefined> {
    return Promise.resolve(this.analyses.find(deskId, analysisId)?.record);
  }

  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<AnalysisRecord | undefined> {
    return Promise.resolve(this.analyses.findByKey(deskId, idempotencyKey)?.record);
  }

  inputs(deskId: string, analysisId: string): Promise<string | undefined> {
    return Promise.resolve(this.analyses.find(deskId, analysisId)?.inputs);
  }

  advance(deskId: string, analysisId: string, to: AnalysisStatus): Promise<TransitionOutcome | 'UNKNOWN'> {
    const current = this.analyses.find(deskId, analysisId);
    if (current === undefined) return Promise.resolve('UNKNOWN');
    const outcome = simulationRunTransition(current.record, to);
    if (outcome === 'APPLIED') this.replace({ ...current, record: { ...current.record, ...to } });
    return Promise.resolve(outcome);
  }

  keepPart(deskId: string, analysisId: string, { part, rows }: AnalysisPart): Promise<TransitionOutcome | 'UNKNOWN'> {
    const current = this.analyses.find(deskId, analysisId);
    if (current === undefined) return Promise.resolve('UNKNOWN');
    const outcome = seedTransition(current.record, current.kept.has(part));
    if (outcome === 'APPLIED') {
      const kept = new Map(current.kept).set(part, rows);
      const status = kept.size === partsOf(current.record) ? 'DONE' : current.record.status;
      this.replace({ ...current, kept, record: { ...current.record, partsDone: kept.size, status } });
    }
    return Promise.resolve(outcome);
  }

  parts(deskId: string, analysisId: string, from: number, to: number): Promise<readonly AnalysisPart[]> {
    const kept = [...(this.analyses.find(deskId, analysisId)?.kept ?? [])].map(([part, rows]) => ({ part, rows }));
    return Promise.resolve(kept.filter(({ part }) => part >= from && part < to).sort((a, b) => a.part - b.part));
  }

  missingParts(deskId: string, analysisId: string): Promise<readonly number[]> {
    const analysis = this.analyses.find(deskId, analysisId);
    if (analysis === undefined) return Promise.resolve([]);
    const parts = Array.from({ length: partsOf(analysis.record) }, (_, part) => part);
    return Promise.resolve(parts.filter((part) => !analysis.kept.has(part)));
  }

  waitingRows(deskId: string): Promise<number> {
    const open = this.analyses.newestFirst(deskId).filter(({ record }) => !isRunSettled(record));
    const left = open.map(({ record }) => record.rows - record.partsDone * record.rowsPerPart);
    return Promise.resolve(left.reduce((sum, rows) => sum + rows, 0));
  }

  unsettled(standstillMs: number, limit: number): Promise<readonly AnalysisKey[]> {
    return Promise.resolve(this.unsettledAnalyses.standing(standstillMs, limit));
  }

  private replace(row: AnalysisRow): void {
    this.analyses.replace(row);
    this.changed(row.record);
  }

  private changed(record: AnalysisRecord): void {
    const { deskId, analysisId, kind, priority } = record;
    if (isRunSettled(record)) this.unsettledAnalyses.settled(analysisId);
    else this.unsettledAnalyses.moved(analysisId, { deskId, analysisId, kind, priority });
    this.events.announce(deskId, 'ANALYSIS_UPDATED', analysisId);
  }
}
