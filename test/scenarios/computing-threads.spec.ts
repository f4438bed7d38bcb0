import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ComputingBusy } from '#application/ports';
import { ComputingThreads } from '#adapters/computing-threads';
import {
  expectedSeeds,
  QUICK_AUCTIONS,
  SLOWER_AUCTIONS,
  startComputingThread,
} from '../factories/simulation-requests.js';

const SEEDS = [1, 2, 3, 4, 5, 6];

/** Dies of its first seed. */
const threadThatDies = (): Worker =>
  new Worker(`require('node:worker_threads').parentPort.once('message', () => process.exit(3))`, { eval: true });

describe('ComputingThreads', () => {
  const opened: ComputingThreads[] = [];
  afterEach(async () => {
    for (const threads of opened.splice(0)) await threads.close();
  });

  const open = (threads: number, startThread = startComputingThread, waitingMost = Infinity): ComputingThreads => {
    const one = new ComputingThreads({ threads, startThread, waitingMost });
    opened.push(one);
    return one;
  };

  it.each([1, 4])('%d of them give what one seed after another gives, to the byte', async (count) => {
    const threads = open(count);
    const results = await Promise.all(SEEDS.map((seed) => threads.functions.simulateSeed(QUICK_AUCTIONS, seed)));
    expect(results.map((result) => JSON.stringify(result.ok && result.value))).toEqual(
      expectedSeeds(QUICK_AUCTIONS, SEEDS).map(({ result }) => result),
    );
  });

  it('leave the thread that asks free meanwhile', async () => {
    const threads = open(1);
    await threads.functions.simulateSeed(QUICK_AUCTIONS, 1);
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    await threads.functions.simulateSeed(SLOWER_AUCTIONS, 1);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(3);
  });

  it('a thread that dies takes its seed along, and the next one is simulated by another', async () => {
    let started = 0;
    const threads = open(1, () => ((started += 1) === 1 ? threadThatDies() : startComputingThread()));
    const [first, second] = await Promise.allSettled(
      [1, 2].map((seed) => threads.functions.simulateSeed(QUICK_AUCTIONS, seed)),
    );
    expect(first).toMatchObject({ status: 'rejected', reason: { message: 'a computing thread ended with 3' } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { value: { seed: 2 } } });
  });

  it('refuse one more than may wait, at once, and take the next when there is room', async () => {
    const { simulateSeed } = open(1, startComputingThread, 2).functions;
    const taken = [1, 2, 3].map((seed) => simulateSeed(QUICK_AUCTIONS, seed));
    await expect(simulateSeed(QUICK_AUCTIONS, 4)).rejects.toThrow(ComputingBusy);
    expect(await Promise.all(taken)).toMatchObject([1, 2, 3].map((seed) => ({ value: { seed } })));
    expect(await simulateSeed(QUICK_AUCTIONS, 4)).toMatchObject({ value: { seed: 4 } });
  });

  it('say by name what cannot be simulated, and go on', async () => {
    const { simulateSeed } = open(1).functions;
    expect(await simulateSeed({ ...QUICK_AUCTIONS, requests: 0 } as never, 1)).toMatchObject({
      ok: false,
      error: { field: 'requests' },
    });
    expect(await simulateSeed(QUICK_AUCTIONS, 1)).toMatchObject({ value: { seed: 1 } });
  });
});
