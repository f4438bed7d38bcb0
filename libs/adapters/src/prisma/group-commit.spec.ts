import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GroupCommit } from './group-commit.js';

class Poison extends Error {}
class Overloaded extends Error {}
const UNSIZEABLE = 77;

/** A store that takes a turn of the event loop per write, refuses batches with a negative number, and counts. */
const open = (limits: { waitingMax?: number; batchMax?: number; batchSizeMax?: number } = {}) => {
  const written: number[][] = [];
  const store = { broken: false };
  const commit = new GroupCommit<number, string>({
    write: async (batch) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (store.broken) throw new Error('store is down');
      if (batch.some((item) => item < 0)) throw new Poison();
      written.push([...batch]);
      return batch.map((item) => `done ${item}`);
    },
    blamesAnItem: (error) => error instanceof Poison,
    overloaded: () => new Overloaded(),
    waitingMax: limits.waitingMax ?? 1000,
    batchMax: limits.batchMax ?? 100,
    sizeOf: (item) => {
      if (item === UNSIZEABLE) throw new Error('cannot be written as text');
      return item;
    },
    batchSizeMax: limits.batchSizeMax ?? Infinity,
  });
  return { commit, written, store };
};

describe('GroupCommit', () => {
  it('writes what arrives together together, in order', async () => {
    const { commit, written } = open({ batchMax: 3 });
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map((item) => commit.append(item)));
    expect(outcomes).toEqual(['done 1', 'done 2', 'done 3', 'done 4', 'done 5']);
    expect(written).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('bounds the size of a write, and writes what is larger alone', async () => {
    const { commit, written } = open({ batchSizeMax: 10 });
    await Promise.all([4, 5, 2, 9, 50, 1, 1].map((item) => commit.append(item)));
    expect(written).toEqual([[4, 5], [2], [9], [50], [1, 1]]);
  });

  it('collects what arrives while a write is in flight', async () => {
    const { commit, written } = open();
    const first = commit.append(1);
    await Promise.resolve();
    await Promise.resolve();
    const others = [2, 3, 4].map((item) => commit.append(item));
    await Promise.all([first, ...others]);
    expect(written).toEqual([[1], [2, 3, 4]]);
  });

  it('an item that cannot be sized fails alone, and what comes after it is written', async () => {
    const { commit, written } = open();
    const first = commit.append(1);
    await expect(commit.append(UNSIZEABLE)).rejects.toThrow('cannot be written as text');
    await Promise.all([first, commit.append(2)]);
    await commit.append(3);
    expect(written).toEqual([[1], [2], [3]]);
  });

  it('an unacceptable item fails alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -3, max: 20 }), { maxLength: 60 }), async (items) => {
        const { commit, written } = open({ batchMax: 16 });
        const settled = await Promise.allSettled(items.map((item) => commit.append(item)));
        expect(settled.map(({ status }) => status)).toEqual(items.map((item) => (item < 0 ? 'rejected' : 'fulfilled')));
        expect(written.flat()).toEqual(items.filter((item) => item >= 0));
      }),
      { numRuns: 50 },
    );
  });

  it('a store in trouble fails the batch and serves the next', async () => {
    const { commit, store } = open();
    store.broken = true;
    const settled = await Promise.allSettled([1, 2].map((item) => commit.append(item)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    store.broken = false;
    expect(await commit.append(3)).toBe('done 3');
  });

  it('refuses what exceeds its queue and goes on', async () => {
    const { commit } = open({ waitingMax: 2 });
    const settled = await Promise.allSettled([1, 2, 3].map((item) => commit.append(item)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await expect(commit.append(4)).resolves.toBe('done 4');
  });
});
