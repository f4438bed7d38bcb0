import { openMarket } from './agents-market.mjs';

const sessionSeconds = Number(process.argv[2]);
/** Takes about as long as a second of a session. */
const BARE_STEPS_PER_SECOND = 10_000;

/** What a seed gives is the same in whichever process. */
const WORKS = {
  market: (seed) => {
    const market = openMarket(sessionSeconds, seed);
    market.advanceTo(sessionSeconds);
    return market.hash();
  },
  /** Nothing but arithmetic in registers: what the machine gives to anybody. */
  bare: (seed) => {
    let state = seed;
    for (let step = 0; step < sessionSeconds * BARE_STEPS_PER_SECOND; step += 1) state = (state * 31 + step) | 0;
    return state;
  },
};

process.on('message', ({ work, seed }) => {
  const before = process.cpuUsage();
  const result = WORKS[work](seed);
  const { user, system } = process.cpuUsage(before);
  process.send({ result, processorMs: (user + system) / 1_000 });
});
