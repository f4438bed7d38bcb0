import { openSessions, Quarantine } from '#adapters/recordings';
import { type SessionDepth } from '#domain/market-data';
import { type TextRow } from '#domain/training';
import {
  backtestOrders,
  type BacktestedOrder,
  type BacktestOrdersSummary,
  type BacktestSettings,
} from '#application/backtest-orders';
import { NO_FEES } from './backtest.js';

const COLUMNS = ['id', 'symbol', 'day', 'start_ms', 'T_sec', 'side', 'shares', 'price'];

const DEFAULTS: BacktestSettings = {
  ways: ['AS_STATED'],
  tactic: 'TAKE',
  intervals: 8,
  participationRate: 0.2,
  urgency: 2,
  fill: { kind: 'AUTO' },
  latency: { feedNs: 0, order: { constantNs: 0, meanJitterNs: 0 }, report: { constantNs: 0, meanJitterNs: 0 } },
  fees: NO_FEES,
  overlay: undefined,
  seed: 1,
};

export interface BacktestOfList {
  readonly depths: readonly SessionDepth[];
  readonly summary: BacktestOrdersSummary;
  readonly written: readonly BacktestedOrder[];
  /** Lines that were refused, and the field that was wrong. */
  readonly refused: readonly (readonly [line: number, field: string | undefined])[];
}

/** Works a list of orders, as values in the order of the columns, in a recording. */
export const backtestOf = async (
  recording: string,
  orders: readonly (readonly string[])[],
  settings: Partial<BacktestSettings>,
): Promise<BacktestOfList> => {
  const sessions = await openSessions([recording], new Quarantine());
  if (!sessions.ok) throw sessions.error;
  const written: BacktestedOrder[] = [];
  const refused: (readonly [number, string | undefined])[] = [];
  const answer = await backtestOrders(
    {
      columns: COLUMNS,
      rows: rowsOf(orders),
      sessions: sessions.value,
      overrides: new Map(),
      settings: { ...DEFAULTS, ...settings },
    },
    {
      observer: {
        working: () => undefined,
        settled: () => undefined,
        refused: (line, { field }) => refused.push([line, field]),
      },
      write: (worked) => {
        written.push(...worked);
        return Promise.resolve();
      },
    },
  );
  if (!answer.ok) throw new Error(answer.error.message);
  return { depths: sessions.value.map(({ depth }) => depth), summary: answer.value, written, refused };
};

async function* rowsOf(orders: readonly (readonly string[])[]): AsyncGenerator<TextRow, void> {
  for (const [i, values] of orders.entries()) {
    yield await Promise.resolve({
      line: i + 2,
      values: Object.fromEntries(COLUMNS.map((name, column) => [name, values[column] ?? ''])),
    });
  }
}
