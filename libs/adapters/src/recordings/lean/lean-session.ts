import { type Instant } from '#domain/core';
import { dailyInputs, type BookSide, type DailyBar, type MarketEvent, type MarketSession } from '#domain/market-data';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine } from '../quarantine.js';
import { US_EQUITY_HOURS, US_EQUITY_PRICES, US_EQUITY_TERMS } from '../us-equities.js';
import { QuoteBars } from './quote-bars.js';
import { type BestQuote, type QuoteTape } from './quote-tape.js';
import { QuoteTicks } from './quote-ticks.js';
import { TradeTicks } from './trade-ticks.js';

const BATCH_EVENTS = 1024;
const SIDES: readonly BookSide[] = ['BID', 'ASK'];

/** The files of one instrument's day, and the days before it where they are known. */
export interface LeanDay {
  readonly symbol: string;
  /** YYYY-MM-DD, New York. */
  readonly date: string;
  readonly trades: CsvSource;
  readonly quotes: CsvSource;
  readonly quotesAre: 'TICKS' | 'SECOND_BARS';
  readonly dailyBars: readonly DailyBar[];
}

/**
 * A LEAN day as a market session: best bid and ask, and trades. `origin` is its midnight. The daily bars before the day give
 * the average daily volume and the volatility.
 *
 * A print comes before the quotes of its own millisecond, so that the book it meets is that of the last quote with an
 * earlier time: the order in which a trade is signed (reference 10).
 */
export const leanSession = (day: LeanDay, origin: Instant, quarantine: Quarantine): MarketSession => ({
  instrumentId: day.symbol,
  source: { kind: 'RECORDED', name: `LEAN ${day.symbol} ${day.date}` },
  origin,
  ...US_EQUITY_HOURS,
  ...US_EQUITY_PRICES,
  terms: { ...US_EQUITY_TERMS, ...dailyInputs(day.dailyBars, day.date) },
  events: () => play(day, quarantine),
});

async function* play(day: LeanDay, quarantine: Quarantine): AsyncGenerator<readonly MarketEvent[]> {
  const trades = new TradeTicks(day.trades, quarantine);
  const quotes = new ChangedQuotes(day.symbol, openQuotes(day, quarantine));
  try {
    let batch: MarketEvent[] = [];
    let hasTrade = await trades.next();
    let hasQuote = await quotes.tape.next();
    while (hasTrade || hasQuote) {
      if (hasTrade && (!hasQuote || trades.timeNs <= quotes.tape.timeNs)) {
        const { timeNs, price, size, condition } = trades;
        batch.push({ kind: 'TRADE', instrumentId: day.symbol, timeNs, price, size, condition });
        hasTrade = await trades.next();
      } else {
        quotes.emit(batch);
        hasQuote = await quotes.tape.next();
      }
      if (batch.length < BATCH_EVENTS) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    trades.close();
    quotes.tape.close();
  }
}

const openQuotes = (day: LeanDay, quarantine: Quarantine): QuoteTape =>
  day.quotesAre === 'TICKS' ? new QuoteTicks(day.quotes, quarantine) : new QuoteBars(day.quotes, quarantine);

/** Turns a quote tape into events: one per side that has changed since the last. */
class ChangedQuotes {
  private readonly last: Partial<Record<BookSide, BestQuote>> = {};

  constructor(
    private readonly instrumentId: string,
    readonly tape: QuoteTape,
  ) {}

  emit(out: MarketEvent[]): void {
    for (const side of SIDES) {
      const best = this.tape.best(side);
      const last = this.last[side];
      if (best === undefined || (last?.price === best.price && last.size === best.size)) continue;
      this.last[side] = best;
      const { price, size } = best;
      out.push({ kind: 'BEST', instrumentId: this.instrumentId, timeNs: this.tape.timeNs, side, price, size });
    }
  }
}
