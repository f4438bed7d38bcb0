import { parseArgs } from 'node:util';
import { figure } from '../figures.mjs';
import { tellFigures } from '../market-data/part.mjs';
import { interleaved, ratios } from '../market-data/rounds.mjs';
import { median, quantile } from '../statistics.mjs';
import { MARKETS, openMarket } from './agents-market.mjs';
import { agentsTrace } from './agents-trace.mjs';
import { expectSame, packageRequests, PackagePlayer, Player } from './players.mjs';

const GOAL = 20;
const MATCHING_GOAL = 200;
const GOAL_PER_SECOND = 0.5;
const SEED = 11;
const BATCH_EVENTS = 1_000;
const STEP_SECONDS = 1;
/** The package takes a hundred times as long as own books do. */
const REPEATS = 5;

// `agents.mjs MARKET [--quick]`: one market, so that no code is fitted to another.
const {
  values: { quick },
  positionals: [name],
} = parseArgs({ options: { quick: { type: 'boolean', default: false } }, allowPositionals: true });
const rounds = quick ? 3 : 9;
const sessionSeconds = quick ? 4_000 : 23_400;
const newMarket = () => openMarket(sessionSeconds, SEED, MARKETS[name]);

/** Lets a market go on to its end; wall times of batches of events, in us. */
const batchTimesUs = (market) => {
  const times = [];
  let [start, count] = [performance.now(), market.eventCount];
  for (let second = STEP_SECONDS; second <= sessionSeconds; second += STEP_SECONDS) {
    market.advanceTo(second);
    const events = market.eventCount - count;
    if (events < BATCH_EVENTS) continue;
    const now = performance.now();
    times.push((1_000 * (now - start) * BATCH_EVENTS) / events);
    [start, count] = [now, market.eventCount];
  }
  return times;
};

const trace = agentsTrace(sessionSeconds, SEED, MARKETS[name]);
const { opening, requests } = trace;
const count = requests.length - opening;
const made = packageRequests(requests);
let market, other, books, events;
const openAll = () => {
  market = newMarket();
  other = new PackagePlayer(trace, made);
  books = Array.from({ length: REPEATS }, () => new Player(trace));
  for (const player of [other, ...books]) player.play(0, opening);
  // What one of them leaves to be collected is not to be paid for by the other.
  globalThis.gc();
};
const timesMs = interleaved(
  {
    agents: () => {
      const before = market.eventCount;
      market.advanceTo(sessionSeconds);
      events = market.eventCount - before;
    },
    matching: () => {
      for (const player of books) player.play(opening, requests.length);
    },
    theirs: () => {
      other.play(opening, requests.length);
    },
  },
  rounds,
  openAll,
);
openAll();
market.advanceTo(sessionSeconds);
other.play(opening, requests.length);
expectSame(market.book, other.book);

const batchesUs = Array.from({ length: rounds }, () => batchTimesUs(newMarket()));
const matchingMs = timesMs.matching.map((ms) => ms / REPEATS);
const perRequest = (times) => times.map((ms) => (ms * 1e6) / count);
const perSecond = timesMs.agents.map((ms) => events / ms / 1_000);
const told = (what, unit, values, rest) => figure(`agents.${name}.${what}`, unit, values, rest);
tellFigures([
  told('ratio', 'ratio', ratios(timesMs.theirs, timesMs.agents), { goal: GOAL, better: 'higher' }),
  told('matchingRatio', 'ratio', ratios(timesMs.theirs, matchingMs), { goal: MATCHING_GOAL, better: 'higher' }),
  told('ns', 'ns/request', perRequest(timesMs.agents), { better: 'lower' }),
  told('matchingNs', 'ns/request', perRequest(matchingMs), { better: 'lower' }),
  told('packageNs', 'ns/request', perRequest(timesMs.theirs), { better: 'lower' }),
  told('perSecond', 'M events/s', perSecond, { goal: GOAL_PER_SECOND, better: 'higher' }),
  told('batchP50', 'us/1000', batchesUs.map(median), { better: 'lower' }),
  told(
    'batchP99',
    'us/1000',
    batchesUs.map((times) => quantile(times, 0.99)),
    { better: 'lower' },
  ),
  told('resting', 'orders', [market.book.orderCount], { better: 'higher' }),
]);
