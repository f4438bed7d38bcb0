import { type AnalysisPartKey, type Job, type JobPriority } from '#application/jobs';
import { type CreateOutcome, type TransitionOutcome } from './job-lifecycle.js';
import { type SimulationRunStatus } from './simulation-run-lifecycle.js';

/** What is analysed; each has its method in `AnalysisMethods`. */
export type AnalysisKind = 'SCENARIOS' | 'PORTFOLIO' | 'VENUES';

/** An analysis moves as a simulation run does: DONE with the last of its parts. */
export type AnalysisStatus = SimulationRunStatus;

/** Rows that workers compute in parts, as they were asked for. */
export interface Analysis {
  /** UUID version 7, given by the caller. */
  readonly analysisId: string;
  readonly deskId: string;
  readonly kind: AnalysisKind;
  readonly priority: JobPriority;
  /** Unique per desk among its analyses. */
  readonly idempotencyKey: string;
  /** SHA-256 (hex) of the canonical request. */
  readonly requestHash: string;
  /** Session time of the request, ISO 8601. */
  readonly requestedAt: string;
  /** At least one. */
  readonly rows: number;
  /** Of every part but the last, which has the rest. */
  readonly rowsPerPart: number;
  /** JSON of what its kind computes from: the market of that moment is in it, so that the job needs no feed. */
  readonly inputs: string;
}

/** What is shown of an analysis; its inputs and rows are large and asked for apart. */
export interface AnalysisRecord extends Omit<Analysis, 'inputs'>, AnalysisStatus {
  readonly partsDone: number;
  /** Wall time of the request, set by the store, ISO 8601. */
  readonly createdAt: string;
}

/** Parts of an analysis, numbered from 0. */
export const partsOf = ({ rows, rowsPerPart }: Pick<Analysis, 'rows' | 'rowsPerPart'>): number =>
  Math.ceil(rows / rowsPerPart);

/** The rows of one part, as a JSON array. */
export interface AnalysisPart {
  readonly part: number;
  readonly rows: string;
}

export type AnalysisKey = Pick<Analysis, 'deskId' | 'analysisId' | 'kind' | 'priority'>;

const JOB_OF = {
  SCENARIOS: 'scenario.analyse',
  PORTFOLIO: 'portfolio.analyse',
  VENUES: 'venues.select',
} as const satisfies Readonly<Record<AnalysisKind, string>>;

/** The jobs that compute these parts. */
export const analysisJobs = (
  { deskId, analysisId, kind, priority }: AnalysisKey,
  parts: readonly number[],
): readonly Job[] =>
  parts.map((part) => ({
    name: JOB_OF[kind],
    payload: { deskId, analysisId, part, priority } satisfies AnalysisPartKey,
  }));

/** Analyses. A desk sees its own and no other's. Every change is announced as ANALYSIS_UPDATED. */
export interface AnalysisStore {
  /** Writes a QUEUED analysis and a job for each of its parts, at once or not at all. */
  create(analysis: Analysis): Promise<CreateOutcome<AnalysisRecord>>;
  find(deskId: string, analysisId: string): Promise<AnalysisRecord | undefined>;
  findByIdempotencyKey(deskId: string, idempotencyKey: string): Promise<AnalysisRecord | undefined>;
  inputs(deskId: string, analysisId: string): Promise<string | undefined>;
  /** Moves an analysis as `simulationRunTransition` decides; UNKNOWN when this desk has no such analysis. */
  advance(deskId: string, analysisId: string, to: AnalysisStatus): Promise<TransitionOutcome | 'UNKNOWN'>;
  /** Keeps the rows of a part, as `seedTransition` decides; with the last of them the analysis is DONE. UNKNOWN as above. */
  keepPart(deskId: string, analysisId: string, kept: AnalysisPart): Promise<TransitionOutcome | 'UNKNOWN'>;
  /** What is there of the parts [from, to), rising. */
  parts(deskId: string, analysisId: string, from: number, to: number): Promise<readonly AnalysisPart[]>;
  /** Parts without rows, rising. */
  missingParts(deskId: string, analysisId: string): Promise<readonly number[]>;
  /** Rows of the desk's analyses that are not settled, in parts that are not done. */
  waitingRows(deskId: string): Promise<number>;
  /** Analyses of all desks that are not settled and have not moved for `standstillMs`, longest first. For the worker. */
  unsettled(standstillMs: number, limit: number): Promise<readonly AnalysisKey[]>;
}
