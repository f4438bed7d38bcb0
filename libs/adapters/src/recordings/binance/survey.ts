import { type CsvSource } from '../csv-source.js';
import { LineReader } from '../line-reader.js';
import { RecordingError } from '../recording-error.js';
import { BinanceMessage } from './binance-message.js';
import { ReceiveStamp } from './receive-stamp.js';

/** Longer than a snapshot of 5,000 levels a side, the deepest that Binance gives. */
export const LINE_BYTES_MAX = 327_680;
/** Lines by which a recording is judged before it plays. */
export const SURVEY_LINES = 4096;
/** Session times are exact doubles for 104 days: a time beyond is none of this recording. */
const SECONDS_MAX = 100 * 86_400;

/** What the first lines of a recording say about the rest. */
export interface BinanceSurvey {
  /** In capitals; where several are mixed, the most frequent. */
  readonly symbol: string;
  readonly market: 'SPOT' | 'USD_MARGINED';
  /** Receive time of the first message, seconds since 1970. */
  readonly firstSecond: number;
  /** Greatest common divisor of the prices, in 1e-8. */
  readonly tickUnits: number;
  readonly hasSnapshot: boolean;
  readonly hasBest: boolean;
}

/** A file and what its first lines say. */
export interface BinanceFile {
  readonly source: CsvSource;
  readonly survey: BinanceSurvey;
}

/** Reads the first lines of a recording. Throws RecordingError when no message in them names an instrument. */
export const surveyRecording = async (source: CsvSource): Promise<BinanceSurvey> => {
  const reader = new LineReader(source, LINE_BYTES_MAX);
  const notes = new SurveyNotes();
  try {
    while (reader.line < SURVEY_LINES && (await advanceUntilCut(reader))) notes.add(reader);
  } finally {
    reader.close();
  }
  const { symbol, firstSecond } = notes;
  if (symbol === undefined || firstSecond === undefined) {
    throw new RecordingError('UNNAMED_RECORDING', source.path, `no message of its first lines names a symbol ("s")`);
  }
  return { ...notes.findings(), symbol, firstSecond };
};

/** Receive time of the last message, seconds since 1970; `firstSecond` when none is plausible. Reads through the whole file. */
export const lastSecondOf = async (source: CsvSource, firstSecond: number): Promise<number> => {
  const reader = new LineReader(source, LINE_BYTES_MAX);
  const stamp = new ReceiveStamp();
  let last = firstSecond;
  try {
    while (await advanceUntilCut(reader)) {
      if (stamp.read(reader.buffer, reader.start, reader.end) === -1) continue;
      if (stamp.seconds < firstSecond + SECONDS_MAX) last = stamp.seconds;
    }
  } finally {
    reader.close();
  }
  return Math.max(last, firstSecond);
};

/** As `advance`, but a file that is cut short ends there. */
const advanceUntilCut = async (reader: LineReader): Promise<boolean> => {
  try {
    return reader.next() || (await reader.advance());
  } catch (error) {
    if (error instanceof RecordingError && error.code === 'CUT_SHORT') return false;
    throw error;
  }
};

class SurveyNotes {
  firstSecond: number | undefined;

  private readonly message = new BinanceMessage();
  private readonly messagesOf = new Map<string, number>();
  private isOfFutures = false;
  private tickUnits = 0;
  private hasSnapshot = false;
  private hasBest = false;

  get symbol(): string | undefined {
    return [...this.messagesOf].sort(([, a], [, b]) => b - a)[0]?.[0];
  }

  add({ buffer, start, end }: LineReader): void {
    const { message } = this;
    if (message.read(buffer, start, end) !== undefined) return;
    this.firstSecond ??= message.received.seconds;
    if (message.symbol !== undefined) {
      this.messagesOf.set(message.symbol, (this.messagesOf.get(message.symbol) ?? 0) + 1);
    }
    this.isOfFutures ||= message.isOfFutures;
    this.hasSnapshot ||= message.kind === 'SNAPSHOT';
    this.hasBest ||= message.kind === 'BEST';
    this.addPrices();
  }

  findings(): Omit<BinanceSurvey, 'symbol' | 'firstSecond'> {
    return {
      market: this.isOfFutures ? 'USD_MARGINED' : 'SPOT',
      tickUnits: Math.max(this.tickUnits, 1),
      hasSnapshot: this.hasSnapshot,
      hasBest: this.hasBest,
    };
  }

  private addPrices(): void {
    const { message } = this;
    if (message.kind === 'TRADE') this.addPrice(message.price);
    if (message.kind === 'BEST') {
      this.addPrice(message.bidPrice);
      this.addPrice(message.askPrice);
    }
    for (let level = 0; level < message.levels; level += 1) this.addPrice(message.levelPrices[level]!);
  }

  private addPrice(price: number): void {
    this.tickUnits = greatestCommonDivisor(this.tickUnits, price);
  }
}

/** Of integers not below 0; of 0 and another, the other. */
export const greatestCommonDivisor = (a: number, b: number): number => {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
};
