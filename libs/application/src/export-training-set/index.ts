import { err, ok, type Failure, type Result } from '#domain/core';
import { FEATURE_SET_V1 } from '#domain/features';
import { type MarketSession, type QuarantinedRow } from '#domain/market-data';
import { arrivedIn, type RefusedRow } from '#domain/training';
import { type DeskOrders } from '#application/import-orders';
import { sessionDays, type SessionDay, type Surroundings } from '#application/play-session';
import { type Digests, type TrainingSetStore } from '#application/ports';
import { arrivalFeatures } from './arrival-features.js';
import { cardMarkdown } from './card-markdown.js';
import { columnsOf } from './columns.js';
import { contentHash } from './content-hash.js';
import { dataCard, sumOf, type DataCard, type PartCard, type SourceFile } from './data-card.js';
import { cutOrders, refusedOrder, type DayRows } from './day-rows.js';
import { impactInputColumns } from './impact-input-columns.js';

export { FEATURE_PREFIX } from './columns.js';
export { INPUT_PREFIX } from './impact-input-columns.js';
export { cutOrders } from './day-rows.js';
export { type DataCard, type PartCard } from './data-card.js';

/** What to make a training set of. */
export interface TrainingSetPlan {
  readonly sessions: readonly MarketSession[];
  readonly surroundings: Surroundings;
  /** Of the synthetic traders. */
  readonly seed: number;
  /** Orders of a desk, to be labelled against these sessions. */
  readonly desk?: DeskOrders;
  /** No orders are cut out of the tape. */
  readonly deskOnly?: boolean;
}

export interface TrainingSetPorts {
  readonly store: TrainingSetStore;
  readonly digests: Digests;
  readonly observer: ExportObserver;
  /** Rows of recordings that were set aside so far, by reason. */
  quarantined(): ReadonlyMap<string, number>;
  /** Takes a row that was read and not believed; it counts among `quarantined`. */
  setAside(row: QuarantinedRow): void;
}

/** Hears how far the export is. */
export interface ExportObserver {
  /** The `index`-th of `days` days begins, 0 the first: first the orders are cut, then their features are read. */
  working(day: string, phase: 'ORDERS' | 'FEATURES', index: number, days: number): void;
  wrote(part: PartCard): void;
  /** Once for every row of the desk's tables that was refused, when all days are done. */
  refused(row: RefusedRow): void;
}

/** What refuses an export before it plays anything. */
export type ExportRefusal = Failure<'NO_SESSIONS'> | Failure<'REPEATED_INSTRUMENT'>;

/**
 * Exports a training set: orders cut out of the public tape of each session, and a desk's own where they are given,
 * labelled, with their features at arrival, and the data card. A day is played twice and held in memory alone. Rejects when
 * a session cannot be read to its end; then nothing is left in the store.
 */
export const exportTrainingSet = async (
  plan: TrainingSetPlan,
  ports: TrainingSetPorts,
): Promise<Result<DataCard, ExportRefusal>> => {
  const days = sessionDays(plan.sessions);
  if (!days.ok) return err(days.error);
  try {
    const exported = await new TrainingSetExport(plan, ports).run(days.value);
    await ports.store.finish();
    return ok(exported);
  } finally {
    await ports.store.discard();
  }
};

class TrainingSetExport {
  private readonly parts: PartCard[] = [];
  private readonly refused: RefusedRow[];
  /** A day is played twice; what is set aside on the way counts once. */
  private quarantined: Readonly<Record<string, number>>;

  constructor(
    private readonly plan: TrainingSetPlan,
    private readonly ports: TrainingSetPorts,
  ) {
    this.refused = [...(plan.desk?.refused ?? []), ...withoutSession(plan)];
    this.quarantined = Object.fromEntries(ports.quarantined());
  }

  async run(days: readonly SessionDay[]): Promise<DataCard> {
    const { store, observer } = this.ports;
    for (const [index, day] of days.entries()) {
      observer.working(day.date, 'ORDERS', index, days.length);
      const instruments = await this.cut(day);
      observer.working(day.date, 'FEATURES', index, days.length);
      await this.write(day, instruments);
    }
    for (const row of this.refused) observer.refused(row);
    const card = await this.card();
    await store.writeText('card.json', `${JSON.stringify(card, undefined, 2)}\n`);
    await store.writeText('card.md', cardMarkdown(card));
    if (this.plan.desk !== undefined) {
      await store.writeText('refused.jsonl', this.refused.map((row) => `${JSON.stringify(row)}\n`).join(''));
    }
    return card;
  }

