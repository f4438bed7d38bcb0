import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { StoreOverloaded } from '#application/ports';
import { InTurn } from './in-turn.js';

describe('InTurn', () => {
  it('runs the tasks of a key in order and never two at once, also behind one that fails', async () => {
    const inTurn = new InTurn(10);
    const seen: string[] = [];
    const task = (name: string) => async (): Promise<string> => {
      seen.push(`${name} starts`);
      await nextTurn();
      seen.push(`${name} ends`);
      if (name === 'b') throw new Error('b fails');
      return name;
    };
    const settled = await Promise.allSettled(['a', 'b', 'c'].map((name) => inTurn.run('key', task(name))));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} starts`, `${name} ends`]));
  });

  it('lets other keys go on', async () => {
    const inTurn = new InTurn(10);
    let release: (value: string) => void = () => undefined;
    const waiting = inTurn.run('one', () => new Promise<string>((resolve) => (release = resolve)));
    expect(await inTurn.run('two', () => Promise.resolve('done'))).toBe('done');
    release('late');
    expect(await waiting).toBe('late');
  });

  it('refuses what exceeds the line of its key, and goes on', async () => {
    const inTurn = new InTurn(2);
    const run = (key: string) => inTurn.run(key, () => nextTurn('done'));
    const settled = await Promise.allSettled([run('a'), run('a'), run('a'), run('b')]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(settled[2]).toMatchObject({ reason: expect.any(StoreOverloaded) });
    expect(await run('a')).toBe('done');
  });
});
