import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEATURE_SET_V1, SignalTable, type SignalRow } from '#domain/features';
import { featureSession, OPEN_NS } from '../factories/feature-market.js';
import { surroundings } from '../factories/feature-surroundings.js';
import { marketStream, stretched } from '../factories/market-streams.js';
import { PeerMarket, type PeerEvent } from '../factories/peer-market.js';

const RUNS = { numRuns: 8 };
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
      known: fc.integer({ min: -1000, max: 4000 }),
      event: fc.integer({ min: -500, max: 500 }),
      version: fc.integer({ min: 1, max: 3 }),
      value: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ name, isOwn, known, event, version, value }): SignalRow => {
      const knownAt = origin + BigInt(OPEN_NS) + BigInt(known) * 1_000_000_000n;
      const eventAt = knownAt + BigInt(event) * 1_000_000_000n;
      const scope = isOwn ? (`instrument:${instrumentId}` as const) : 'market:TEST';
      return { name, scope, knownAt, eventAt, value: event > 0 ? NaN : value / 100, source: 'test', version };
    }),
  { maxLength: 40 },
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

/** What the features were after each event of a replay. */
const vectorsOf = (market: PeerMarket, events: readonly PeerEvent[]): ReadonlyMap<PeerEvent, Record<string, number>> =>
  new Map(events.map((event) => [event, named(market.play(event).vector())]));

const named = (vector: Float64Array): Record<string, number> =>
  Object.fromEntries(FEATURE_SET_V1.definitions.map(({ name }, i) => [name, vector[i]!]));

describe('feature set v1', () => {
  it('as of a time is the same, bit by bit, where nothing later was ever there', () => {
    fc.assert(
      fc.property(peerStream, signalRows, fc.double({ min: 0, max: 1, noNaN: true }), (events, rows, part) => {
        const [firstNs, lastNs] = [events[0]!.event.timeNs, events.at(-1)!.event.timeNs];
        const nowNs = Math.round(firstNs + part * (lastNs - firstNs));
        const past = events.filter(({ event }) => event.timeNs <= nowNs);
        const knownRows = rows.filter(({ knownAt }) => knownAt <= origin + BigInt(nowNs));
        const last = past.at(-1)!;
        const whole = vectorsOf(follow(rows), events).get(last);
        expect(whole).toEqual(vectorsOf(follow(knownRows), past).get(last));
      }),
      RUNS,
    );
  });
});
