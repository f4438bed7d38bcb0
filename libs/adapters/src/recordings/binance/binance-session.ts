import { type Instant } from '#domain/core';
import { EventBatch, type KnownTerms, type MarketSession } from '#domain/market-data';
import { type Quarantine } from '../quarantine.js';
import { BinanceDecoder, rowsOfLine } from './binance-decoder.js';
import { UNITS_PER_ONE } from './binance-message.js';
import { BinanceTape, type TapeSession } from './binance-tape.js';
import { greatestCommonDivisor, LINE_BYTES_MAX, type BinanceFile, type BinanceSurvey } from './survey.js';

const BATCH_EVENTS = 1024;
/** The longest line fits behind a batch that is almost full. */
const BATCH_ROWS = BATCH_EVENTS + rowsOfLine(LINE_BYTES_MAX);

const SECONDS_PER_DAY = 86_400;
const NS_PER_SECOND = 1_000_000_000;

/** Currencies in which pairs are quoted; a pair's name ends with one. */
const QUOTE_CURRENCIES = ['USDT', 'USDC', 'FDUSD', 'BUSD', 'TUSD', 'BTC', 'ETH', 'BNB', 'EUR', 'TRY', 'BRL', 'JPY'];

/** The files of one instrument that follow each other, in order of time: one at least. */
export interface BinanceRecording {
  readonly files: readonly [BinanceFile, ...BinanceFile[]];
  /** Receive time of the last message, seconds since 1970. */
  readonly lastSecond: number;
}

/**
 * A recording of one instrument as a market session of whole UTC days: from midnight before the first message to midnight
 * after the last. Perpetuals are named `BTCUSDT-PERP`, for the spot pair has the same symbol.
 *
 * Its depth is LEVELS where a snapshot is among the first lines; otherwise the changes of the book cannot be used and
 * the best prices are the book (TOP), unless the recording has no best prices either.
 */
export const binanceSession = ({ files, lastSecond }: BinanceRecording, quarantine: Quarantine): MarketSession => {
  const { symbol, market, firstSecond, hasBest } = files[0].survey;
  const openSecond = startOfDay(firstSecond);
  const closeSecond = startOfDay(lastSecond) + SECONDS_PER_DAY;
  const wantsDiffs = !hasBest || files.some(({ survey }) => survey.hasSnapshot);
  const instrumentId = market === 'SPOT' ? symbol : `${symbol}-PERP`;
  return {
    instrumentId,
    source: { kind: 'RECORDED', name: `Binance ${instrumentId} ${dayOf(openSecond)}` },
    origin: instantOf(openSecond),
    openNs: 0,
    closeNs: (closeSecond - openSecond) * NS_PER_SECOND,
    priceUnitsPerCurrency: UNITS_PER_ONE,
    sizeUnitsPerUnit: UNITS_PER_ONE,
    tickUnits: files.map(({ survey }) => survey.tickUnits).reduce(greatestCommonDivisor),
    depth: wantsDiffs ? 'LEVELS' : 'TOP',
    terms: termsOf(symbol, market),
    files: files.map(({ source }) => source.path),
    events: () => play(files, { openSecond, closeSecond, wantsDiffs }, quarantine),
  };
};

async function* play(
  files: readonly [BinanceFile, ...BinanceFile[]],
  session: TapeSession,
  quarantine: Quarantine,
): AsyncGenerator<EventBatch> {
  const decoder = new BinanceDecoder({ symbol: files[0].survey.symbol, originSeconds: session.openSecond });
  const batch = new EventBatch(BATCH_ROWS);
  for (const file of files) {
    const tape = new BinanceTape(file, decoder, session, quarantine);
    try {
      while (await tape.step(batch)) {
        if (batch.length < BATCH_EVENTS) continue;
        yield batch;
        batch.clear();
      }
    } finally {
      tape.close();
    }
  }
  if (batch.length > 0) yield batch;
}

const termsOf = (symbol: string, market: BinanceSurvey['market']): KnownTerms => {
  const currency = QUOTE_CURRENCIES.find((quote) => symbol.endsWith(quote));
  return {
    kind: market === 'SPOT' ? 'SPOT' : 'PERPETUAL',
    ...(currency !== undefined && { currency }),
    sessionSeconds: SECONDS_PER_DAY,
    contractMultiplier: 1,
  };
};

const startOfDay = (second: number): number => second - (second % SECONDS_PER_DAY);

const instantOf = (second: number): Instant => BigInt(second) * BigInt(NS_PER_SECOND);

/** YYYY-MM-DD. */
const dayOf = (second: number): string => new Date(second * 1000).toISOString().slice(0, 10);
