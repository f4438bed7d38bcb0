import { type Instant } from '#domain/core';
import { type FeatureDefinition, type FeatureSet } from '#domain/features';
import { type Labels, type RowIdentification, type TrainingOrder } from '#domain/training';
import { type TableColumn } from '#application/ports';
import { type DayRows } from './day-rows.js';

/** One column of the file: what a person must know to use it. */
export interface ColumnDescription {
  readonly name: string;
  readonly type: TableColumn['type'];
  readonly unit: string;
  readonly meaning: string;
  /** Whether it is known at arrival: only such columns may enter a model. */
  readonly role: 'KEY' | 'ORDER' | 'LABEL' | 'AFTERWARDS' | 'FEATURE';
}

interface Column extends Omit<ColumnDescription, 'name'> {
  /** `ordinal`: how many rows of the day and of the same definition stand before it. */
  readonly value: (row: TrainingOrder, ordinal: number, day: DayRows) => string | number | bigint | boolean | null;
}

/** Features carry this prefix, so that they are told from the columns that describe the order. */
export const FEATURE_PREFIX = 'f_';

const NS_PER_MS = 1_000_000n;
const instantOf = (origin: Instant, timeMs: number): bigint => origin + BigInt(timeMs) * NS_PER_MS;

const label = (name: keyof Labels, meaning: string): readonly [string, Column] => [
  name,
  { type: 'DOUBLE', unit: 'bps', role: 'LABEL', meaning, value: (row) => row.labels[name] },
];

/** What a row's impact is identified from: in a simulated market nothing is real, elsewhere a desk's own order is. */
const identification = (row: TrainingOrder, day: DayRows): RowIdentification => {
  if (day.session.source.kind === 'SIMULATED') return 'SIMULATED';
  return row.definition === 'P' ? 'REAL_ORDERS' : 'PUBLIC_TAPE';
};

const ORDER_COLUMNS: readonly (readonly [string, Column])[] = [
  [
    'id',
    {
      type: 'VARCHAR',
      unit: '',
      role: 'KEY',
      meaning: 'unique in the set; of a P row it ends with the order id of the desk',
      value: (row, ordinal, day) => rowId(row, ordinal, day),
    },
  ],
  [
    'def',
    {
      type: 'VARCHAR',
      unit: '',
      role: 'KEY',
      meaning: 'M synthetic metaorder, W window of net flow, P parent order of a desk',
      value: (row) => row.definition,
    },
  ],
  [
    'config',
    {
      type: 'VARCHAR',
      unit: '',
      role: 'KEY',
      meaning: 'M: mapping to traders (H20, H80, P50); W: length (T30, T120, T300, T900); P: strategy, where given',
      value: (row) => row.config,
    },
  ],
  [
    'instrumentId',
    { type: 'VARCHAR', unit: '', role: 'KEY', meaning: 'instrument', value: (_, __, day) => day.session.instrumentId },
  ],
  [
    'day',
    {
      type: 'VARCHAR',
      unit: 'YYYY-MM-DD',
      role: 'KEY',
      meaning: 'UTC date of the open',
      value: (_, __, day) => day.date,
    },
  ],
  [
    'startNs',
    {
      type: 'BIGINT',
      unit: 'ns since 1970 UTC',
      role: 'KEY',
      meaning: 'arrival, to the millisecond; features and arrivalMid are from strictly before',
      value: (row, _, day) => instantOf(day.session.origin, row.startMs),
    },
  ],
  [
    'endNs',
    {
      type: 'BIGINT',
      unit: 'ns since 1970 UTC',
      role: 'AFTERWARDS',
      meaning: 'the first millisecond in which the order is over',
      value: (row, _, day) => instantOf(day.session.origin, row.endMs),
    },
  ],
  [
    'durationSeconds',
    {
      type: 'DOUBLE',
      unit: 'seconds',
      role: 'ORDER',
      meaning: 'W: length of the window; M: first to last child; P: arrival to end; M and P at least 1 s',
      value: (row) => row.durationSeconds,
    },
  ],
  [
    'side',
    {
      type: 'VARCHAR',
      unit: '',
      role: 'ORDER',
      meaning: 'BUY or SELL',
      value: (row) => (row.sign === 1 ? 'BUY' : 'SELL'),
    },
  ],
  [
    'orderedUnits',
    {
      type: 'DOUBLE',
      unit: 'units',
      role: 'ORDER',
      meaning: 'asked for at arrival (P); what was executed (M, W)',
      value: (row, _, day) => row.orderedSize / day.session.sizeUnitsPerUnit,
    },
  ],
  [
    'quantityUnits',
    {
      type: 'DOUBLE',
      unit: 'units',
      role: 'ORDER',
      meaning: 'executed: all children (M), net signed flow (W), all fills (P)',
      value: (row, _, day) => row.size / day.session.sizeUnitsPerUnit,
    },
  ],
  [
    'children',
    {
      type: 'INTEGER',
      unit: 'count',
      role: 'AFTERWARDS',
      meaning: 'child orders: of the metaorder (M), of both signs in the window (W), fills (P)',
      value: (row) => row.children,
    },
  ],
  [
    'arrivalMid',
    {
      type: 'DOUBLE',
      unit: 'currency per unit',
      role: 'ORDER',
      meaning: 'mid0: the last mid strictly before the start',
      value: (row, _, day) => row.arrivalMid / day.session.priceUnitsPerCurrency,
    },
  ],
  [
    'fillVwap',
    {
      type: 'DOUBLE',
      unit: 'currency per unit',
      role: 'AFTERWARDS',
      meaning: "share-weighted price of the children (M), of the children on the window's side (W), of the fills (P)",
      value: (row, _, day) => row.fillPrice / day.session.priceUnitsPerCurrency,
    },
  ],
  [
    'marketVolumeUnits',
    {
      type: 'DOUBLE',
      unit: 'units',
      role: 'AFTERWARDS',
      meaning: 'traded by everyone from start to end, off exchange included, auctions not',
      value: (row, _, day) => row.marketVolume / day.session.sizeUnitsPerUnit,
    },
  ],
  [
    'grid',
    {
      type: 'BOOLEAN',
      unit: '',
      role: 'KEY',
      meaning: 'W: on the non-overlapping grid that scores are taken on; M, P: true',
      value: (row) => row.onGrid,
    },
  ],
  [
    'identification',
    {
      type: 'VARCHAR',
      unit: '',
      role: 'KEY',
      meaning: 'PUBLIC_TAPE, SIMULATED or REAL_ORDERS: only the last identifies what an order of a desk costs',
      value: (row, _, day) => identification(row, day),
    },
  ],
  label(
    'slippageBps',
    's (fillVwap - arrivalMid) / arrivalMid; s is +1 for BUY, -1 for SELL, so that positive is worse',
  ),
  label('peakBps', 's (mid at the end - arrivalMid) / arrivalMid'),
  label('perm1Bps', 'the same 1 minute after the end; missing when that is past the close'),
  label('perm5Bps', 'the same 5 minutes after the end'),
  label('perm15Bps', 'the same 15 minutes after the end'),
  label('permCloseBps', "the same at the day's close"),
  [
    'averageDailyVolume',
    {
      type: 'DOUBLE',
      unit: 'units per day',
      role: 'ORDER',
      meaning: 'V: mean over the 20 days before, or from the instrument table; missing when neither is known',
      value: (_, __, day) => day.terms.averageDailyVolume ?? null,
    },
  ],
  [
    'dailyVolatility',
    {
      type: 'DOUBLE',
      unit: 'fraction',
      role: 'ORDER',
      meaning: 'sig: Parkinson over the 20 days before, or from the instrument table; missing when neither is known',
      value: (_, __, day) => day.terms.dailyVolatility ?? null,
    },
  ],
];

