import { describe, expect, it } from '@jest/globals';
import { eventTension, tenseFactor, type ScheduledEvent } from './scheduled-event.js';

const EVENT: ScheduledEvent = {
  atSeconds: 7200,
  leadSeconds: 3600,
  spreadFactor: 2,
  depthFactor: 0.25,
  volatilityFactor: 3,
  gapBps: 30,
  recoveryHalfLifeSeconds: 300,
};

describe('eventTension', () => {
  it.each([
    [0, 0],
    [3600, 0],
    [5400, 0.5],
    [7200, 1],
    [7500, 0.5],
    [8100, 0.125],
  ])('at %d s is %d', (seconds, tension) => {
    expect(eventTension(EVENT, seconds)).toBeCloseTo(tension, 12);
  });

  it('of news without a lead comes with it', () => {
    expect([7199, 7200].map((seconds) => eventTension({ ...EVENT, leadSeconds: 0 }, seconds))).toEqual([0, 1]);
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
