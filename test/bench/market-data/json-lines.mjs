import { BinanceDecoder } from '#adapters/recordings';
import { EventBatch } from '#domain/market-data';
import { MarketPath } from './market-path.mjs';

const LINE_FEED = 0x0a;
const SPACE = 0x20;
/** A batch is handed on when so many rows are in it; the longest line fits behind them. */
const BATCH_EVENTS = 1024;
/** The shortest level of a message has ten bytes, so a line of so many has no more rows; see `rowsOfLine`. */
const BYTES_PER_ROW = 10;

/** Lines of a recording of Binance's streams (receive time, space, JSON), in memory as bytes. */
export class JsonLines {
  constructor(bytes) {
    this.bytes = bytes;
    const ends = [];
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) ends.push(at);
    this.ends = Uint32Array.from(ends);
    this.lengthMax = ends.reduce((longest, end, i) => Math.max(longest, end - (ends[i - 1] ?? 0)), 0);
  }

  /** The JSON of each line as a string, ready for `JSON.parse`. */
  texts() {
    return Array.from(this.ends, (end, i) => {
      const start = i === 0 ? 0 : this.ends[i - 1] + 1;
      return this.bytes.toString('latin1', this.bytes.indexOf(SPACE, start) + 1, end);
    });
  }
}

/** What there is to compare with: every line becomes an object that nobody looks at. The strings are made beforehand. */
export const parseAlone = (texts) => {
  let parsed;
  for (let i = 0; i < texts.length; i += 1) parsed = JSON.parse(texts[i]);
  return parsed;
};

/** Decodes lines into events and hands every full batch to `apply`; returns how many events there were. */
export const decodeLines = (lines, context, apply) => {
  const { bytes, ends } = lines;
  const decoder = new BinanceDecoder(context);
  const batch = new EventBatch(BATCH_EVENTS + Math.ceil(lines.lengthMax / BYTES_PER_ROW) + 2);
  let events = 0;
  let start = 0;
  for (let i = 0; i < ends.length; i += 1) {
    const fault = decoder.decode(bytes, start, ends[i], batch);
    if (fault !== undefined) throw new Error(`line ${i + 1}: ${fault}`);
    start = ends[i] + 1;
    if (batch.length < BATCH_EVENTS && i + 1 < ends.length) continue;
    events += batch.length;
    apply(batch);
    batch.clear();
  }
  return events;
};

/** Decodes lines and plays them; returns the path. */
export const playLines = (lines, context, session) => {
  const path = new MarketPath(session);
  decodeLines(lines, context, (batch) => {
    path.apply(batch);
  });
  return path;
};
