import { type DailyBar } from '#domain/market-data';
import { CsvReader } from '../csv-reader.js';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine, type QuarantineReason } from '../quarantine.js';
import { isAbsurd } from './lean-format.js';

// yyyymmdd hh:mm, open, high, low, close, volume
const COLUMNS = 6;
const COLUMN = { open: 1, high: 2, low: 3, close: 4, volume: 5 } as const;

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
  const open = reader.integer(COLUMN.open);
  const high = reader.integer(COLUMN.high);
  const low = reader.integer(COLUMN.low);
  const close = reader.integer(COLUMN.close);
  const volume = reader.integer(COLUMN.volume);
  if (day === null || Number.isNaN(open + high + low + close + volume)) return reader.fieldFault();
  const date = day.slice(1).join('-');
  if (date <= after) return 'TIME_BACKWARDS';
  if (volume < 0) return 'BAD_SIZE';
  if ([open, high, low, close].some(isAbsurd) || low > high) return 'ABSURD_PRICE';
  return { date, open, high, low, close, volume };
};
