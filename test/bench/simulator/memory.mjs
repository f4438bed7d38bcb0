import { figure } from '../figures.mjs';
import { readPart, tellFigures } from '../market-data/part.mjs';
import { openMarket } from './agents-market.mjs';
import { SteadyMarket } from './steady-market.mjs';

const SLOTS = 4_000;
const SEED = 11;
const GOAL_MIB = 8;
const MIB = 2 ** 20;

const { quick } = readPart();
const requests = quick ? 1_000_000 : 100_000_000;
/** Of a market of agents; one has about 500,000 events. */
const sessionSeconds = (quick ? 1 : 20) * 23_400;

const residentMiB = () => {
  globalThis.gc();
  return process.memoryUsage().rss / MIB;
};

/** How resident memory grows over ten equal parts of something, MiB; in the first one code is compiled and arrays grow to what they need. */
const growthOf = (playPart) => {
  playPart(0);
  const from = residentMiB();
  for (let part = 1; part < 10; part += 1) playPart(part);
  return residentMiB() - from;
};

const steady = new SteadyMarket(SLOTS);
const matching = growthOf(() => {
  for (let i = 0; i < requests / 10; i += 1) steady.step();
});
const market = openMarket(sessionSeconds, SEED);
const agents = growthOf((part) => {
  market.advanceTo(((part + 1) / 10) * sessionSeconds);
});
tellFigures([
  figure('memory.growth', 'MiB', [matching], { goal: GOAL_MIB, better: 'lower' }),
  figure('memory.requests', 'M', [requests / 1e6], { better: 'higher' }),
  figure('memory.agents.growth', 'MiB', [agents], { better: 'lower' }),
  figure('memory.agents.events', 'M', [market.eventCount / 1e6], { better: 'higher' }),
  figure('memory.resident', 'MiB', [residentMiB()], { better: 'lower' }),
]);
