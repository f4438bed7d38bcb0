import { figure } from '../figures.mjs';
import { readPart, tellFigures } from '../market-data/part.mjs';
import { interleaved, ratios } from '../market-data/rounds.mjs';
import { median, quantile } from '../statistics.mjs';
import { agentsTrace, openMarket } from './agents-trace.mjs';
import { expectSame, packageRequests, PackagePlayer } from './players.mjs';

const GOAL = 20;
const GOAL_PER_SECOND = 0.5;
const SEED = 11;
const BATCH_EVENTS = 1_000;
const STEP_SECONDS = 1;

const { quick } = readPart();
const rounds = quick ? 3 : 9;
const sessionSeconds = quick ? 4_000 : 23_400;

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

const trace = agentsTrace(sessionSeconds, SEED);
const { opening, requests } = trace;
const count = requests.length - opening;
const made = packageRequests(requests);
let market, other, events;
const openBoth = () => {
  market = openMarket(sessionSeconds, SEED);
  other = new PackagePlayer(trace, made);
  other.play(0, opening);
  // What one of them leaves to be collected is not to be paid for by the other.
  globalThis.gc();
};
const timesMs = interleaved(
  {
    ours: () => {
      const before = market.eventCount;
      market.advanceTo(sessionSeconds);
      events = market.eventCount - before;
    },
    theirs: () => {
      other.play(opening, requests.length);
    },
  },
  rounds,
  openBoth,
);
openBoth();
market.advanceTo(sessionSeconds);
other.play(opening, requests.length);
expectSame(market.book, other.book);

const batchesUs = Array.from({ length: rounds }, () => batchTimesUs(openMarket(sessionSeconds, SEED)));
const perRequest = (times) => times.map((ms) => (ms * 1e6) / count);
const perSecond = timesMs.ours.map((ms) => events / ms / 1_000);
tellFigures([
  figure('agents.ratio', 'ratio', ratios(timesMs.theirs, timesMs.ours), { goal: GOAL, better: 'higher' }),
  figure('agents.ns', 'ns/request', perRequest(timesMs.ours), { better: 'lower' }),
  figure('agents.packageNs', 'ns/request', perRequest(timesMs.theirs), { better: 'lower' }),
  figure('agents.perSecond', 'M events/s', perSecond, { goal: GOAL_PER_SECOND, better: 'higher' }),
  figure('agents.batchP50', 'us/1000', batchesUs.map(median), { better: 'lower' }),
  figure(
    'agents.batchP99',
    'us/1000',
    batchesUs.map((times) => quantile(times, 0.99)),
    { better: 'lower' },
  ),
  figure('agents.resting', 'orders', [market.book.orderCount], { better: 'higher' }),
]);
