import { type Instant } from '#domain/core';
import {
  ASK,
  BID,
  dailyInputs,
  EventBatch,
  EventKind,
  MORE_FOLLOWS,
  type BookSide,
  type DailyBar,
  type MarketSession,
} from '#domain/market-data';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine } from '../quarantine.js';
import { US_EQUITY_HOURS, US_EQUITY_PRICES, US_EQUITY_TERMS } from '../us-equities.js';
import { QuoteBars } from './quote-bars.js';
import { type BestQuote, type QuoteTape } from './quote-tape.js';
import { QuoteTicks } from './quote-ticks.js';
import { TradeTicks } from './trade-ticks.js';

const BATCH_EVENTS = 1024;
/** A moment of quotes is two rows. */
const BATCH_ROWS = BATCH_EVENTS + 2;
const SIDES: readonly BookSide[] = [BID, ASK];

/** The files of one instrument's day, and the days before it where they are known. */
export interface LeanDay {
  readonly symbol: string;
  /** YYYY-MM-DD, New York. */
  readonly date: string;
  readonly trades: CsvSource;
  readonly quotes: CsvSource;
  readonly quotesAre: 'TICKS' | 'SECOND_BARS';
  readonly dailyBars: readonly DailyBar[];
  /** Where the daily bars are from; absent where none are known. */
  readonly daily?: CsvSource;
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
  depth: 'TOP',
  files: [day.trades, day.quotes, ...(day.daily === undefined ? [] : [day.daily])].map(({ path }) => path),
  dailyBars: day.dailyBars.filter(({ date }) => date < day.date),
  terms: { ...US_EQUITY_TERMS, ...dailyInputs(day.dailyBars, day.date) },
  events: () => play(day, quarantine),
});

async function* play(day: LeanDay, quarantine: Quarantine): AsyncGenerator<EventBatch> {
  const trades = new TradeTicks(day.trades, quarantine);
  const quotes = new ChangedQuotes(openQuotes(day, quarantine));
  const batch = new EventBatch(BATCH_ROWS);
  let sequence = 0;
  try {
    let hasTrade = await trades.next();
    let hasQuote = await quotes.tape.next();
    while (hasTrade || hasQuote) {
      sequence += 1;
      if (hasTrade && (!hasQuote || trades.timeNs <= quotes.tape.timeNs)) {
        const row = batch.append(EventKind.TRADE, trades.timeNs, sequence, trades.price, trades.size);
        batch.detail[row] = trades.condition;
        batch.flags[row] = trades.flags;
        hasTrade = await trades.next();
      } else {
        quotes.emit(batch, sequence);
        hasQuote = await quotes.tape.next();
      }
      if (batch.length < BATCH_EVENTS) continue;
      yield batch;
      batch.clear();
    }
    if (batch.length > 0) yield batch;
  } finally {
    trades.close();
    quotes.tape.close();
  }
}

const openQuotes = (day: LeanDay, quarantine: Quarantine): QuoteTape =>
  day.quotesAre === 'TICKS' ? new QuoteTicks(day.quotes, quarantine) : new QuoteBars(day.quotes, quarantine);

/** Turns a quote tape into events: one per side that has changed since the last, both of a moment as one message. */
class ChangedQuotes {
  private readonly last: (BestQuote | undefined)[] = [];

  constructor(readonly tape: QuoteTape) {}

  emit(out: EventBatch, sequence: number): void {
    const before = out.length;
    for (const side of SIDES) {
      const best = this.tape.best(side);
      const last = this.last[side];
      if (best === undefined || (last?.price === best.price && last.size === best.size)) continue;
      this.last[side] = best;
      const row = out.append(EventKind.BEST, this.tape.timeNs, sequence, best.price, best.size);
      out.side[row] = side;
    }
    if (out.length === before + SIDES.length) out.flags[before] = MORE_FOLLOWS;
  }
}
