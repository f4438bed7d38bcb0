/** When an instrument trades, on the clock of its exchange. */
export interface TradingHours {
  /** Of the IANA time zone database, such as America/New_York. */
  readonly timeZone: string;
  /** Those of one trading day, in order; 00:00 to 00:00 is around the clock. */
  readonly sessions: readonly TradingSession[];
}

/** From `opens` up to but not including `closes`, both `HH:MM`; where `closes` is not later, it is of the next day. */
export interface TradingSession {
  readonly opens: string;
  readonly closes: string;
}

const MINUTES_PER_DAY = 1440;
const SECONDS_PER_MINUTE = 60;

/** Minutes after midnight; undefined for what is no time of day. */
export const minuteOfDay = (time: string): number | undefined => {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  return match === null ? undefined : 60 * Number(match[1]) + Number(match[2]);
};

/** Length of all sessions together, in seconds. */
export const tradingSeconds = ({ sessions }: TradingHours): number =>
  sessions.reduce((sum, session) => sum + lengthMinutes(session), 0) * SECONDS_PER_MINUTE;

/** The first session that begins before the one before it has ended, or after whose end the first one has begun; -1: none. */
export const overlappingSession = (sessions: readonly TradingSession[]): number =>
  sessions.findIndex((session, i) => {
    const [before] = i === 0 ? sessions.slice(-1) : [sessions[i - 1]!];
    const endBefore = minuteOfDay(before!.opens)! + lengthMinutes(before!) - (i === 0 ? MINUTES_PER_DAY : 0);
    return minuteOfDay(session.opens)! < endBefore;
  });

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const lengthMinutes = ({ opens, closes }: TradingSession): number => {
  const minutes = minuteOfDay(closes)! - minuteOfDay(opens)!;
  return minutes > 0 ? minutes : minutes + MINUTES_PER_DAY;
};
