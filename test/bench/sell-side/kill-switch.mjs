import { Database, PrismaQuoteBook } from '#adapters/prisma';
import { figure } from '../figures.mjs';
import { DESK, MARKET, SESSION_TIME } from '../market.mjs';

const LIVE_QUOTES = 10_000;
const CLIENTS = 100;
/** "all cancelled within a second" of the issue. */
const GOAL_MS = 1_000;
const EXPIRES_AT = SESSION_TIME + 3_600_000_000_000n;

const FILL = {
  name: 'fill the book',
  text: `INSERT INTO dealer_quote
           (desk_id, id, client, instrument_id, notional, bid_quantity, offer_quantity, decided_at, expires_at)
         SELECT $1, gen_random_uuid(), 'C' || n % $2::int, $3, 1e6, 1e4, 1e4, $4, $5
         FROM generate_series(1, $6::int) AS n`,
  values: [DESK.deskId, CLIENTS, MARKET.terms.instrumentId, SESSION_TIME, EXPIRES_AT, LIVE_QUOTES],
};

/** Taking back what is live on a durable PostgreSQL, until the book says that none is. */
export const killSwitchFigures = async ({ quick, databaseUrl }) => {
  const database = new Database({ url: databaseUrl, poolSize: 2, applicationName: 'bench' });
  const book = new PrismaQuoteBook(database);
  const engageMs = [];
  try {
    for (let round = 0; round < (quick ? 3 : 15); round += 1) {
      await database.statementForDesk(DESK.deskId, FILL);
      const start = performance.now();
      const { cancelled } = await book.engage(DESK.deskId, 'bench', 'a bench', SESSION_TIME);
      engageMs.push(performance.now() - start);
      const live = await book.liveQuotes(DESK.deskId, SESSION_TIME);
      if (cancelled !== LIVE_QUOTES || live !== 0) throw new Error(`${cancelled} were taken back, ${live} are live`);
      await book.release(DESK.deskId, 'another', SESSION_TIME);
    }
  } finally {
    await database.close();
  }
  return [figure('quoting.killSwitch10000.ms', 'ms', engageMs, { goal: GOAL_MS, better: 'lower' })];
};
