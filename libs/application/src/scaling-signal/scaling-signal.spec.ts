import { describe, expect, it } from '@jest/globals';
import { backlogSeconds, desiredWorkers, JobSeconds, type JobLoad } from './index.js';

const load = (overrides: Partial<JobLoad> = {}): JobLoad => ({
  waiting: 100,
  secondsPerJob: 0.5,
  concurrency: 4,
  ...overrides,
});

describe('the signal to scale', () => {
  it.each<[string, Partial<JobLoad>, number | undefined]>([
    ['what waits over what one worker does in a second', {}, 12.5],
    ['0 when nothing waits', { waiting: 0 }, 0],
    ['0 when nothing waits and nothing was ever done', { waiting: 0, secondsPerJob: undefined }, 0],
    ['unknown before the first job is done', { secondsPerJob: undefined }, undefined],
  ])('is %s', (_, overrides, seconds) => {
    expect(backlogSeconds(load(overrides))).toBe(seconds);
  });

  it.each<[string, readonly JobLoad[], number]>([
    ['one when nothing waits', [load({ waiting: 0 })], 1],
    ['one while no rate is known', [load({ secondsPerJob: undefined })], 1],
    ['as many as empty the queues in time together', [load({ waiting: 1_000 }), load({ waiting: 500 })], 7],
    ['one for what one does in time', [load()], 1],
  ])('wants %s', (_, loads, workers) => {
    expect(desiredWorkers(loads, 30)).toBe(workers);
  });

  it('follows jobs that take longer', () => {
    const seconds = new JobSeconds();
    expect(seconds.value()).toBeUndefined();
    seconds.observe(1);
    expect(seconds.value()).toBe(1);
    for (let i = 0; i < 100; i += 1) seconds.observe(3);
    expect(seconds.value()).toBeCloseTo(3, 3);
  });
});
