import { BID, PriceGate, type BookSide, type SessionTimeNs } from '#domain/market-data';
import { CsvReader } from '../csv-reader.js';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine, type QuarantineReason } from '../quarantine.js';
import { timeFault } from '../time-fault.js';
import { isAbsurd, MS_IN_NS_DIGITS } from './lean-format.js';
import { type BestQuote, type QuoteTape } from './quote-tape.js';

// ms, bid open high low close, bid size, ask open high low close, ask size
const COLUMNS = 11;
const COLUMN = { bidClose: 4, bidSize: 5, askClose: 9, askSize: 10 } as const;
const BAR_NS = 1e9;

/** One-second quote bars, as quotes: a bar's close is known when the bar is over, one second after its time. */
export class QuoteBars implements QuoteTape {
  timeNs: SessionTimeNs = 0;

  private readonly reader: CsvReader;
  private readonly bidGate = new PriceGate();
  private readonly askGate = new PriceGate();
  private bid: BestQuote | undefined;
  private ask: BestQuote | undefined;

  constructor(
    source: CsvSource,
    private readonly quarantine: Quarantine,
  ) {
    this.reader = new CsvReader(source);
  }

  best(side: BookSide): BestQuote | undefined {
    return side === BID ? this.bid : this.ask;
  }

  async next(): Promise<boolean> {
    const { reader } = this;
    while (reader.next() || (await reader.advance())) {
      const reason = this.take();
      if (reason === undefined) return true;
      this.quarantine.add(reader.source.name, reader.line, reason, reader.text());
    }
    return false;
  }

  close(): void {
    this.reader.close();
  }

  private take(): QuarantineReason | undefined {
    const { reader } = this;
    const lineFault = reader.fault(COLUMNS);
    if (lineFault !== undefined) return lineFault;
    const startNs = reader.scaledDecimal(0, MS_IN_NS_DIGITS);
    const bid = { price: reader.integer(COLUMN.bidClose), size: reader.integer(COLUMN.bidSize) };
    const ask = { price: reader.integer(COLUMN.askClose), size: reader.integer(COLUMN.askSize) };
    if (Number.isNaN(startNs + bid.price + bid.size + ask.price + ask.size)) return reader.fieldFault();
    const ownTimeFault = timeFault(reader, startNs, Math.max(0, this.timeNs - BAR_NS), MS_IN_NS_DIGITS);
    if (ownTimeFault !== undefined) return ownTimeFault;
    if (bid.size < 0 || ask.size < 0) return 'BAD_SIZE';
    if (isAbsurd(bid.price) || isAbsurd(ask.price)) return 'ABSURD_PRICE';
    if (!this.bidGate.accepts(bid.price) || !this.askGate.accepts(ask.price)) return 'ABSURD_PRICE';
    this.timeNs = startNs + BAR_NS;
    this.bid = bid;
    this.ask = ask;
    return undefined;
  }
}
