import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEATURE_SET_V1, SignalTable, type SignalRow } from '#domain/features';
import { featureSession, OPEN_NS } from '../factories/feature-market.js';
import { surroundings } from '../factories/feature-surroundings.js';
import { marketStream, stretched } from '../factories/market-streams.js';
import { PeerMarket, type PeerEvent } from '../factories/peer-market.js';

const RUNS = { numRuns: 15 };
/** Long enough for most windows to fill. */
const STRETCH = 10;
const { origin, instrumentId } = featureSession();

const NAMES = ['sentiment', 'implied-volatility', 'event'];

/** Figures, corrections and announcements, known before and during the session. */
const signalRows = fc.array(
  fc
    .record({
      name: fc.constantFrom(...NAMES),
      isOwn: fc.boolean(),
      known: fc.integer({ min: -200, max: 3000 }),
      event: fc.integer({ min: -900, max: 900 }),
      version: fc.integer({ min: 1, max: 3 }),
      value: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ name, isOwn, known, event, version, value }): SignalRow => {
      const knownAt = origin + BigInt(OPEN_NS) + BigInt(known) * 1_000_000_000n;
      const eventAt = knownAt + BigInt(event) * 1_000_000_000n;
      const scope = isOwn ? (`instrument:${instrumentId}` as const) : 'market:TEST';
      return { name, scope, knownAt, eventAt, value: event > 0 ? NaN : value / 100, source: 'test', version };
    }),
  { minLength: 60, maxLength: 120 },
);

const peerStream = fc
  .tuple(marketStream, marketStream)
  .map(([own, peer]): readonly PeerEvent[] =>
    [
      ...stretched(own, STRETCH).map((event) => ({ of: 'OWN' as const, event })),
      ...stretched(peer, STRETCH).map((event) => ({ of: 'PEER' as const, event })),
    ].sort((a, b) => a.event.timeNs - b.event.timeNs),
  );

const follow = (rows: readonly SignalRow[]): PeerMarket =>
  new PeerMarket(FEATURE_SET_V1.families, {
    ...surroundings({ price: (price) => price, isMirrored: false }),
    signals: new SignalTable(rows).lookup({ instrumentId, markets: ['TEST'], origin }),
  });

/** The features after the event at `index` of a replay that goes on to its end. */
const vectorAt = (market: PeerMarket, events: readonly PeerEvent[], index: number): Record<string, number> => {
  const vector = market.play(...events.slice(0, index + 1)).vector();
  market.play(...events.slice(index + 1));
  return Object.fromEntries(FEATURE_SET_V1.definitions.map(({ name }, i) => [name, vector[i]!]));
};

describe('feature set v1', () => {
  it('as of a time is the same, bit by bit, where nothing later was ever there', () => {
    fc.assert(
      fc.property(peerStream, signalRows, fc.nat(), (events, rows, cut) => {
        const { timeNs } = events[cut % events.length]!.event;
        const past = events.filter(({ event }) => event.timeNs <= timeNs);
        const knownRows = rows.filter(({ knownAt }) => knownAt <= origin + BigInt(timeNs));
        const whole = vectorAt(follow(rows), events, past.length - 1);
        expect(whole).toEqual(vectorAt(follow(knownRows), past, past.length - 1));
      }),
      RUNS,
    );
  });
});
