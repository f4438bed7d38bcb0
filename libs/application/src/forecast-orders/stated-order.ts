import { type Failure, type Side } from '#domain/core';
import { DURATION_SECONDS_MIN, type TextRow } from '#domain/training';

/** One column of a list of orders that are to be forecast; columns of other names are ignored. */
export interface StatedOrderColumn {
  readonly name: 'id' | 'symbol' | 'day' | 'start_ms' | 'T_sec' | 'side' | 'shares';
  readonly allowed: string;
}

const HORIZON_SECONDS_MAX = 864_000;

export const STATED_ORDER_COLUMNS: readonly StatedOrderColumn[] = [
  { name: 'id', allowed: 'a text' },
  { name: 'symbol', allowed: 'an instrument of the sessions, in capital or small letters' },
  { name: 'day', allowed: "a day of the exchange's calendar, YYYYMMDD or YYYY-MM-DD" },
  { name: 'start_ms', allowed: 'a whole number of milliseconds since midnight at the exchange, 0 to 86399999' },
  { name: 'T_sec', allowed: `seconds within which the order is worked, above 0 and at most ${HORIZON_SECONDS_MAX}` },
  { name: 'side', allowed: '1 or BUY, -1 or SELL' },
  { name: 'shares', allowed: 'a number above 0, in units of the instrument' },
];

/** The first column that a list needs and has not. */
export const missingColumn = (columns: readonly string[]): Failure<'MISSING_COLUMN'> | undefined => {
  const missing = STATED_ORDER_COLUMNS.find(({ name }) => !columns.includes(name));
  if (missing === undefined) return undefined;
  const allowed = STATED_ORDER_COLUMNS.map(({ name }) => name).join(', ');
  return {
    code: 'MISSING_COLUMN',
    field: missing.name,
    message: `column ${missing.name} is missing; needed are ${allowed}`,
    allowed,
  };
};

/** An order of a desk's list, as it was stated. */
export interface StatedOrder {
  readonly id: string;
  /** In capital letters. */
  readonly symbol: string;
  /** YYYY-MM-DD, of the exchange. */
  readonly day: string;
  readonly startMs: number;
  readonly horizonSeconds: number;
  readonly side: Side;
  readonly quantityUnits: number;
}

/** Why an order is not forecast. */
export interface OrderFault {
  /** Column of the list; absent when it is not one value that is wrong. */
  readonly field?: string;
  readonly message: string;
  readonly allowed?: string;
}

export const isFault = (order: object): order is OrderFault => 'message' in order;

/** Reads a row of the list, or says the first thing that is wrong with it. An order shorter than the shortest of a training set counts as that long. */
export const readStatedOrder = ({ values, hasWrongColumnCount = false }: TextRow): StatedOrder | OrderFault => {
  if (hasWrongColumnCount) {
    return { message: 'it has more or fewer columns than the header', allowed: 'one value for each column' };
  }
  const id = values.id ?? '';
  if (id === '') return orderFault('id', values.id);
  const symbol = (values.symbol ?? '').toUpperCase();
  if (symbol === '') return orderFault('symbol', values.symbol);
  const day = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(values.day ?? '');
  if (day === null) return orderFault('day', values.day);
  const startMs = numberOf(values.start_ms);
  if (!(Number.isInteger(startMs) && startMs >= 0 && startMs < MS_PER_DAY)) {
    return orderFault('start_ms', values.start_ms);
  }
  const horizonSeconds = numberOf(values.T_sec);
  if (!(horizonSeconds > 0 && horizonSeconds <= HORIZON_SECONDS_MAX)) return orderFault('T_sec', values.T_sec);
  const side = SIDES[(values.side ?? '').toUpperCase()];
  if (side === undefined) return orderFault('side', values.side);
  const quantityUnits = numberOf(values.shares);
  if (!(quantityUnits > 0 && quantityUnits < Infinity)) return orderFault('shares', values.shares);
  return {
    id,
    symbol,
    day: day.slice(1).join('-'),
    startMs,
    horizonSeconds: Math.max(DURATION_SECONDS_MIN, horizonSeconds),
    side,
    quantityUnits,
  };
};

const MS_PER_DAY = 86_400_000;

const SIDES: Readonly<Record<string, Side | undefined>> = {
  BUY: 'BUY',
  '1': 'BUY',
  '+1': 'BUY',
  '1.0': 'BUY',
  SELL: 'SELL',
  '-1': 'SELL',
  '-1.0': 'SELL',
};

/** NaN for what is no plain decimal number: no hexadecimal, no empty text. */
const numberOf = (text = ''): number => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN);

const orderFault = (field: StatedOrderColumn['name'], text = ''): OrderFault => ({
  field,
  message: text === '' ? 'it is missing' : `it is ${JSON.stringify(text)}`,
  allowed: STATED_ORDER_COLUMNS.find(({ name }) => name === field)!.allowed,
});
