import { err, formatInstant, ok, type Failure, type Instant, type Result } from '#domain/core';
import { type MarketSession, type SessionTimeNs } from '#domain/market-data';

/** What plays together: the sessions of one day, on one time axis. */
export interface SessionDay {
  /** UTC date of the first open, `YYYY-MM-DD`. */
  readonly date: string;
  /** The instant of time 0 of the day: the earliest origin of its sessions. */
  readonly origin: Instant;
  /** Earliest open and latest close, as times of the day. */
  readonly openNs: SessionTimeNs;
  readonly closeNs: SessionTimeNs;
  readonly sessions: readonly MarketSession[];
}

export type UnplayableSessions = Failure<'NO_SESSIONS'> | Failure<'REPEATED_INSTRUMENT'>;

/** Sorts sessions into days, earliest first. An instrument may appear once a day. */
export const sessionDays = (sessions: readonly MarketSession[]): Result<readonly SessionDay[], UnplayableSessions> => {
  if (sessions.length === 0) {
    return err({ code: 'NO_SESSIONS', message: 'there is no session to play', allowed: 'at least one' });
  }
  const byDate = new Map<string, MarketSession[]>();
  for (const session of sessions) {
    const date = dateOf(session);
    const sameDay = byDate.get(date) ?? [];
    if (sameDay.some(({ instrumentId }) => instrumentId === session.instrumentId)) {
      return err({
        code: 'REPEATED_INSTRUMENT',
        message: `there are two sessions of ${session.instrumentId} on ${date}`,
        allowed: 'one session per instrument and day',
      });
    }
    byDate.set(date, [...sameDay, session]);
  }
  return ok([...byDate].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, sameDay]) => dayOf(date, sameDay)));
};

/** Time of the day at which a session's own time is 0: exact, as a day's sessions begin within hours of each other. */
export const offsetNs = (day: SessionDay, session: MarketSession): SessionTimeNs => Number(session.origin - day.origin);

const dateOf = (session: MarketSession): string =>
  formatInstant(session.origin + BigInt(session.openNs)).slice(0, 'YYYY-MM-DD'.length);

const dayOf = (date: string, sessions: readonly MarketSession[]): SessionDay => {
  const origin = sessions.map((session) => session.origin).reduce((a, b) => (a < b ? a : b));
  const onDay = (session: MarketSession, timeNs: SessionTimeNs): SessionTimeNs =>
    Number(session.origin - origin) + timeNs;
  return {
    date,
    origin,
    openNs: Math.min(...sessions.map((session) => onDay(session, session.openNs))),
    closeNs: Math.max(...sessions.map((session) => onDay(session, session.closeNs))),
    sessions,
  };
};
