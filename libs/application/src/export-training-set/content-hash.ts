import { type Digests, type TableColumn } from '#application/ports';

const CHUNK_VALUES = 4096;
const text = new TextEncoder();

/**
 * SHA-256 of what a table says, whatever file it lies in: column after column, name and type as text, then its values in the
 * order of the rows. Numbers are little-endian (DOUBLE 8 bytes, INTEGER 4, BIGINT 8), BOOLEAN is one byte, VARCHAR is UTF-8
 * with a zero byte behind it; before every value stands one byte, 1 when it is there and 0 when it is missing.
 */
export const contentHash = (columns: readonly TableColumn[], digests: Digests): string =>
  digests.ofBytes(bytesOf(columns));

function* bytesOf(columns: readonly TableColumn[]): Generator<Uint8Array> {
  for (const column of columns) {
    yield text.encode(`${column.name}\0${column.type}\0${column.values.length}\0`);
    for (let from = 0; from < column.values.length; from += CHUNK_VALUES) {
      yield valuesOf(column, from, Math.min(from + CHUNK_VALUES, column.values.length));
    }
  }
}

const valuesOf = (column: TableColumn, from: number, to: number): Uint8Array => {
  if (column.type === 'VARCHAR') return textsOf(column.values, from, to);
  const size = VALUE_BYTES[column.type];
  const view = new DataView(new ArrayBuffer((to - from) * (size + 1)));
  for (let row = from; row < to; row += 1) {
    const value = column.values[row] ?? null;
    const offset = (row - from) * (size + 1);
    if (value === null || Number.isNaN(value)) continue;
    view.setUint8(offset, 1);
    if (typeof value === 'bigint') view.setBigInt64(offset + 1, value, true);
    else if (typeof value === 'boolean') view.setUint8(offset + 1, Number(value));
    else if (column.type === 'INTEGER') view.setInt32(offset + 1, value, true);
    // Adding zero turns -0 into 0.
    else view.setFloat64(offset + 1, value + 0, true);
  }
  return new Uint8Array(view.buffer);
};

const VALUE_BYTES = { DOUBLE: 8, INTEGER: 4, BIGINT: 8, BOOLEAN: 1 } as const;

const textsOf = (values: ArrayLike<string | null>, from: number, to: number): Uint8Array => {
  let all = '';
  for (let row = from; row < to; row += 1) {
    const value = values[row];
    all += value === null || value === undefined ? '\u0000' : `\u0001${value}\u0000`;
  }
  return text.encode(all);
};