const rowId = (row: TrainingOrder, ordinal: number, { session, date }: DayRows): string =>
  [row.definition, session.instrumentId, date, row.orderId ?? String(ordinal).padStart(5, '0')].join('-');

/** All columns in the order of the file: the order and its labels, then the market's features, then the request's. */
export const describeColumns = (features: FeatureSet): readonly ColumnDescription[] => [
  ...ORDER_COLUMNS.map(([name, { type, unit, meaning, role }]) => ({ name, type, unit, meaning, role })),
  ...[...features.definitions, ...features.requestDefinitions].map((definition) => describeFeature(definition)),
];

const describeFeature = ({ name, unit, window, formula, missing }: FeatureDefinition): ColumnDescription => ({
  name: `${FEATURE_PREFIX}${name}`,
  type: 'DOUBLE',
  unit,
  meaning: `${formula} (${window}); missing: ${missing}`,
  role: 'FEATURE',
});

/** The rows of a day as columns. `vectors` holds one feature vector after the other, in the order of the rows. */
export const columnsOf = (day: DayRows, vectors: Float64Array, features: FeatureSet): readonly TableColumn[] => {
  const ordinals = ordinalsOf(day.rows);
  return [
    ...ORDER_COLUMNS.map(
      ([name, { type, value }]) =>
        ({ name, type, values: day.rows.map((row, i) => value(row, ordinals[i]!, day)) }) as TableColumn,
    ),
    ...featureColumns(day.rows.length, vectors, features),
  ];
};

const ordinalsOf = (rows: readonly TrainingOrder[]): readonly number[] => {
  const counts = new Map<string, number>();
  return rows.map(({ definition }) => {
    const ordinal = counts.get(definition) ?? 0;
    counts.set(definition, ordinal + 1);
    return ordinal;
  });
};

const featureColumns = (rows: number, vectors: Float64Array, features: FeatureSet): readonly TableColumn[] => {
  const definitions = [...features.definitions, ...features.requestDefinitions];
  return definitions.map(({ name }, column) => ({
    name: `${FEATURE_PREFIX}${name}`,
    type: 'DOUBLE',
    values: Float64Array.from({ length: rows }, (_, row) => vectors[row * definitions.length + column]!),
  }));
};
