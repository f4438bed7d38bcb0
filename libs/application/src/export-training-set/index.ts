import { err, ok, type Failure, type Result } from '#domain/core';
import { FEATURE_SET_V1 } from '#domain/features';
import { type MarketSession } from '#domain/market-data';
import { sessionDays, type SessionDay, type Surroundings } from '#application/play-session';
import { type Digests, type TrainingSetStore } from '#application/ports';
import { arrivalFeatures } from './arrival-features.js';
import { cardMarkdown } from './card-markdown.js';
import { columnsOf } from './columns.js';
import { contentHash } from './content-hash.js';
import { dataCard, type DataCard, type PartCard, type SourceFile } from './data-card.js';
import { cutOrders, type DayRows } from './day-rows.js';

export { FEATURE_PREFIX } from './columns.js';
export { type ColumnDescription } from './columns.js';
export { type DataCard, type PartCard } from './data-card.js';

/** What to make a training set of. */
export interface TrainingSetPlan {
  readonly sessions: readonly MarketSession[];
  readonly surroundings: Surroundings;
  /** Of the synthetic traders. */
  readonly seed: number;
}

export interface TrainingSetPorts {
  readonly store: TrainingSetStore;
  readonly digests: Digests;
  readonly observer: ExportObserver;
  /** Rows of recordings that were set aside so far, by reason. */
  quarantined(): ReadonlyMap<string, number>;
}

/** Hears how far the export is. */
export interface ExportObserver {
  /** The `index`-th of `days` days begins, 0 the first: first the orders are cut, then their features are read. */
  working(day: string, phase: 'ORDERS' | 'FEATURES', index: number, days: number): void;
  wrote(part: PartCard): void;
}

/** What refuses an export before it plays anything. */
export type ExportRefusal = Failure<'NO_SESSIONS'> | Failure<'REPEATED_INSTRUMENT'>;

/**
 * Exports a training set: orders cut out of the public tape of each session, labelled, with their features at arrival,
 * and the data card. A day is played twice and held in memory alone. Rejects when a session cannot be read to its end; then
 * nothing is left in the store.
 */
export const exportTrainingSet = async (
  plan: TrainingSetPlan,
  ports: TrainingSetPorts,
): Promise<Result<DataCard, ExportRefusal>> => {
  const days = sessionDays(plan.sessions);
  if (!days.ok) return err(days.error);
  try {
    const parts: PartCard[] = [];
    for (const [index, day] of days.value.entries()) {
      parts.push(...(await exportDay(day, plan, ports, index, days.value.length)));
    }
    const card = dataCard({ seed: plan.seed, quarantined: ports.quarantined() }, parts, ports.digests);
    await ports.store.writeText('card.json', `${JSON.stringify(card, undefined, 2)}\n`);
    await ports.store.writeText('card.md', cardMarkdown(card));
    await ports.store.finish();
    return ok(card);
  } finally {
    await ports.store.discard();
  }
};

const exportDay = async (
  day: SessionDay,
  { surroundings, seed }: TrainingSetPlan,
  ports: TrainingSetPorts,
  index: number,
  days: number,
): Promise<readonly PartCard[]> => {
  ports.observer.working(day.date, 'ORDERS', index, days);
  const instruments: DayRows[] = [];
  for (const session of day.sessions) {
    instruments.push(await cutOrders(session, day.date, surroundings.overrides, seed));
  }
  ports.observer.working(day.date, 'FEATURES', index, days);
  const vectors = await arrivalFeatures(day, instruments, surroundings);
  const parts: PartCard[] = [];
  for (const [i, rows] of instruments.entries()) {
    const part = await writePart(rows, vectors[i]!, ports);
    ports.observer.wrote(part);
    parts.push(part);
  }
  return parts;
};

const writePart = async (
  day: DayRows,
  vectors: Float64Array,
  { store, digests }: TrainingSetPorts,
): Promise<PartCard> => {
  const columns = columnsOf(day, vectors, FEATURE_SET_V1);
  const { session, date, rows, tape, drops } = day;
  const file = `${date}_${encodeURIComponent(session.instrumentId)}.parquet`;
  if (rows.length > 0) await store.writeRows(file, columns);
  return {
    ...(rows.length > 0 && { file }),
    instrumentId: session.instrumentId,
    day: date,
    source: session.source.name,
    sourceFiles: await sourceFiles(session, digests),
    rows: rows.length,
    rowsByConfig: countByConfig(day),
    dropped: drops.toRecord(),
    prints: tape.prints,
    childOrders: tape.childMs.length,
    sha256: contentHash(columns, digests),
  };
};

const sourceFiles = async ({ files = [] }: MarketSession, digests: Digests): Promise<readonly SourceFile[]> =>
  Promise.all(files.map(async (path) => ({ name: path.split(/[\\/]/).at(-1)!, sha256: await digests.ofFile(path) })));

const countByConfig = ({ rows }: DayRows): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const { definition, config } of rows) {
    const key = `${definition} ${config}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
};
