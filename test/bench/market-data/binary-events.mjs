import { CODE_COLUMNS as CODES, NUMBER_COLUMNS as DOUBLES } from '#domain/market-data';

// A record is its doubles, then its codes, padded to whole doubles.
/** Of a record, in doubles and in bytes. */
const STRIDE = DOUBLES.length + 1;
const RECORD_BYTES = STRIDE * 8;
const CODES_AT = DOUBLES.length * 8;
const [PRICE, SIZE] = [DOUBLES.indexOf('price'), DOUBLES.indexOf('size')];

/**
 * Events of one session as bytes: one record of 80 bytes each, with all columns of an `EventBatch`, as a feed handler would
 * write them to shared memory or to disk. In the byte order of the machine.
 */
export class BinaryEvents {
  /** Copies all rows of batches, which may be refilled between two. */
  static of(batches) {
    const chunks = [];
    for (const batch of batches) chunks.push(recordsOf(batch));
    return new BinaryEvents(Buffer.concat(chunks));
  }

  constructor(bytes) {
    this.bytes = new Uint8Array(bytes.byteLength);
    this.bytes.set(bytes);
    this.doubles = new Float64Array(this.bytes.buffer);
    this.count = this.bytes.length / RECORD_BYTES;
  }

  /** Decodes records from `first` on into the batch, as many as it holds; returns the first that is left. */
  read(first, batch) {
    const { bytes, doubles } = this;
    const { exchangeNs, receiveNs, decisionNs, firstSequence, sequence, previousSequence } = batch;
    const { price, size, orderId, kind, side, detail, flags } = batch;
    const count = Math.min(batch.capacity, this.count - first);
    for (let row = 0; row < count; row += 1) {
      const at = (first + row) * STRIDE;
      const codes = (first + row) * RECORD_BYTES + CODES_AT;
      exchangeNs[row] = doubles[at];
      receiveNs[row] = doubles[at + 1];
      decisionNs[row] = doubles[at + 2];
      firstSequence[row] = doubles[at + 3];
      sequence[row] = doubles[at + 4];
      previousSequence[row] = doubles[at + 5];
      price[row] = doubles[at + 6];
      size[row] = doubles[at + 7];
      orderId[row] = doubles[at + 8];
      kind[row] = bytes[codes];
      side[row] = bytes[codes + 1];
      detail[row] = bytes[codes + 2];
      flags[row] = bytes[codes + 3];
    }
    batch.length = count;
    return first + count;
  }

  kindAt(index) {
    return this.bytes[index * RECORD_BYTES + CODES_AT];
  }

  sideAt(index) {
    return this.bytes[index * RECORD_BYTES + CODES_AT + 1];
  }

  priceAt(index) {
    return this.doubles[index * STRIDE + PRICE];
  }

  sizeAt(index) {
    return this.doubles[index * STRIDE + SIZE];
  }
}

const recordsOf = (batch) => {
  const doubles = new Float64Array(batch.length * STRIDE);
  const bytes = new Uint8Array(doubles.buffer);
  for (let row = 0; row < batch.length; row += 1) {
    DOUBLES.forEach((column, i) => (doubles[row * STRIDE + i] = batch[column][row]));
    CODES.forEach((column, i) => (bytes[row * RECORD_BYTES + CODES_AT + i] = batch[column][row]));
  }
  return bytes;
};
