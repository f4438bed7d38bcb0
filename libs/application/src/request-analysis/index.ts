import { canonicalJson, err, formatInstant, ok, type Failure, type Result } from '#domain/core';
import { type JobPriority } from '#application/jobs';
import {
  type Analysis,
  type AnalysisKind,
  type AnalysisRecord,
  type AnalysisStore,
  type Identifiers,
  type MarketState,
} from '#application/ports';
import { sameRequest, type IdempotencyConflict } from '#application/record-decision';

/** Rows of one analysis at most: some tens of megabytes, computed within minutes. */
export const ANALYSIS_ROWS_MAX = 100_000;
/** Rows that wait for one desk at most, all its analyses together. */
export const ANALYSIS_ROWS_WAITING_MAX = 200_000;
/** An analysis of no more parts than these goes before larger ones: somebody waits for it. */
const INTERACTIVE_PARTS_MOST = 4;

export type TooManyRows = Failure<'TOO_MANY_ROWS'>;
export type UnknownAnalysis = Failure<'UNKNOWN_ANALYSIS'>;

export interface RequestAnalysisPorts {
  readonly analyses: AnalysisStore;
  readonly identifiers: Identifiers;
  readonly market: MarketState;
}

/** An analysis before it is stored. */
export interface StatedAnalysis<Inputs extends object, F extends Failure> {
  readonly kind: AnalysisKind;
  readonly idempotencyKey: string;
  /** As the client sent it: a repeat has to be equal. */
  readonly command: object;
  readonly rows: number;
  readonly rowsPerPart: number;
  /** What the rows are computed from, or why they cannot be. It is asked only where there is room for them. */
  readonly inputs: () => Result<Inputs, F> | Promise<Result<Inputs, F>>;
}

/**
 * Stores an analysis and, with it, a job for each of its parts. Answers when all are durable; the rows come later. More rows than one
 * analysis or all that wait for a desk may have are refused. A repeat of a stored request gets its analysis whatever the market does now.
 */
export const requestAnalysis = async <Inputs extends object, F extends Failure>(
  { analyses, identifiers, market }: RequestAnalysisPorts,
  deskId: string,
  { kind, idempotencyKey, command, rows, rowsPerPart, inputs }: StatedAnalysis<Inputs, F>,
): Promise<Result<AnalysisRecord, F | TooManyRows | IdempotencyConflict>> => {
  const requestHash = identifiers.digest(canonicalJson({ kind, command }));
  const earlier = await analyses.findByIdempotencyKey(deskId, idempotencyKey);
  if (earlier !== undefined) return sameRequest(earlier, requestHash, `analysis ${earlier.analysisId}`);
  const refused = tooManyRows(rows, await analyses.waitingRows(deskId));
  if (refused !== undefined) return err(refused);
  const stated = await inputs();
  if (!stated.ok) return stated;
  const analysis: Analysis = {
    analysisId: identifiers.newId(),
    deskId,
    kind,
    priority: priorityOf(rows, rowsPerPart),
    idempotencyKey,
    requestHash,
    requestedAt: formatInstant(market.now()),
    rows,
    rowsPerPart,
    inputs: JSON.stringify(stated.value),
  };
  const outcome = await analyses.create(analysis);
  if (outcome.kind === 'EXISTS') {
    return sameRequest(outcome.record, requestHash, `analysis ${outcome.record.analysisId}`);
  }
  const created = await analyses.find(deskId, analysis.analysisId);
  if (created === undefined) throw new Error(`analysis ${analysis.analysisId} vanished after it was created`);
  return ok(created);
};

/** Wants no more of an analysis; one that is settled stays as it is. What it has is kept. */
export const cancelAnalysis = async (
  { analyses }: Pick<RequestAnalysisPorts, 'analyses'>,
  deskId: string,
  analysisId: string,
): Promise<Result<AnalysisRecord, UnknownAnalysis>> => {
  await analyses.advance(deskId, analysisId, { status: 'CANCELLED' });
  const analysis = await analyses.find(deskId, analysisId);
  return analysis === undefined ? err(unknownAnalysis(analysisId)) : ok(analysis);
};

export const unknownAnalysis = (analysisId: string): UnknownAnalysis => ({
  code: 'UNKNOWN_ANALYSIS',
  field: 'id',
  message: `this desk has no analysis ${JSON.stringify(analysisId)}`,
  allowed: 'the analysisId of a request made by this desk',
});

const priorityOf = (rows: number, rowsPerPart: number): JobPriority =>
  rows <= INTERACTIVE_PARTS_MOST * rowsPerPart ? 'INTERACTIVE' : 'BULK';

const tooManyRows = (rows: number, waiting: number): TooManyRows | undefined => {
  if (rows > ANALYSIS_ROWS_MAX) {
    const message = `the analysis would have ${rows} rows`;
    return { code: 'TOO_MANY_ROWS', message, allowed: `at most ${ANALYSIS_ROWS_MAX} rows` };
  }
  if (waiting + rows > ANALYSIS_ROWS_WAITING_MAX) {
    const message = `${waiting} rows of this desk wait already, and the analysis would have ${rows}`;
    return {
      code: 'TOO_MANY_ROWS',
      message,
      allowed: `at most ${ANALYSIS_ROWS_WAITING_MAX} that wait: wait for an analysis, or cancel one`,
    };
  }
  return undefined;
};
