import { ASK, BID, type BookSide } from '#domain/market-data';
import { type CsvReader } from '../csv-reader.js';
import { type QuarantineReason } from '../quarantine.js';

/** The price that fills an unoccupied level; its size is 0. Positive among asks, negative among bids. */
const NO_PRICE = 9_999_999_999;
const FIELDS_PER_LEVEL = 4;

/** One row of a LOBSTER order-book file: the visible levels after one message, best first. Refilled row by row. */
export class OrderBookRow {
  private readonly values: Float64Array;

  constructor(readonly levels: number) {
    this.values = new Float64Array(levels * FIELDS_PER_LEVEL);
  }

  /** Price of a level, 0 the best; undefined when it is unoccupied. */
  price(side: BookSide, level: number): number | undefined {
    const at = this.at(side, level);
    return this.values[at + 1] === 0 ? undefined : this.values[at];
  }

  /** Size of a level; 0 when it is unoccupied. */
  size(side: BookSide, level: number): number {
    return this.values[this.at(side, level) + 1]!;
  }

  /** Takes the reader's current line; the reason when it cannot. */
  read(reader: CsvReader): QuarantineReason | undefined {
    const { values } = this;
    const fault = reader.fault(values.length);
    if (fault !== undefined) return fault;
    for (let i = 0; i < values.length; i += 1) {
      const value = reader.integer(i);
      if (Number.isNaN(value)) return reader.fieldFault();
      values[i] = value;
    }
    return this.sideFault(ASK, 1) ?? this.sideFault(BID, -1);
  }

  private at(side: BookSide, level: number): number {
    return level * FIELDS_PER_LEVEL + (side === ASK ? 0 : 2);
  }

  /** Occupied levels come first, each worse than the one before it. */
  private sideFault(side: BookSide, worse: 1 | -1): QuarantineReason | undefined {
    let last = worse === 1 ? 0 : NO_PRICE;
    for (let level = 0; level < this.levels; level += 1) {
      const at = this.at(side, level);
      const price = this.values[at]!;
      const size = this.values[at + 1]!;
      const unoccupied = price === worse * NO_PRICE;
      if (size < 0 || (size === 0) !== unoccupied) return 'BAD_SIZE';
      if (!unoccupied && (price <= 0 || price >= NO_PRICE)) return 'ABSURD_PRICE';
      if ((price - last) * worse <= 0 && !(unoccupied && price === last)) return 'ABSURD_PRICE';
      last = price;
    }
    return undefined;
  }
}
