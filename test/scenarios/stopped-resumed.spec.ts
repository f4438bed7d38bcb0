import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SessionDay, type Surroundings } from '#application/play-session';
import { type InstrumentState } from '#application/ports';
import { temporaryFolder } from '../factories/recordings/index.js';
import { ObservedDay, stepsOf, stops } from './observed-day.js';
import { MARKETS, recordedDay, surroundingsOf, type MarketName } from './recorded-markets.js';

const base = temporaryFolder();
const RUNS = { numRuns: 5, endOnFailure: true };
/** States are compared at so many places after a stop. */
const LOOKS = 4;

/** Enough for windows to fill and empty again; a market per second is what costs. */
const SECONDS: Readonly<Record<MarketName, number>> = {
  LEAN: 2400,
  LOBSTER: 300,
  Binance: 200,
  Bitstamp: 240,
  living: 120,
};

interface Look {
  readonly told: readonly InstrumentState[];
  readonly held: Float64Array;
}

/** The positions at which two states differ, -0 and 0 too. */
const differingFrom = (state: Float64Array, other: Float64Array): number[] => {
  const differing: number[] = state.length === other.length ? [] : [Math.min(state.length, other.length)];
  state.forEach((value, i) => {
    if (!Object.is(value, other[i])) differing.push(i);
  });
  return differing;
};

/** Loses a change of the book every so often, so that the guard holds back what follows and then gives up. */
const withGaps = ([lines]: string[][]): void => {
  for (let i = 400; i < lines!.length; i += 400) {
    const lost = lines!.findIndex((line, at) => at >= i && line.includes('depthUpdate'));
    if (lost >= 0) lines!.splice(lost, 1);
  }
};

describe.each(MARKETS)('a %s day', (market) => {
  let day: SessionDay;
  let surroundings: Surroundings;
  let steps: Awaited<ReturnType<typeof stepsOf>>;
  let places: readonly number[];

  const fresh = (): ObservedDay => new ObservedDay(day, surroundings);

  /** Everything that is told of the instruments, and all that is held of them, at some places after the stop and at the end. */
  const goOn = (played: ObservedDay, from: number): readonly Look[] => {
    const seen: Look[] = [];
    let at = from;
    for (let look = 1; look <= LOOKS; look += 1) {
      const left = places.filter((place) => place > at);
      const next = look === LOOKS ? steps.length : (left[Math.floor(left.length / (LOOKS - look + 1))] ?? steps.length);
      played.play(steps, at, next);
      seen.push({ told: played.instruments.map((instrument) => instrument.state()), held: played.save() });
      at = next;
    }
    return seen;
  };

  const expectNoDifference = (place: number): void => {
    const unstopped = fresh();
    unstopped.play(steps, 0, place);
    const resumed = fresh().restore(unstopped.save());
    const [got, expected] = [goOn(resumed, place), goOn(unstopped, place)];
    expect(got.map(({ told }) => told)).toEqual(expected.map(({ told }) => told));
    expect(got.map(({ held }, i) => differingFrom(held, expected[i]!.held))).toEqual(got.map(() => []));
  };

  beforeAll(async () => {
    day = await recordedDay(market, { base, seconds: SECONDS[market], spoil: withGaps });
    surroundings = surroundingsOf(day);
    steps = await stepsOf(day);
    places = stops(steps);
  });

  it('that was stopped anywhere and resumed goes on bit by bit as if it had not been', () => {
    fc.assert(
      fc.property(fc.nat(), (drawn) => {
        expectNoDifference(places[drawn % places.length]!);
      }),
      RUNS,
    );
  });

  if (market === 'Binance') {
    it('that was stopped while messages were held back for a missing one: it is waited for, and given up', () => {
      const played = fresh();
      let at = 0;
      const faults = (): unknown => played.instruments.map(({ tracker }) => tracker.quality().faults.GAP);
      const place = places.find((candidate) => {
        played.play(steps, at, candidate);
        at = candidate;
        const { rows, validity } = played.instruments[0]!.tracker.quality();
        return rows.held > 0 && validity === 'VALID';
      })!;
      expect([played.instruments[0]!.tracker.quality().rows.held > 0, faults()]).toEqual([true, [0, 0]]);
      expectNoDifference(place);
      played.play(steps, place, steps.length);
      expect(faults()).toEqual([1, 0]);
    });
  }
});
