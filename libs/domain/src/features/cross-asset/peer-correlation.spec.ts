import { describe, expect, it } from '@jest/globals';
import { at, FeatureMarket } from '../../../../../test/factories/feature-market.js';
import { PeerMarket, type PeerEvent } from '../../../../../test/factories/peer-market.js';
import { quoteAround } from '../../../../../test/factories/quote-around.js';
import { peerCorrelation } from './peer-correlation.js';

/** A mid of `mids[i]` from half a second into each second `i` on. */
const path = (of: PeerEvent['of'], mids: readonly number[]): PeerEvent[] =>
  mids.flatMap((mid, i) => quoteAround(i + 0.5, mid).map((event) => ({ of, event })));

const inTimeOrder = (...paths: PeerEvent[][]): PeerEvent[] =>
  paths.flat().sort((a, b) => a.event.timeNs - b.event.timeNs);

const after = (seconds: number, ...paths: PeerEvent[][]): number[] => [
  ...new PeerMarket([peerCorrelation])
    .play(...inTimeOrder(...paths))
    .advanceTo(at(seconds))
    .vector(),
];

/** Up and down, never twice alike within a few minutes. */
const wander = (steps: number): number[] =>
  Array.from({ length: steps }, (_, i) => 100_000 + 40 * ((i * i * 7 + i) % 23) + ((i * 13) % 11));

const SECONDS = 200;
const WANDER = wander(SECONDS + 5);

describe('peer correlation', () => {
  it('is one with a peer that does the same, whose beta is one, and nobody leads', () => {
    const mids = WANDER.slice(0, SECONDS);
    const [correlation, beta, lead] = after(SECONDS, path('OWN', mids), path('PEER', mids));
    expect(correlation).toBeCloseTo(1, 12);
    expect(beta).toBeCloseTo(1, 12);
    expect(lead).toBeCloseTo(0, 12);
  });

  it('is minus one with a peer that does twice the opposite, with a beta of minus a half', () => {
    const mids = WANDER.slice(0, SECONDS).map((mid) => mid / 1e5);
    const opposite = mids.map((mid) => 1e5 * mid ** -2);
    const [correlation, beta] = after(
      SECONDS,
      path(
        'OWN',
        mids.map((mid) => 1e5 * mid),
      ),
      path('PEER', opposite),
    );
    expect(correlation).toBeCloseTo(-1, 6);
    expect(beta).toBeCloseTo(-0.5, 6);
  });

  it('says that the peer leads when the own mid does the same five seconds later', () => {
    const [own, peer] = [WANDER.slice(0, SECONDS), WANDER.slice(5)];
    const [, , lead] = after(SECONDS, path('OWN', own), path('PEER', peer));
    const [, , follow] = after(SECONDS, path('OWN', peer), path('PEER', own));
    expect(lead).toBeGreaterThan(0.5);
    expect(follow).toBeCloseTo(-lead!, 12);
  });

  it('is missing without a peer, with fewer than sixty pairs, and where one stands still', () => {
    expect([...new FeatureMarket([peerCorrelation]).play(...quoteAround(0, 10_000)).vector()]).toEqual([NaN, NaN, NaN]);
    const [short, still] = [WANDER.slice(0, 64), WANDER.map(() => 100_000)];
    expect(after(64, path('OWN', short), path('PEER', short))).toEqual([NaN, NaN, NaN]);
    expect(after(SECONDS, path('OWN', WANDER), path('PEER', still))).toEqual([NaN, NaN, NaN]);
  });
});
