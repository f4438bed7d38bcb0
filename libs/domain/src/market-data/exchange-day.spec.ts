import { describe, expect, it } from '@jest/globals';
import { formatInstant } from '#domain/core';
import { exchangeMidnight } from './index.js';

describe('midnight of an exchange', () => {
  it.each([
    ['2013-10-07', 'America/New_York', '2013-10-07T04:00:00'],
    ['2013-12-02', 'America/New_York', '2013-12-02T05:00:00'],
    // Clocks changed at 2 in the morning: 09:30 is 9.5 hours after this.
    ['2013-11-03', 'America/New_York', '2013-11-03T05:00:00'],
    ['2013-03-10', 'America/New_York', '2013-03-10T04:00:00'],
    ['2024-07-18', 'UTC', '2024-07-18T00:00:00'],
    ['2024-07-18', 'Asia/Tokyo', '2024-07-17T15:00:00'],
    ['2024-07-18', 'Asia/Kolkata', '2024-07-17T18:30:00'],
    // Clocks went forward on the 29th at 2:45 there.
    ['2024-09-29', 'Pacific/Chatham', '2024-09-28T10:15:00'],
  ])('%s in %s is %s UTC', (date, timeZone, utc) => {
    expect(formatInstant(exchangeMidnight(date, timeZone)!).slice(0, 19)).toBe(utc);
  });

  it.each(['2013-02-29', '2013-13-01', 'today'])('there is no day %s', (date) => {
    expect(exchangeMidnight(date, 'UTC')).toBeUndefined();
  });

  it('refuses an unknown time zone', () => {
    expect(() => exchangeMidnight('2013-10-07', 'Mars/Olympus')).toThrow(RangeError);
  });
});
