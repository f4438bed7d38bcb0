import { describe, expect, it } from '@jest/globals';
import { checkScheduledNews, newsTension, tenseFactor, type ScheduledNews } from './scheduled-news.js';

const NEWS: ScheduledNews = {
  atSeconds: 7200,
  leadSeconds: 3600,
  spreadFactor: 2,
  depthFactor: 0.25,
  volatilityFactor: 3,
  gapBps: 30,
  recoveryHalfLifeSeconds: 300,
};

describe('newsTension', () => {
  it.each([
    [0, 0],
    [3600, 0],
    [5400, 0.5],
    [7200, 1],
    [7500, 0.5],
    [8100, 0.125],
  ])('at %d s is %d', (seconds, tension) => {
    expect(newsTension(NEWS, seconds)).toBeCloseTo(tension, 12);
  });

  it('of news without a lead comes with it', () => {
    expect([7199, 7200].map((seconds) => newsTension({ ...NEWS, leadSeconds: 0 }, seconds))).toEqual([0, 1]);
  });
});

describe('tenseFactor', () => {
  it.each([
    [2, 0, 1],
    [2, 0.5, 1.5],
    [0.25, 1, 0.25],
  ])('of height %d at tension %d is %d', (height, tension, factor) => {
    expect(tenseFactor(height, tension)).toBeCloseTo(factor, 12);
  });
});

describe('checkScheduledNews', () => {
  it('finds nothing wrong with the surge of the product', () => {
    expect(checkScheduledNews(NEWS)).toBeUndefined();
  });

  it.each<[keyof ScheduledNews, number]>([
    ['atSeconds', -1],
    ['leadSeconds', NaN],
    ['spreadFactor', 0.5],
    ['depthFactor', 0],
    ['volatilityFactor', 0],
    ['gapBps', -1],
    ['recoveryHalfLifeSeconds', 0],
  ])('refuses an impossible %s of %d by name', (field, value) => {
    expect(checkScheduledNews({ ...NEWS, [field]: value }, 'news.0')?.field).toBe(`news.0.${field}`);
  });
});
