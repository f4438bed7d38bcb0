import { setImmediate } from 'node:timers/promises';
import { bestMarkup, carryingCostBps, inventoryPressureBps, quoteSide, roundToTick } from '#domain/quoting';
import { figure } from '../figures.mjs';
import { readPart } from '../impact/served.mjs';
import { situation, valueOf } from './market.mjs';

const LIVE_QUOTES = 1_000;
const SLICE_QUOTES = 100;
const WARM_UP_TICKS = 30;
/** What a loop may be held up for by one slice; a timer of a millisecond is seldom later than this on its own. */
const GOAL_SLICE_MS = 2;

const { quick } = readPart();
const rounds = quick ? 7 : 21;
const ticksPerRound = quick ? 10 : 40;

const live = Array.from({ length: LIVE_QUOTES }, (_, i) => ({
  clientSide: i % 2 === 0 ? 1 : -1,
  blocks: 1 + (i % 10),
  of: i,
}));
const situations = live.map(({ of }) => situation(of));
let mid = 100;

const moved = (i) => ({ ...situations[i], market: { ...situations[i].market, mid } });

const engine = (i) => valueOf(quoteSide(moved(i), live[i].clientSide, live[i].blocks)).price;

/** The same sums on numbers alone: no checks, no terms, no probability, no interval. */
const arithmetic = (i) => {
  const { clientSide, blocks } = live[i];
  const { market, client, inventory, style, hedge } = situations[i];
  const { meanBps, sdBps } = hedge(clientSide, blocks);
  const hedged = meanBps + (style.riskAversion * blocks * sdBps ** 2) / 2;
  const kept =
    client.adverseMoveBps +
    carryingCostBps(inventory.penalty, 0, blocks) -
    clientSide * inventoryPressureBps(inventory.penalty, inventory.positions, 0);
  const usual = client.baseHalfSpreadBps + style.sizeSlopeBps * (blocks - 1);
  const cost = clientSide * market.micropriceEdgeBps + Math.min(hedged, kept);
  const markup = usual * bestMarkup(client.hits, cost / usual, style.riskAversion * blocks * usual);
  return roundToTick(mid * (1 + (clientSide * markup) / 1e4), market.tickSize, clientSide > 0 ? 'BUY' : 'SELL');
};

/** All live quotes after a tick, the loop let go after every slice: ms of the whole work and of its longest slice. */
const tick = async (price) => {
  mid = 100 + Math.round(20 * Math.random()) / 100;
  let [workMs, longestMs, sum] = [0, 0, 0];
  for (let from = 0; from < LIVE_QUOTES; from += SLICE_QUOTES) {
    const start = performance.now();
    for (let i = from; i < from + SLICE_QUOTES; i += 1) sum += price(i);
    const ms = performance.now() - start;
    workMs += ms;
    longestMs = Math.max(longestMs, ms);
    await setImmediate();
  }
  return { workMs, longestMs, sum };
};

for (let i = 0; i < LIVE_QUOTES; i += 1) {
  if (engine(i) !== arithmetic(i))
    throw new Error(`quote ${i}: ${engine(i)} by the engine, ${arithmetic(i)} by the arithmetic`);
}
for (let i = 0; i < WARM_UP_TICKS; i += 1) for (const price of [engine, arithmetic]) await tick(price);
const measured = [];
for (let round = 0; round < rounds; round += 1) {
  const of = { engine: [], arithmetic: [] };
  for (let i = 0; i < ticksPerRound; i += 1) {
    of.engine.push(await tick(engine));
    of.arithmetic.push(await tick(arithmetic));
  }
  measured.push(of);
}
const median = (ticks, of) => ticks.map(of).sort((a, b) => a - b)[ticks.length >> 1];
const work = ({ workMs }) => workMs;
console.log(
  JSON.stringify([
    figure(
      'quoting.reprice1000.ratio',
      'ratio',
      measured.map((of) => median(of.engine, work) / median(of.arithmetic, work)),
      {
        better: 'lower',
      },
    ),
    figure(
      'quoting.reprice1000.ms',
      'ms',
      measured.map((of) => median(of.engine, work)),
      { better: 'lower' },
    ),
    figure(
      'quoting.reprice1000.bareMs',
      'ms',
      measured.map((of) => median(of.arithmetic, work)),
      { better: 'lower' },
    ),
    figure(
      'quoting.reprice1000.longestSliceMs',
      'ms',
      measured.map((of) => median(of.engine, ({ longestMs }) => longestMs)),
      {
        goal: GOAL_SLICE_MS,
        better: 'lower',
      },
    ),
  ]),
);
