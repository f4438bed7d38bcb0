import { describe, expect, it } from '@jest/globals';
import { checkScheduledNews, type ScheduledNews } from './scheduled-news.js';

const NEWS: ScheduledNews = {
  atSeconds: 7200,
  leadSeconds: 3600,
  spreadFactor: 2,
  depthFactor: 0.25,
  volatilityFactor: 3,
  gapBps: 30,
  recoveryHalfLifeSeconds: 300,
};

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
