import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker, type BreakerState } from './circuit-breaker.js';

const POLICY = { failuresMax: 2, restMs: 1_000, restMsMax: 3_000 };

type Step = readonly ['asks', number, boolean] | readonly ['succeeds'] | readonly ['fails', number];

const played = (steps: readonly Step[]): BreakerState => {
  const breaker = new CircuitBreaker(POLICY);
  for (const step of steps) {
    if (step[0] === 'asks') expect([step[1], breaker.admits(step[1])]).toEqual([step[1], step[2]]);
    else if (step[0] === 'succeeds') breaker.succeeded();
    else breaker.failed(step[1]);
  }
  return breaker.state;
};

const OPENED: readonly Step[] = [
  ['fails', 0],
  ['fails', 0],
];

describe('CircuitBreaker', () => {
  it.each<[string, BreakerState, readonly Step[]]>([
    [
      'stays closed below the limit',
      'CLOSED',
      [
        ['fails', 0],
        ['asks', 0, true],
      ],
    ],
    ['counts failures in a row only', 'CLOSED', [['fails', 0], ['succeeds'], ['fails', 0], ['asks', 0, true]]],
    ['opens at the limit', 'OPEN', [...OPENED, ['asks', 999, false]]],
    [
      'lets one call try after the rest, and no second',
      'HALF_OPEN',
      [...OPENED, ['asks', 1_000, true], ['asks', 9_000, false]],
    ],
    [
      'closes when the trial succeeds',
      'CLOSED',
      [...OPENED, ['asks', 1_000, true], ['succeeds'], ['asks', 1_000, true]],
    ],
    [
      'rests twice as long after a trial that failed',
      'HALF_OPEN',
      [...OPENED, ['asks', 1_000, true], ['fails', 1_000], ['asks', 2_999, false], ['asks', 3_000, true]],
    ],
    [
      'rests no longer than the longest',
      'HALF_OPEN',
      [
        ...OPENED,
        ['asks', 1_000, true],
        ['fails', 1_000],
        ['asks', 3_000, true],
        ['fails', 3_000],
        ['asks', 5_999, false],
        ['asks', 6_000, true],
      ],
    ],
    [
      'forgets the longer rest once it closed',
      'HALF_OPEN',
      [
        ...OPENED,
        ['asks', 1_000, true],
        ['fails', 1_000],
        ['asks', 3_000, true],
        ['succeeds'],
        ['fails', 4_000],
        ['fails', 4_000],
        ['asks', 5_000, true],
      ],
    ],
    [
      'is not closed by a call that was admitted before it opened',
      'OPEN',
      [...OPENED, ['succeeds'], ['asks', 500, false]],
    ],
    ['does not rest longer for calls that fail late', 'HALF_OPEN', [...OPENED, ['fails', 900], ['asks', 1_000, true]]],
  ])('%s', (_, state, steps) => {
    expect(played(steps)).toBe(state);
  });
});
