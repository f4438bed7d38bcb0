import { describe, expect, it } from '@jest/globals';
import { overlappingSession, tradingSeconds } from './index.js';

const sessions = (...times: readonly string[]): { opens: string; closes: string }[] =>
  times.map((time) => {
    const [opens, closes] = time.split('-');
    return { opens: opens!, closes: closes! };
  });

describe('trading hours', () => {
  it.each([
    [['09:30-16:00'], 23_400],
    [['09:00-11:30', '12:30-15:00'], 18_000],
    [['17:00-16:00'], 82_800],
    [['00:00-00:00'], 86_400],
    [['08:30-15:15', '16:45-08:30'], 81_000],
  ])('%j last %d seconds a day and do not overlap', (times, seconds) => {
    expect(tradingSeconds({ timeZone: 'UTC', sessions: sessions(...times) })).toBe(seconds);
    expect(overlappingSession(sessions(...times))).toBe(-1);
  });

  it.each([
    [['09:00-12:00', '11:59-15:00'], 1],
    [['12:30-15:00', '09:00-11:30'], 1],
    [['09:00-12:00', '13:00-09:01'], 0],
    [['09:00-12:00', '13:00-14:00', '13:59-15:00'], 2],
  ])('%j overlap or are out of order at number %d', (times, at) => {
    expect(overlappingSession(sessions(...times))).toBe(at);
  });
});
