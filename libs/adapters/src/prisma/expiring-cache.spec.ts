import { describe, expect, it } from '@jest/globals';
import { ExpiringCache } from './expiring-cache.js';

describe('ExpiringCache', () => {
  it('forgets after its lifetime', () => {
    let nowMs = 0;
    const cache = new ExpiringCache<string>({ lifetimeMs: 10, entriesMax: 5, nowMs: () => nowMs });
    cache.set('a', 'x');
    nowMs = 9;
    expect(cache.get('a')).toBe('x');
    nowMs = 10;
    expect(cache.get('a')).toBeUndefined();
  });

  it('keeps the newest entries only', () => {
    const cache = new ExpiringCache<number>({ lifetimeMs: 10, entriesMax: 2, nowMs: () => 0 });
    for (const [name, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['c', 4],
    ] as const)
      cache.set(name, value);
    expect(['a', 'b', 'c'].map((name) => cache.get(name))).toEqual([3, undefined, 4]);
  });
});
