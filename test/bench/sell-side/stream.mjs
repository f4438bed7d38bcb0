import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { QuoteStreams } from '#application/stream-quote';
import { StatedPriors } from '#application/stated-priors';
import { MemoryDeskSettings, MemoryMarketState, MemoryQuoteBook } from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { ParametricModel } from '#adapters/parametric';
import { figure } from '../figures.mjs';
import { readPart } from '../impact/served.mjs';
import { DESK, FEATURES, MARKET, SESSION_TIME } from '../market.mjs';
import { quantile } from '../statistics.mjs';

const STREAMS = 1_000;
const WARM_UP_TICKS = 10;

const { quick } = readPart();
const rounds = quick ? 7 : 21;
const ticksPerRound = quick ? 3 : 10;

const market = new MemoryMarketState();
market.setNow(SESSION_TIME);
let sequence = 1;
const move = () => {
  sequence += 1;
  const shift = (sequence % 20) / 100;
  const moved = (levels) => levels.map(({ price, size }) => ({ price: price + shift, size }));
  market.setState({
    market: { ...MARKET, sequence, bids: moved(MARKET.bids), asks: moved(MARKET.asks) },
    features: FEATURES,
  });
};
move();

/** Turns of the event loop are timed from here: how long it was held up in one go. */
let longestMs = 0;
let turnedAt = performance.now();
let isTiming = true;
const time = async () => {
  while (isTiming) {
    await turn();
    const now = performance.now();
    longestMs = Math.max(longestMs, now - turnedAt);
    turnedAt = now;
  }
};
void time();

/** Of them, the collector's: told behind it, so a tick waits a turn for the last. */
let longestCollectionMs = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestCollectionMs = Math.max(longestCollectionMs, duration);
}).observe({ entryTypes: ['gc'] });

const streams = new QuoteStreams({
  market,
  model: new ParametricModel(),
  quotingModels: new StatedPriors(),
  quoteBook: new MemoryQuoteBook(),
  clock: systemClock,
  desks: new MemoryDeskSettings([DESK]),
});

/** How many have the price of this market. */
let priced = 0;
let allPriced = () => undefined;
const read = async (i) => {
  const size = { instrumentId: MARKET.terms.instrumentId, quantity: 1_000 * (1 + (i % 50)), quantityUnit: 'UNITS' };
  for await (const quote of streams.follow(DESK.deskId, { ...size, horizonSeconds: 1_800, client: `C${i % 10}` })) {
    if (!quote.ok) throw new Error(quote.error.message);
    priced += 1;
    if (priced === STREAMS) allPriced();
  }
};

const untilPriced = () =>
  new Promise((resolve) => {
    priced = 0;
    allPriced = resolve;
  });

const tick = async () => {
  move();
  longestMs = 0;
  longestCollectionMs = 0;
  const done = untilPriced();
  const start = performance.now();
  streams.tick();
  await done;
  const workMs = performance.now() - start;
  await turn();
  return { workMs, longestMs, longestCollectionMs };
};

const first = untilPriced();
for (let i = 0; i < STREAMS; i += 1) void read(i);
await first;
for (let i = 0; i < WARM_UP_TICKS; i += 1) await tick();
const measured = [];
for (let round = 0; round < rounds; round += 1) {
  const ticks = [];
  for (let i = 0; i < ticksPerRound; i += 1) ticks.push(await tick());
  measured.push(ticks);
}
isTiming = false;
const medianOf = (name) =>
  measured.map((ticks) =>
    quantile(
      Float64Array.from(ticks, (one) => one[name]),
      0.5,
    ),
  );
console.log(
  JSON.stringify([
    figure('quoting.stream1000.ms', 'ms', medianOf('workMs'), { better: 'lower' }),
    figure('quoting.stream1000.longestHoldMs', 'ms', medianOf('longestMs'), { better: 'lower' }),
    figure('quoting.stream1000.longestCollectionMs', 'ms', medianOf('longestCollectionMs'), { better: 'lower' }),
  ]),
);
process.exit(0);
