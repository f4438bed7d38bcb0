import { err, ok, type Instant, type Result } from '#domain/core';
import { type DailyBar, type MarketSession } from '#domain/market-data';
import { groupByDay, partner, type DayFiles } from './day-files.js';
import { findBeside, findFiles } from './find-files.js';
import { readDailyBars } from './lean/daily-file.js';
import { leanSession } from './lean/lean-session.js';
import { lobsterSession } from './lobster/lobster-session.js';
import { type LobsterDay } from './lobster/lobster-tape.js';
import { newYorkMidnight } from './new-york.js';
import { type Quarantine } from './quarantine.js';
import { type RecordedFile } from './recognise.js';
import { RecordingError } from './recording-error.js';

/**
 * Opens recordings of market sessions: files, archives or folders, whose format is recognised by content. What belongs
 * to a file that is given (its partner of a pair, daily bars) is found beside it by name. One session per instrument and
 * day, ordered by day and symbol; of a day only the first lines have been read. Rows that are set aside, now and while a
 * session plays, go to `quarantine`.
 */
export const openSessions = async (
  paths: readonly string[],
  quarantine: Quarantine,
): Promise<Result<readonly MarketSession[], RecordingError>> => {
  try {
    return ok(await open(paths, quarantine));
  } catch (error) {
    if (error instanceof RecordingError) return err(error);
    throw error;
  }
};

const open = async (paths: readonly string[], quarantine: Quarantine): Promise<readonly MarketSession[]> => {
  const files = (await Promise.all(paths.map(findFiles))).flat();
  const days = groupByDay(files.filter((file) => file.format !== 'LEAN_DAILY'));
  if (days.length === 0) {
    throw new RecordingError('NO_SESSION', paths.join(', '), 'no day to play: daily bars alone are none');
  }
  const history = new DailyHistory(files, quarantine);
  const sessions: MarketSession[] = [];
  for (const day of days) {
    const origin = originOf(day);
    sessions.push(
      isLobster(day)
        ? lobsterSession(await lobsterDay(day), origin, quarantine)
        : await openLean(day, origin, await history.of(day), quarantine),
    );
  }
  return sessions;
};

/** The LOBSTER days at a path, for checks of the format itself. Throws RecordingError. */
export const findLobsterDays = async (path: string): Promise<readonly LobsterDay[]> =>
  Promise.all(
    groupByDay(await findFiles(path))
      .filter(isLobster)
      .map(lobsterDay),
  );

const isLobster = ({ files }: DayFiles): boolean => files.has('LOBSTER_MESSAGES') || files.has('LOBSTER_ORDER_BOOK');

const lobsterDay = async (day: DayFiles): Promise<LobsterDay> => {
  const orderBook = await partner(day, 'LOBSTER_ORDER_BOOK');
  return {
    symbol: day.symbol,
    date: day.date,
    levels: orderBook.columns / 4,
    messages: (await partner(day, 'LOBSTER_MESSAGES')).source,
    orderBook: orderBook.source,
  };
};

const openLean = async (
  day: DayFiles,
  origin: Instant,
  dailyBars: readonly DailyBar[],
  quarantine: Quarantine,
): Promise<MarketSession> => {
  const trades = await partner(day, 'LEAN_TRADES');
  const quotes = await partner(day, 'LEAN_QUOTES', 'LEAN_QUOTE_BARS');
  const { symbol, date } = day;
  const quotesAre = quotes.format === 'LEAN_QUOTES' ? 'TICKS' : 'SECOND_BARS';
  return leanSession(
    { symbol, date, trades: trades.source, quotes: quotes.source, quotesAre, dailyBars },
    origin,
    quarantine,
  );
};

/** Daily bars by symbol, given or found beside the day as `<symbol>_daily.zip`; each file is read once. */
class DailyHistory {
  private readonly bySymbol = new Map<string, readonly DailyBar[]>();

  constructor(
    private readonly given: readonly RecordedFile[],
    private readonly quarantine: Quarantine,
  ) {}

  /** The bars of the day's symbol, none where none are known. */
  async of(day: DayFiles): Promise<readonly DailyBar[]> {
    const bars = this.bySymbol.get(day.symbol) ?? (await this.read(day));
    this.bySymbol.set(day.symbol, bars);
    return bars;
  }

  private async read({ symbol, files }: DayFiles): Promise<readonly DailyBar[]> {
    const ofSymbol = (file: RecordedFile): boolean => file.format === 'LEAN_DAILY' && file.symbol === symbol;
    const [file] = files.values();
    const beside = (name: string): boolean => name.toUpperCase().startsWith(`${symbol}_DAILY.`);
    const daily = this.given.find(ofSymbol) ?? (await findBeside(file!.source.path, beside)).find(ofSymbol);
    return daily === undefined ? [] : readDailyBars(daily.source, this.quarantine);
  }
}

const originOf = ({ date, files }: DayFiles): Instant => {
  const origin = newYorkMidnight(date);
  if (origin !== undefined) return origin;
  const [file] = files.values();
  throw new RecordingError('UNNAMED_RECORDING', file!.source.path, `there is no day ${date}`);
};
