import { BID, PriceGate, type BookSide, type SessionTimeNs } from '#domain/market-data';
import { CsvReader } from '../csv-reader.js';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine, type QuarantineReason } from '../quarantine.js';
import { timeFault } from '../time-fault.js';
import { isAbsurd, MS_IN_NS_DIGITS } from './lean-format.js';
import { type BestQuote, type QuoteTape } from './quote-tape.js';

// ms, bid, bid size, ask, ask size, exchange, condition, suspicious
const COLUMNS = 8;

/**
 * Quote ticks. A row sets one side (the other is 0,0); bid and ask are carried forward across rows whatever the exchange,
 * and the last row of a millisecond is that moment's state.
 */
export class QuoteTicks implements QuoteTape {
  timeNs: SessionTimeNs = 0;

  private readonly reader: CsvReader;
  private readonly bids = new QuotedSide(1);
  private readonly asks = new QuotedSide(3);
  /** Time of the row that is read and not yet part of the state; undefined at the end. */
  private pendingNs: SessionTimeNs | undefined;
  private rowNs: SessionTimeNs = 0;
  private started = false;

  constructor(
    source: CsvSource,
    private readonly quarantine: Quarantine,
  ) {
    this.reader = new CsvReader(source);
  }

  best(side: BookSide): BestQuote | undefined {
    return side === BID ? this.bids.best : this.asks.best;
  }

  async next(): Promise<boolean> {
    if (!this.started) await this.readRow();
    this.started = true;
    if (this.pendingNs === undefined) return false;
    this.timeNs = this.pendingNs;
    do {
      this.bids.accept();
      this.asks.accept();
      await this.readRow();
    } while (this.pendingNs === this.timeNs);
    return true;
  }

  close(): void {
    this.reader.close();
  }

  /** Reads the next row that is in order. */
  private async readRow(): Promise<void> {
    const { reader } = this;
    this.pendingNs = undefined;
    while (reader.next() || (await reader.advance())) {
      const reason = this.read();
      if (reason === undefined) {
        this.pendingNs = this.rowNs;
        return;
      }
      this.quarantine.add(reader.source.name, reader.line, reason, reader.text());
    }
  }

  private read(): QuarantineReason | undefined {
    const { reader } = this;
    const lineFault = reader.fault(COLUMNS);
    if (lineFault !== undefined) return lineFault;
    const timeNs = reader.scaledDecimal(0, MS_IN_NS_DIGITS);
    const suspicious = reader.integer(7);
    if (Number.isNaN(timeNs + suspicious)) return reader.fieldFault();
    const ownTimeFault = timeFault(reader, timeNs, this.rowNs, MS_IN_NS_DIGITS);
    if (ownTimeFault !== undefined) return ownTimeFault;
    if (suspicious !== 0) return 'SUSPICIOUS';
    const sideFault = this.bids.read(reader) ?? this.asks.read(reader);
    if (sideFault !== undefined) return sideFault;
    if (!this.bids.isTold && !this.asks.isTold) return 'EMPTY_QUOTE';
    this.rowNs = timeNs;
    return undefined;
  }
}

/** One side of the quote: the price and size columns of the current row, and the state carried forward. */
class QuotedSide {
  best: BestQuote | undefined;

  private readonly gate = new PriceGate();
  private price = 0;
  private size = 0;

  constructor(private readonly column: number) {}

  /** Whether the current row speaks of this side. */
  get isTold(): boolean {
    return this.price !== 0 || this.size !== 0;
  }

  read(reader: CsvReader): QuarantineReason | undefined {
    this.price = reader.integer(this.column);
    this.size = reader.integer(this.column + 1);
    if (Number.isNaN(this.price + this.size)) return reader.fieldFault();
    if (this.size < 0) return 'BAD_SIZE';
    return this.isTold && (isAbsurd(this.price) || !this.gate.accepts(this.price)) ? 'ABSURD_PRICE' : undefined;
  }

  accept(): void {
    if (this.isTold) this.best = { price: this.price, size: this.size };
  }
}
