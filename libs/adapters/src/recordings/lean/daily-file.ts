import { type DailyBar } from '#domain/market-data';
import { CsvReader } from '../csv-reader.js';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine, type QuarantineReason } from '../quarantine.js';
import { isAbsurd } from './lean-format.js';

// yyyymmdd hh:mm, open, high, low, close, volume
const COLUMNS = 6;
const COLUMN = { high: 2, low: 3, volume: 5 } as const;

/** All bars of a daily file, oldest first; a few thousand rows at most. Throws RecordingError when the file breaks. */
export const readDailyBars = async (source: CsvSource, quarantine: Quarantine): Promise<readonly DailyBar[]> => {
  const reader = new CsvReader(source);
  const bars: DailyBar[] = [];
  while (await reader.advance()) {
    const bar = readBar(reader, bars.at(-1)?.date ?? '');
    if (typeof bar === 'string') quarantine.add(source.name, reader.line, bar, reader.text());
    else bars.push(bar);
  }
  return bars;
};

const readBar = (reader: CsvReader, after: string): DailyBar | QuarantineReason => {
  const fault = reader.fault(COLUMNS);
  if (fault !== undefined) return fault;
  const day = /^(\d{4})(\d{2})(\d{2}) \d{2}:\d{2}$/.exec(reader.string(0));
  const high = reader.integer(COLUMN.high);
  const low = reader.integer(COLUMN.low);
  const volume = reader.integer(COLUMN.volume);
  if (day === null || Number.isNaN(high + low + volume)) return reader.fieldFault();
  const date = day.slice(1).join('-');
  if (date <= after) return 'TIME_BACKWARDS';
  if (volume < 0) return 'BAD_SIZE';
  if (isAbsurd(high) || isAbsurd(low) || low > high) return 'ABSURD_PRICE';
  return { date, high, low, volume };
};
