import { mkdir, open, readdir, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type BacktestedOrder } from '#application/backtest-orders';
import { MARKOUT_SECONDS } from '#domain/simulation';
import { csvText } from '#adapters/csv';
import { CommandFailure } from './command-failure.js';

const ORDERS = 'orders.csv';
const SUMMARY = 'summary.json';
const REPORT = 'report.html';
const FILES: readonly string[] = [ORDERS, SUMMARY, REPORT];

/** Columns of `orders.csv`, and what stands in each. */
const COLUMNS: readonly (readonly [name: string, value: (order: BacktestedOrder) => string | number])[] = [
  ['id', ({ id }) => id],
  ['symbol', ({ instrumentId }) => instrumentId],
  ['day', ({ day }) => day],
  ['way', ({ way }) => way],
  ['side', ({ side }) => side],
  ['ordered', ({ orderedUnits }) => orderedUnits],
  ['filled', ({ filledUnits }) => filledUnits],
  ['posted_filled', ({ postedFilledUnits }) => postedFilledUnits],
  ['fills', ({ fills }) => fills],
  ['arrival_mid', ({ arrivalMid }) => exact(arrivalMid)],
  ['average_price', ({ averagePrice }) => exact(averagePrice)],
  ['shortfall_bps', ({ shortfallBps }) => bps(shortfallBps.total)],
  ['spread_bps', ({ shortfallBps }) => bps(shortfallBps.spread)],
  ['timing_bps', ({ shortfallBps }) => bps(shortfallBps.timing)],
  ['own_impact_bps', ({ shortfallBps }) => bps(shortfallBps.ownImpact)],
  ['fees_bps', ({ shortfallBps }) => bps(shortfallBps.fees)],
  ['opportunity_bps', ({ shortfallBps }) => bps(shortfallBps.opportunity)],
  ...MARKOUT_SECONDS.map(
    (seconds, i) => [`markout_${seconds}s_bps`, ({ markoutsBps }: BacktestedOrder) => bps(markoutsBps[i]!)] as const,
  ),
  ['queue_joins', ({ queue }) => queue.joins],
  ['queue_ahead', ({ queue }) => significant(queue.meanAheadUnits)],
  ['queue_wait_sec', ({ queue }) => significant(queue.meanWaitSeconds)],
  ['queue_filled_share', ({ queue }) => significant(queue.filledShare)],
];

/** The names of the columns of `orders.csv`. */
export const BACKTEST_COLUMNS = COLUMNS.map(([name]) => name);

/** A ten-thousandth of a bp is far below what any price step can tell. Adding zero turns -0 into 0. */
const bps = (value: number): number => Number(value.toFixed(4)) + 0;
const significant = (value: number): number => Number(value.toPrecision(6));
/** A price without the tail that a mean of doubles has. */
const exact = (value: number): number => Number(value.toPrecision(12));

/**
 * What a backtest leaves: a folder with the orders as CSV, the summary as JSON, and the report. Written beside its place, which it
 * takes when it is whole; an earlier backtest there gives way, a folder of anything else is never touched.
 */
export class BacktestFolder {
  private constructor(
    private readonly folder: string,
    private readonly unfinished: string,
    private readonly orders: FileHandle,
  ) {}

  /** Throws CommandFailure when something else lies at `path`, given as `--out`, or nothing can be written there. */
  static async open(path: string): Promise<BacktestFolder> {
    const folder = resolve(path);
    await refuseOther(folder, path);
    const unfinished = `${folder}.unfinished`;
    try {
      await rm(unfinished, { recursive: true, force: true });
      await mkdir(unfinished, { recursive: true });
      const orders = await open(join(unfinished, ORDERS), 'w');
      await orders.write(`${BACKTEST_COLUMNS.join(',')}\n`);
      return new BacktestFolder(folder, unfinished, orders);
    } catch (error) {
      throw new CommandFailure(`--out ${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? ''})`);
    }
  }

  async write(orders: readonly BacktestedOrder[]): Promise<void> {
    await this.orders.write(orders.map(rowOf).join(''));
  }

  async finish(summary: object, report: string): Promise<void> {
    await this.orders.close();
    await writeFile(join(this.unfinished, SUMMARY), `${JSON.stringify(summary, null, 2)}\n`);
    await writeFile(join(this.unfinished, REPORT), report);
    await rm(this.folder, { recursive: true, force: true });
    await rename(this.unfinished, this.folder);
  }

  /** Forgets what was written; harmless after `finish`. */
  async discard(): Promise<void> {
    await this.orders.close();
    await rm(this.unfinished, { recursive: true, force: true });
  }
}

/** A number that is not known is an empty value. */
const rowOf = (order: BacktestedOrder): string =>
  `${COLUMNS.map(([, value]) => value(order))
    .map((value) => (typeof value === 'string' ? csvText(value) : Number.isNaN(value) ? '' : String(value)))
    .join(',')}\n`;

const refuseOther = async (folder: string, path: string): Promise<void> => {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new CommandFailure(`--out ${path} is no folder; expected a folder or nothing`);
  });
  if (names.every((name) => FILES.includes(name))) return;
  throw new CommandFailure(`--out ${path} holds something else than a backtest; give a new or empty folder`);
};
