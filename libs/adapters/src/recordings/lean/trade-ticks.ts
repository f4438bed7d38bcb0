import { IRREGULAR_PRICE, PriceGate, TradeCondition, type SessionTimeNs } from '#domain/market-data';
import { CsvReader } from '../csv-reader.js';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine, type QuarantineReason } from '../quarantine.js';
import { timeFault } from '../time-fault.js';
import { US_EQUITY_HOURS } from '../us-equities.js';
import { isAbsurd, MS_IN_NS_DIGITS } from './lean-format.js';

// ms, price, size, exchange, sale condition (hex), suspicious
const COLUMNS = 6;

/** Trade reporting facilities: dark pools and internalisers. */
const OFF_EXCHANGE = 'D';

const bits = (...positions: number[]): number => positions.reduce((mask, position) => mask | (1 << position), 0);
/** Opening, closing and reopening prints and official prices (reference 10). */
const AUCTION = bits(6, 7, 8, 24, 26);
/** Conditions of a print that shows where the market was when it was reported (reference 10, "signable"). */
const REGULAR = bits(0, 4, 5, 28, 29, 31);
/** Every print outside regular hours carries it; within them it marks one that is late. */
const EXTENDED_HOURS = bits(13);

/** Trade ticks, one print at a time. */
export class TradeTicks {
  timeNs: SessionTimeNs = 0;
  price = 0;
  size = 0;
  /** A `TradeCondition`. */
  condition: number = TradeCondition.DISPLAYED;
  /** As in a batch: `IRREGULAR_PRICE` or 0. */
  flags = 0;

  private readonly reader: CsvReader;
  private readonly gate = new PriceGate();

  constructor(
    source: CsvSource,
    private readonly quarantine: Quarantine,
  ) {
    this.reader = new CsvReader(source);
  }

  /** Moves to the next print; false at the end. Throws RecordingError when the file breaks. */
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
    const timeNs = reader.scaledDecimal(0, MS_IN_NS_DIGITS);
    const price = reader.integer(1);
    const size = reader.integer(2);
    const saleCondition = reader.hexadecimal(4);
    const suspicious = reader.integer(5);
    if (Number.isNaN(timeNs + price + size + saleCondition + suspicious)) return reader.fieldFault();
    const ownTimeFault = timeFault(reader, timeNs, this.timeNs, MS_IN_NS_DIGITS);
    if (ownTimeFault !== undefined) return ownTimeFault;
    if (suspicious !== 0) return 'SUSPICIOUS';
    if (size <= 0) return 'BAD_SIZE';
    if (isAbsurd(price) || !this.gate.accepts(price)) return 'ABSURD_PRICE';
    this.timeNs = timeNs;
    this.price = price;
    this.size = size;
    this.classify(reader.string(3), saleCondition);
    return undefined;
  }

  private classify(exchange: string, saleCondition: number): void {
    const isRegular = isRegularAt(saleCondition, this.timeNs);
    const onExchange = isRegular ? TradeCondition.DISPLAYED : TradeCondition.IRREGULAR;
    // An auction's price is reported off exchange too, and no auction counts anywhere.
    if ((saleCondition & AUCTION) !== 0) this.condition = TradeCondition.AUCTION;
    else this.condition = exchange === OFF_EXCHANGE ? TradeCondition.OFF_EXCHANGE : onExchange;
    this.flags = this.condition === TradeCondition.OFF_EXCHANGE && !isRegular ? IRREGULAR_PRICE : 0;
  }
}

const isRegularAt = (saleCondition: number, timeNs: SessionTimeNs): boolean => {
  const isInHours = timeNs >= US_EQUITY_HOURS.openNs && timeNs < US_EQUITY_HOURS.closeNs;
  return (saleCondition & ~(isInHours ? REGULAR : REGULAR | EXTENDED_HOURS)) === 0;
};