  private async cut(day: SessionDay): Promise<readonly DayRows[]> {
    const { seed, surroundings, desk, deskOnly = false } = this.plan;
    const before = new Map(this.ports.quarantined());
    const instruments: DayRows[] = [];
    for (const session of day.sessions) {
      const plan = {
        overrides: surroundings.overrides,
        seed,
        desk: desk?.accepted ?? [],
        deskOnly,
        setAside: (row: QuarantinedRow) => {
          this.ports.setAside(row);
        },
      };
      const rows = await cutOrders(session, day.date, plan);
      this.refused.push(...rows.refused);
      instruments.push(rows);
    }
    const during = [...this.ports.quarantined()].map(
      ([reason, count]) => [reason, count - (before.get(reason) ?? 0)] as const,
    );
    this.quarantined = sumOf([this.quarantined, Object.fromEntries(during.filter(([, count]) => count !== 0))]);
    return instruments;
  }

  private async write(day: SessionDay, instruments: readonly DayRows[]): Promise<void> {
    const vectors = await arrivalFeatures(day, instruments, this.plan.surroundings);
    for (const [i, rows] of instruments.entries()) {
      const part = await writePart(rows, vectors[i]!, this.ports);
      this.ports.observer.wrote(part);
      this.parts.push(part);
    }
  }

  private async card(): Promise<DataCard> {
    const { seed, desk } = this.plan;
    const { quarantined, parts } = this;
    if (desk === undefined) return dataCard({ seed, quarantined }, parts, this.ports.digests);
    const { files, orderRows, fillRows } = desk;
    const deskOrders = {
      files: await digestsOf(files, this.ports.digests),
      orderRows,
      fillRows,
      rows: parts.reduce((sum, { rowsByConfig }) => sum + deskRows(rowsByConfig), 0),
      refused: sumOf(this.refused.map(({ table, reason }) => ({ [`${table} ${reason}`]: 1 }))),
    };
    return dataCard({ seed, quarantined, deskOrders }, parts, this.ports.digests);
  }
}

const withoutSession = ({ desk, sessions }: TrainingSetPlan): readonly RefusedRow[] =>
  (desk?.accepted ?? [])
    .filter((order) => !sessions.some((session) => arrivedIn(order, session)))
    .map((order) => refusedOrder(order, 'NO_SESSION'));

const deskRows = (rowsByConfig: PartCard['rowsByConfig']): number =>
  Object.entries(rowsByConfig).reduce((sum, [config, count]) => sum + (config.startsWith('P ') ? count : 0), 0);

const writePart = async (
  day: DayRows,
  vectors: Float64Array,
  { store, digests }: TrainingSetPorts,
): Promise<PartCard> => {
  const columns = [...columnsOf(day, vectors, FEATURE_SET_V1), ...impactInputColumns(day, vectors)];
  const { session, date, rows, tape, drops } = day;
  const file = `${date}_${encodeURIComponent(session.instrumentId)}.parquet`;
  if (rows.length > 0) await store.writeRows(file, columns);
  return {
    ...(rows.length > 0 && { file }),
    instrumentId: session.instrumentId,
    day: date,
    source: session.source.name,
    sourceFiles: await digestsOf(session.files ?? [], digests),
    rows: rows.length,
    rowsByConfig: sumOf(rows.map(({ definition, config }) => ({ [`${definition} ${config}`]: 1 }))),
    dropped: drops.toRecord(),
    prints: tape.prints,
    childOrders: tape.childMs.length,
    sha256: contentHash(columns, digests),
  };
};

const digestsOf = async (paths: readonly string[], digests: Digests): Promise<readonly SourceFile[]> =>
  Promise.all(paths.map(async (path) => ({ name: path.split(/[\\/]/).at(-1)!, sha256: await digests.ofFile(path) })));
