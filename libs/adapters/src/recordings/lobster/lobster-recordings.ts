import { firstFile, groupByDay, partner, recogniseDayFile, type DayFiles, type DayFormat } from '../day-files.js';
import { findFiles } from '../find-files.js';
import { midnightOf } from '../new-york.js';
import { lobsterSession } from './lobster-session.js';
import { type LobsterDay } from './lobster-tape.js';

type Kind = 'MESSAGES' | 'ORDER_BOOK';

// `AMZN_2012-06-21_34200000_57600000_message_5.csv`
const NAMES = [/^(?<symbol>[A-Za-z0-9.-]+)_(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})_/];

const KINDS = {
  MESSAGES: { line: /^\d+(\.\d+)?,[1-7],-?\d+,\d+,-?\d+,-?1$/, names: NAMES, what: 'the messages' },
  ORDER_BOOK: { line: /^-?\d+,\d+,-?\d+,\d+(,-?\d+,\d+,-?\d+,\d+)*$/, names: NAMES, what: 'the order-book rows' },
} as const;

/** LOBSTER: a message file and the order-book file beside it, row by row. */
export const LOBSTER: DayFormat<Kind> = {
  files: 'LOBSTER message and order-book files',
  kinds: KINDS,
  recognise: (source, head) => recogniseDayFile(KINDS, source, head),
  open: (files, quarantine) =>
    Promise.all(
      groupByDay(files).map(async (day) =>
        lobsterSession(await lobsterDay(day), midnightOf(day.date, firstFile(day).source.path), quarantine),
      ),
    ),
};

/** The LOBSTER days at a path, for checks of the format itself. Throws RecordingError. */
export const findLobsterDays = async (path: string): Promise<readonly LobsterDay[]> =>
  Promise.all(groupByDay((await findFiles(path, [LOBSTER])).map(({ file }) => file)).map(lobsterDay));

const lobsterDay = async (day: DayFiles<Kind>): Promise<LobsterDay> => {
  const orderBook = await partner(LOBSTER, day, 'ORDER_BOOK');
  return {
    symbol: day.symbol,
    date: day.date,
    levels: orderBook.columns / 4,
    messages: (await partner(LOBSTER, day, 'MESSAGES')).source,
    orderBook: orderBook.source,
  };
};
