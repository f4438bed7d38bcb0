import { describe, expect, it } from '@jest/globals';
import { formatInstant, parseInstant } from '#domain/core';
import { MemoryFeatureHistory, MemoryMarketState } from '#adapters/memory';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market } from '../../../../test/factories/market.js';
import { readFeatures, type ReadFeaturesPorts } from './index.js';

const NOW = parseInstant('2024-03-05T15:00:00Z')!;
const ago = (seconds: number): string => formatInstant(NOW - BigInt(seconds) * 1_000_000_000n);

const features = (asOf: string) => ({ instrumentId: 'TEST', set: 'v1', asOf, values: [1, null] });

/** Features recorded 60 and 30 seconds ago, and those of 10 seconds ago in memory when the feed `isHeard`. */
const ports = (isHeard: boolean): ReadFeaturesPorts => {
  const state = new MemoryMarketState();
  state.setNow(NOW);
  if (isHeard) state.setState(instrumentState(market(), { features: features(ago(10)) }));
  const history = new MemoryFeatureHistory();
  for (const seconds of [60, 30]) history.record(features(ago(seconds)));
  return { market: state, history };
};

describe('readFeatures', () => {
  it.each<[string, boolean, number | undefined, number]>([
    ['now', true, undefined, 10],
    ['now, of a feed not heard since the start', false, undefined, 30],
    ['of this moment', true, 0, 10],
    ['of the very moment of the latest', true, 10, 10],
    ['of a moment before the latest', true, 11, 30],
    ['of the very moment of a record', true, 30, 30],
    ['of long ago', true, 59, 60],
  ])('%s are the last that were known then', async (_, isHeard, secondsAgo, expected) => {
    const at = secondsAgo === undefined ? undefined : parseInstant(ago(secondsAgo))!;
    expect(await readFeatures(ports(isHeard), 'TEST', at)).toEqual({ ok: true, value: features(ago(expected)) });
  });

  it.each<[string, string, number, string]>([
    ['before the first record', 'TEST', 61, 'NO_FEATURES'],
    ['of a moment that has not come', 'TEST', -1, 'NO_FEATURES'],
    ['of an instrument that nobody knows', 'OTHER', 0, 'UNKNOWN_INSTRUMENT'],
  ])('%s there are none', async (_, instrumentId, secondsAgo, code) => {
    const found = await readFeatures(ports(true), instrumentId, parseInstant(ago(secondsAgo)));
    expect(found).toMatchObject({ ok: false, error: { code } });
  });
});
