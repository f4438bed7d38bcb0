import { type AnalysisPartKey, type JobHandler } from '#application/jobs';
import { type AnalysisKind, type AnalysisRecord, type AnalysisStore } from '#application/ports';

/** How one kind of analysis computes its rows from its inputs. */
export interface AnalysisMethod {
  /**
   * The rows of the numbers [from, to), in order; equal for equal inputs. Rejects when what it needs fails, which another attempt may
   * cure. It holds up nobody: what takes more than milliseconds is asked of a model or of threads.
   */
  rows(inputs: string, from: number, to: number): Promise<readonly object[]>;
}

/** One method per kind; a kind without one does not compile. */
export type AnalysisMethods = Readonly<Record<AnalysisKind, AnalysisMethod>>;

export interface ComputeAnalysisPorts {
  readonly analyses: AnalysisStore;
  readonly methods: AnalysisMethods;
}

/**
 * Computes one part of a stored analysis and keeps its rows. A repeat finds them kept and computes nothing; an analysis that is settled,
 * cancelled ones too, stays as it is.
 *
 * Rejects when the store or the method fails, which another attempt may cure, and when there is no such analysis.
 */
export const computeAnalysisPart = async (
  { analyses, methods }: ComputeAnalysisPorts,
  { deskId, analysisId, part }: AnalysisPartKey,
): Promise<void> => {
  const started = await analyses.advance(deskId, analysisId, { status: 'RUNNING' });
  if (started === 'REFUSED') return;
  const analysis = await analyses.find(deskId, analysisId);
  const inputs = await analyses.inputs(deskId, analysisId);
  if (analysis === undefined || inputs === undefined) throw new Error(`desk ${deskId} has no analysis ${analysisId}`);
  if ((await analyses.parts(deskId, analysisId, part, part + 1)).length > 0) return;
  const { kind, rows, rowsPerPart } = analysis;
  const from = part * rowsPerPart;
  const computed = await methods[kind].rows(inputs, from, Math.min(from + rowsPerPart, rows));
  await analyses.keepPart(deskId, analysisId, { part, rows: JSON.stringify(computed) });
};

/** A part that is given up takes its analysis along: without it the others are no answer to what was asked. */
export const computeAnalysisHandler = (ports: ComputeAnalysisPorts): JobHandler<AnalysisPartKey> => ({
  run: (key) => computeAnalysisPart(ports, key),
  abandon: async ({ deskId, analysisId, part }, reason) => {
    const failureReason = `part ${part}: ${reason}`;
    await ports.analyses.advance(deskId, analysisId, { status: 'FAILED', failureReason });
  },
});

/** The rows from number `from` on that are there without a gap, at most `count` of them. */
export const analysisRowsOf = async <Row>(
  store: AnalysisStore,
  { deskId, analysisId, rowsPerPart }: Pick<AnalysisRecord, 'deskId' | 'analysisId' | 'rowsPerPart'>,
  from: number,
  count: number,
): Promise<readonly Row[]> => {
  const firstPart = Math.floor(from / rowsPerPart);
  const kept = await store.parts(deskId, analysisId, firstPart, Math.ceil((from + count) / rowsPerPart));
  const withoutGap = kept.filter(({ part }, i) => part === firstPart + i);
  const rows = withoutGap.flatMap((part) => JSON.parse(part.rows) as readonly Row[]);
  const skipped = from - firstPart * rowsPerPart;
  return rows.slice(skipped, skipped + count);
};
