import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SimulationThreads } from '#adapters/simulation-threads';
import {
  expectedSeeds,
  QUICK_AUCTIONS,
  SLOWER_AUCTIONS,
  startSimulationThread,
} from '../factories/simulation-requests.js';

const SEEDS = [1, 2, 3, 4, 5, 6];

/** Dies of its first seed. */
const threadThatDies = (): Worker =>
  new Worker(`require('node:worker_threads').parentPort.once('message', () => process.exit(3))`, { eval: true });

describe('SimulationThreads', () => {
  const opened: SimulationThreads[] = [];
  afterEach(async () => {
    for (const threads of opened.splice(0)) await threads.close();
  });

  const open = (threads: number, startThread = startSimulationThread): SimulationThreads => {
    const one = new SimulationThreads({ threads, startThread });
    opened.push(one);
    return one;
  };

  it.each([1, 4])('%d of them give what one seed after another gives, to the byte', async (count) => {
    const threads = open(count);
    const results = await Promise.all(SEEDS.map((seed) => threads.simulate(QUICK_AUCTIONS, seed)));
    expect(results.map((result) => JSON.stringify(result))).toEqual(
      expectedSeeds(QUICK_AUCTIONS, SEEDS).map(({ result }) => result),
    );
  });

  it('leave the thread that asks free meanwhile', async () => {
    const threads = open(1);
    await threads.simulate(QUICK_AUCTIONS, 1);
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    await threads.simulate(SLOWER_AUCTIONS, 1);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(3);
  });

  it('a thread that dies takes its seed along, and the next one is simulated by another', async () => {
    let started = 0;
    const threads = open(1, () => ((started += 1) === 1 ? threadThatDies() : startSimulationThread()));
    const [first, second] = await Promise.allSettled([1, 2].map((seed) => threads.simulate(QUICK_AUCTIONS, seed)));
    expect(first).toMatchObject({ status: 'rejected', reason: { message: 'a simulation thread ended with 3' } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { seed: 2 } });
  });

  it('say by name what cannot be simulated, and go on', async () => {
    const threads = open(1);
    await expect(threads.simulate({ ...QUICK_AUCTIONS, requests: 0 } as never, 1)).rejects.toThrow('requests must be');
    expect(await threads.simulate(QUICK_AUCTIONS, 1)).toMatchObject({ seed: 1 });
  });
});
