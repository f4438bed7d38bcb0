import { type SessionTimeNs } from '#domain/market-data';
import { type CsvReader } from './csv-reader.js';
import { type QuarantineReason } from './quarantine.js';

const NS_PER_DAY = 86_400e9;
/** A row that is later than both its neighbours by more than this is wrong, not they. */
const LEAP_NS = 60e9;

/**
 * What is wrong with the current row's time, which its first field gives in units of `10 ** -digits` ns, after `lastNs` of
 * the row before. A row that leaps ahead of the rest would make all that follow seem late: the next row gives it away.
 */
export const timeFault = (
  reader: CsvReader,
  timeNs: SessionTimeNs,
  lastNs: SessionTimeNs,
  digits: number,
): QuarantineReason | undefined => {
  if (timeNs >= NS_PER_DAY) return 'TIME_OUT_OF_DAY';
  if (timeNs < lastNs) return 'TIME_BACKWARDS';
  if (timeNs - lastNs > LEAP_NS && timeNs - reader.peekScaledDecimal(digits) > LEAP_NS) return 'TIME_AHEAD';
  return undefined;
};
