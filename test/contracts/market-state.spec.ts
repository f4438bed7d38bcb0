import { FeedClient, FeedServer } from '#adapters/market-feed';
import { MemoryMarketState } from '#adapters/memory';
import { eventually } from './eventually.js';
import { marketStateContract } from './market-state.contract.js';

marketStateContract('MemoryMarketState', () => {
  const state = new MemoryMarketState();
  return Promise.resolve({
    state,
    show: (time, changed) => {
      for (const one of changed) state.setState(one);
      state.setNow(time);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});

marketStateContract('FeedClient', async () => {
  const server = new FeedServer(() => ({
    state: 'PLAYING',
    eventsApplied: 0,
    lagMs: 0,
    programme: [],
    quarantined: {},
  }));
  const port = await server.listen('127.0.0.1', 0);
  const state = new FeedClient(`ws://127.0.0.1:${port}`, {
    connected: () => undefined,
    disconnected: () => undefined,
    badMessage: () => undefined,
  });
  state.start();
  let begun = false;
  return {
    state,
    show: async (sessionTime, changed) => {
      // The clock stands still between messages, so its time tells which of them has been heard.
      const tick = { lap: 0, day: 0, sessionTime, speed: 0 };
      if (begun) server.update(tick, changed);
      else server.begin(tick, changed);
      begun = true;
      await eventually('the client has heard the feed', () => state.now() === sessionTime);
    },
    close: async () => {
      state.stop();
      await server.close();
    },
  };
});
