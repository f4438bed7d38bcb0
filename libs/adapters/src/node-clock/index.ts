import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { type WallClock } from '#application/ports';

/** The machine's own monotonic clock. */
export const systemClock: WallClock = {
  nowMs: () => performance.now(),
  sleep: async (ms) => {
    await (ms === 0 ? turn() : wait(ms));
  },
};
