import { FEATURE_SET_V1, featureSetJson } from '#domain/features';
import { IMPACT_INPUTS_VERSION, impactInputsJson } from '#domain/impact';
import { TRADER_MAPPINGS, WINDOW_SECONDS, type DayTape } from '#domain/training';
import { type Digests } from '#application/ports';
import { describeColumns, type ColumnDescription } from './columns.js';
import { describeInputs } from './impact-input-columns.js';

/** One instrument's day in a training set. */
export interface PartCard {
  /** The file that holds its rows; absent where the day gave none. */
  readonly file?: string;
  readonly instrumentId: string;
  readonly day: string;
  readonly source: string;
  /** The recording's files, by name without folder. */
  readonly sourceFiles: readonly SourceFile[];
  readonly rows: number;
  /** Rows by definition and configuration, e.g. `M H20`. */
  readonly rowsByConfig: Readonly<Record<string, number>>;
  /** Orders that the tape or the desk gave and that made no row, by definition and reason. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly prints: DayTape['prints'];
  readonly childOrders: number;
  /** Hash of the rows' content (see `contentHash`). */
  readonly sha256: string;
}

export interface SourceFile {
  readonly name: string;
  readonly sha256: string;
}

export interface DeskOrdersCard {
  readonly files: readonly SourceFile[];
  readonly orderRows: number;
  readonly fillRows: number;
  /** Orders that became rows. */
  readonly rows: number;
  /** Rows of both tables that were refused, by table and reason. */
  readonly refused: Readonly<Record<string, number>>;
}

/** What a training set is: plain data, the same for the same inputs on every machine. */
export interface DataCard {
  readonly kind: 'footprint training set';
  /** Of the features' set, the inputs' list and every part's content, in order: two sets with the same hash hold the same rows. */
  readonly sha256: string;
  readonly seed: number;
  readonly featureSet: { readonly version: string; readonly sha256: string };
  /** What a model of impact reads, computed from the features: the columns `x_`. */
  readonly inputSet: { readonly version: string; readonly sha256: string };
  readonly days: { readonly first: string; readonly last: string };
  readonly rows: number;
  readonly rowsByConfig: Readonly<Record<string, number>>;
  readonly dropped: Readonly<Record<string, number>>;
  /** Rows of the recordings that were set aside while they were read, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** What became of a desk's own orders; absent where none were given. */
  readonly deskOrders?: DeskOrdersCard;
  readonly rules: readonly string[];
  readonly parts: readonly PartCard[];
  readonly columns: readonly ColumnDescription[];
}

const RULES: readonly string[] = [
  'Trades of the trading hours; opening, closing and reopening prints are out everywhere.',
  'The aggressor is the one that the source names; else price against the mid of the last earlier quote, and at that mid the tick test (Lee and Ready 1991).',
  'Off-exchange, hidden and irregular prints count in volume and never in an order.',
  'Child order: displayed prints on exchange of equal (millisecond, sign), merged at their share-weighted price.',
  `M: each child goes to a synthetic trader by a seeded draw (${TRADER_MAPPINGS.map(
    ({ name, traders, frequency }) =>
      `${name}: ${traders} traders, ${frequency === 'EQUAL' ? 'equally often' : 'the k-th 1/k as often'}`,
  ).join(
    '; ',
  )}); a maximal same-sign run of one trader with 5 children or more that begins 5 minutes after the open or later.`,
  `W: windows [t0, t0 + T), T = ${WINDOW_SECONDS.join(', ')} s, from 5 minutes after the open every 30 s; side and size are those of the net signed flow; 5 children or more, of shares a net of 100 or more.`,
  'P: parent orders of a desk with their own fills, within one session.',
  'arrivalMid is the last mid strictly before the start; features are of events strictly before the start.',
  'A label is missing when its time is past the close or past the end of the recording.',
];

/** Puts a card together. `quarantined`: rows of recordings that were set aside, by reason. */
export const dataCard = (
  { seed, quarantined, deskOrders }: Pick<DataCard, 'seed' | 'quarantined' | 'deskOrders'>,
  parts: readonly PartCard[],
  digests: Digests,
): DataCard => {
  const featureSetHash = sha256(digests, featureSetJson(FEATURE_SET_V1));
  const inputSetHash = sha256(digests, impactInputsJson());
  const days = parts.map(({ day }) => day).sort();
  return {
    kind: 'footprint training set',
    sha256: sha256(digests, [featureSetHash, inputSetHash, ...parts.map((part) => part.sha256)].join('\n')),
    seed,
    featureSet: { version: FEATURE_SET_V1.version, sha256: featureSetHash },
    inputSet: { version: IMPACT_INPUTS_VERSION, sha256: inputSetHash },
    days: { first: days[0] ?? '', last: days.at(-1) ?? '' },
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    rowsByConfig: sumOf(parts.map((part) => part.rowsByConfig)),
    dropped: sumOf(parts.map((part) => part.dropped)),
    quarantined,
    ...(deskOrders !== undefined && { deskOrders }),
    rules: RULES,
    parts,
    columns: [...describeColumns(FEATURE_SET_V1), ...describeInputs()],
  };
};

const sha256 = (digests: Digests, text: string): string => digests.ofBytes([new TextEncoder().encode(text)]);

/** Counts added up by key, in order of the keys. */
export const sumOf = (counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> => {
  const sum = new Map<string, number>();
  for (const one of counts) for (const [key, count] of Object.entries(one)) sum.set(key, (sum.get(key) ?? 0) + count);
  return Object.fromEntries([...sum].sort(([a], [b]) => (a < b ? -1 : 1)));
};
