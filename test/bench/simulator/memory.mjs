import { figure } from '../figures.mjs';
import { readPart, tellFigures } from '../market-data/part.mjs';
import { SteadyMarket } from './trace.mjs';

const SLOTS = 4_000;
const GOAL_MIB = 8;

const { quick } = readPart();
const steps = quick ? 1_000_000 : 100_000_000;

const residentMiB = () => {
  globalThis.gc();
  return process.memoryUsage().rss / 2 ** 20;
};

const market = new SteadyMarket(SLOTS);
const ignore = () => undefined;
// The first tenth compiles and lets the arrays grow to what the market needs.
let from = 0;
for (let step = 0; step < steps; step += 1) {
  if (step === steps / 10) from = residentMiB();
  market.step(ignore);
}
tellFigures([
  figure('memory.growth', 'MiB', [residentMiB() - from], { goal: GOAL_MIB, better: 'lower' }),
  figure('memory.requests', 'M', [steps / 1e6], { better: 'higher' }),
  figure('memory.resident', 'MiB', [residentMiB()], { better: 'lower' }),
]);
