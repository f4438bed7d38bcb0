import { type MarketSession } from '#domain/market-data';
import {
  firstFile,
  groupByDay,
  partner,
  recogniseDayFile,
  type DayFile,
  type DayFiles,
  type DayFormat,
} from '../day-files.js';
import { findBeside } from '../find-files.js';
import { midnightOf } from '../new-york.js';
import { type Quarantine } from '../quarantine.js';
import { readDailyBars } from './daily-file.js';
import { leanSession, type LeanDay } from './lean-session.js';

type Kind = 'TRADES' | 'QUOTES' | 'QUOTE_BARS' | 'DAILY';

// `20131007_bac_Trade_Tick.csv` inside its archive, `bac_20131007_trade.csv` outside.
const DAY_NAMES = [
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})_(?<symbol>[A-Za-z0-9.-]+)_/,
  /^(?<symbol>[A-Za-z0-9.-]+)_(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})_/,
];
// `bac.csv`, `bac_daily.csv`
const DAILY_NAMES = [/^(?<symbol>[A-Za-z0-9.-]+?)(?:_daily)?\.(?:csv|zip)$/];

const KINDS = {
  TRADES: { line: /^\d+(\.\d+)?,\d+,\d+,[A-Za-z]*,[0-9a-fA-F]+,[01]$/, names: DAY_NAMES, what: 'the trades' },
  QUOTES: {
    line: /^\d+(\.\d+)?,\d+,\d+,\d+,\d+,[A-Za-z]*,[0-9a-fA-F]*,[01]$/,
    names: DAY_NAMES,
    what: 'the quotes',
  },
  QUOTE_BARS: { line: /^\d+(,\d+){10}$/, names: DAY_NAMES, what: 'the quotes' },
  DAILY: { line: /^\d{8} \d{2}:\d{2}(,\d+){5}$/, names: DAILY_NAMES, what: 'the daily bars' },
} as const;

/** QuantConnect LEAN: a day's trade ticks, its quote ticks or one-second quotes, and daily bars where there are some. */
export const LEAN: DayFormat<Kind> = {
  files: 'LEAN trade and quote ticks (or one-second quotes) and daily bars',
  kinds: KINDS,
  recognise: (source, head) => recogniseDayFile(KINDS, source, head),
  open: async (files, quarantine) => {
    const history = new DailyHistory(files, quarantine);
    const sessions: MarketSession[] = [];
    for (const day of groupByDay(files.filter(({ kind }) => kind !== 'DAILY'))) {
      sessions.push(await openDay(day, await history.of(day), quarantine));
    }
    return sessions;
  },
};

const openDay = async (day: DayFiles<Kind>, history: History, quarantine: Quarantine): Promise<MarketSession> => {
  const trades = await partner(LEAN, day, 'TRADES');
  const quotes = await partner(LEAN, day, 'QUOTES', 'QUOTE_BARS');
  const { symbol, date } = day;
  const quotesAre = quotes.kind === 'QUOTES' ? 'TICKS' : 'SECOND_BARS';
  return leanSession(
    { symbol, date, trades: trades.source, quotes: quotes.source, quotesAre, ...history },
    midnightOf(date, trades.source.path),
    quarantine,
  );
};

type History = Pick<LeanDay, 'dailyBars' | 'daily'>;

/** Daily bars by symbol, given or found beside the day as `<symbol>_daily.zip`; each file is read once. */
class DailyHistory {
  private readonly bySymbol = new Map<string, History>();

  constructor(
    private readonly given: readonly DayFile<Kind>[],
    private readonly quarantine: Quarantine,
  ) {}

  /** The bars of the day's symbol, none where none are known. */
  async of(day: DayFiles<Kind>): Promise<History> {
    const history = this.bySymbol.get(day.symbol) ?? (await this.read(day));
    this.bySymbol.set(day.symbol, history);
    return history;
  }

  private async read(day: DayFiles<Kind>): Promise<History> {
    const { symbol } = day;
    const ofSymbol = (file: DayFile<Kind>): boolean => file.kind === 'DAILY' && file.symbol === symbol;
    const beside = (name: string): boolean => name.toUpperCase().startsWith(`${symbol}_DAILY.`);
    const daily =
      this.given.find(ofSymbol) ?? (await findBeside(firstFile(day).source.path, LEAN, beside)).find(ofSymbol);
    if (daily === undefined) return { dailyBars: [] };
    return { dailyBars: await readDailyBars(daily.source, this.quarantine), daily: daily.source };
  }
}
