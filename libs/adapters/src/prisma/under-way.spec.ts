import { describe, expect, it } from '@jest/globals';
import { UnderWay } from './under-way.js';

describe('UnderWay', () => {
  const counted = () => {
    const underWay = new UnderWay<number>();
    let looks = 0;
    const look = (name: string): Promise<number> =>
      underWay.look(name, async () => {
        looks += 1;
        const nth = looks;
        await Promise.resolve();
        if (name === 'bad') throw new Error('bad');
        return nth;
      });
    return { look, looks: () => looks };
  };

  it('looks once for all who ask at once, by name, and again for who asks later', async () => {
    const { look, looks } = counted();
    expect(await Promise.all([look('a'), look('a'), look('b'), look('a')])).toEqual([1, 1, 2, 1]);
    expect(await look('a')).toBe(3);
    expect(looks()).toBe(3);
  });

  it('a look that fails fails for all who waited for it, and is not remembered', async () => {
    const { look, looks } = counted();
    const outcomes = await Promise.allSettled([look('bad'), look('bad')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(look('bad')).rejects.toThrow('bad');
    expect(looks()).toBe(2);
  });
});
