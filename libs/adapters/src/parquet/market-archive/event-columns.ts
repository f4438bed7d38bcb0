import { EventKind, NO_SIDE, type CODE_COLUMNS, type NUMBER_COLUMNS } from '#domain/market-data';

export type NumberColumn = (typeof NUMBER_COLUMNS)[number];
export type EventColumn = (typeof CODE_COLUMNS)[number] | NumberColumn;

/** Sequence numbers may be unknown: NaN in a batch, NULL in a file. */
export const mayBeUnknown = (column: NumberColumn): boolean => column.endsWith('equence');

/** One column of an archive's file: how a batch's value becomes the stored one, and how it comes back. */
export interface ArchivedColumn {
  readonly name: EventColumn;
  readonly type: 'UTINYINT' | 'BIGINT';
  /** SQL over the batch's columns; `origin` is session time 0 as nanoseconds since 1970. */
  readonly store: (origin: bigint) => string;
  /** SQL over the file's columns, the inverse of `store`. */
  readonly load: (origin: bigint) => string;
}

const code = (name: EventColumn, store: string, load: string): ArchivedColumn => ({
  name,
  type: 'UTINYINT',
  store: () => store,
  load: () => `CAST(${load} AS UTINYINT)`,
});

const time = (name: NumberColumn): ArchivedColumn => ({
  name,
  type: 'BIGINT',
  store: (origin) => `CAST(${name} AS BIGINT) + ${origin}`,
  load: (origin) => `CAST(${name} - ${origin} AS DOUBLE)`,
});

const sequence = (name: NumberColumn): ArchivedColumn => ({
  name,
  type: 'BIGINT',
  store: () => `CAST(nullif(${name}, 'NaN'::DOUBLE) AS BIGINT)`,
  load: () => `coalesce(CAST(${name} AS DOUBLE), 'NaN'::DOUBLE)`,
});

/** NULL where the kind of event has no such value, and the batch therefore holds 0. */
const valueOf = (name: NumberColumn, kinds: readonly number[]): ArchivedColumn => ({
  name,
  type: 'BIGINT',
  store: () => `CASE WHEN kind IN (${kinds.join(', ')}) OR ${name} <> 0 THEN CAST(${name} AS BIGINT) END`,
  load: () => `coalesce(CAST(${name} AS DOUBLE), 0)`,
});

const PRICED = [EventKind.LEVEL, EventKind.BEST, EventKind.TRADE, EventKind.ORDER];
const DETAILED = [EventKind.TRADE, EventKind.STATUS, EventKind.ORDER];

/** The schema, version 1, in the order of the file's columns. */
export const ARCHIVED_COLUMNS: readonly ArchivedColumn[] = [
  time('exchangeNs'),
  time('receiveNs'),
  time('decisionNs'),
  code('kind', 'kind', 'kind'),
  code('side', `nullif(side, ${NO_SIDE})`, `coalesce(side, ${NO_SIDE})`),
  code('detail', `CASE WHEN kind IN (${DETAILED.join(', ')}) OR detail <> 0 THEN detail END`, 'coalesce(detail, 0)'),
  code('flags', 'flags', 'flags'),
  sequence('firstSequence'),
  sequence('sequence'),
  sequence('previousSequence'),
  valueOf('price', PRICED),
  valueOf('size', PRICED),
  valueOf('orderId', [EventKind.ORDER]),
];
