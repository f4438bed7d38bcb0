import { type Logger } from 'pino';
import { type QuarantinedRow } from '#domain/market-data';
import { type Pass, type PlayObserver } from '#application/play-session';
import { type Quarantine, type QuarantineSink } from '#adapters/recordings';

const PROGRESS_EVERY_MS = 1_000;
/** Further rows are counted on /health and /metrics only. */
const QUARANTINED_ROWS_LOGGED = 20;

/** Tells the log what is being prepared, once a second, and what plays; rows that are set aside go to the quarantine. */
export const observePlaying = (log: Logger, quarantine: Quarantine): PlayObserver => {
  let loggedAtMs = -Infinity;
  return {
    preparing: (pass, share) => {
      if (performance.now() - loggedAtMs < PROGRESS_EVERY_MS) return;
      loggedAtMs = performance.now();
      log.info({ ...described(pass), percent: Math.round(share * 100) }, 'preparing');
    },
    playing: (pass) => {
      log.info(described(pass), 'playing');
    },
    setAside: (row) => {
      quarantine.take(row);
    },
  };
};

/** Shows the log the first rows that are set aside, and says when it stops to. */
export const logQuarantine = (log: Logger): QuarantineSink => {
  let rows = 0;
  return (row: QuarantinedRow) => {
    rows += 1;
    if (rows <= QUARANTINED_ROWS_LOGGED) log.warn(row, 'row set aside');
    else if (rows === QUARANTINED_ROWS_LOGGED + 1) log.warn('more rows set aside: see /health for their number');
  };
};

const described = ({ day, index, lap }: Pass): object => ({
  date: day.date,
  day: index,
  lap,
  instruments: day.sessions.map(({ instrumentId }) => instrumentId),
  sources: [...new Set(day.sessions.map(({ source }) => source.name))],
});
