import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StateReader, StateWriter } from '#domain/core';
import { type FamilyFactory, type FeatureContext, type FeatureDefinition } from '#domain/features';
import { type MarketEvent, type SessionDepth } from '#domain/market-data';
import { FeatureMarket } from '../factories/feature-market.js';
import { marketStream, mirrored, scaled, stretched } from '../factories/market-streams.js';

const RUNS = { numRuns: 12 };
/** Prices of the scaled market. */
export const SCALE = 3;

/** Turning prices around the middle keeps distances in ticks, and those in bps as far as the mid stays near the middle. */
const MIRROR_TOLERANCE = 5e-3;
/** Ratios of scaled prices differ in their last digits, small log returns in a few more. */
const SCALE_TOLERANCE = 1e-6;

const differs = (a: number, b: number, tolerance: number): boolean =>
  !Object.is(a, b) && !(Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), 0.1));

/** The features that are not what they should be, as `name: got, should be`. */
const differences = (
  definitions: readonly FeatureDefinition[],
  got: Float64Array,
  expected: Float64Array,
  tolerance: number,
): string[] =>
  definitions.flatMap(({ name }, i) =>
    differs(got[i]!, expected[i]!, tolerance) ? [`${name}: ${got[i]!}, should be ${expected[i]!}`] : [],
  );

const mirrorImage = (definitions: readonly FeatureDefinition[], vector: Float64Array): Float64Array =>
  Float64Array.from(definitions, ({ mirror }, i) => {
    if (mirror === 'SAME') return vector[i]!;
    // Not -x, which would tell 0 from -0.
    if (mirror === 'NEGATED') return 0 - vector[i]!;
    return vector[definitions.findIndex(({ name }) => name === mirror.as)]!;
  });

/** The market as it is, as its mirror image, or at `SCALE` times the prices. */
export type MarketImage = 'AS_IS' | 'MIRRORED' | 'SCALED';

interface Surroundings {
  /** What a family knows beside the events, as that would be of each image of the market. */
  readonly contextOf?: (image: MarketImage) => Partial<FeatureContext>;
  /** How many times slower the random markets move: longer windows need longer sessions. */
  readonly stretch?: number;
}

/** What every family of features keeps, whatever it measures. */
export const featureFamilyContract = (
  of: string,
  factories: readonly FamilyFactory[],
  { contextOf = () => ({}), stretch = 1 }: Surroundings = {},
): void => {
  const fresh = (image: MarketImage = 'AS_IS', depth: SessionDepth = 'LEVELS'): FeatureMarket =>
    new FeatureMarket(factories, {
      session: { tickUnits: image === 'SCALED' ? SCALE : 1, depth },
      context: contextOf(image),
    });
  const played = (events: readonly MarketEvent[], image?: MarketImage): Float64Array =>
    fresh(image)
      .play(...events)
      .vector();
  const stream = marketStream.map((events) => stretched(events, stretch));
  const { definitions } = fresh().engine;

  describe(`The families of ${of} keep the feature family contract`, () => {
    it('defines each feature once and in full', () => {
      expect(new Set(definitions.map((definition) => definition.name)).size).toBe(definitions.length);
      for (const { least, most, mirror, ...texts } of definitions) {
        expect(least).toBeLessThan(most);
        for (const text of Object.values(texts)) expect(text).not.toBe('');
        if (typeof mirror === 'string') continue;
        const image = definitions.find((definition) => definition.name === mirror.as);
        expect(image?.mirror).toEqual({ as: texts.name });
      }
    });

    it('stays within the range whenever somebody looks, says each feature at some time, and does not mind the looking', () => {
      const isSaid = definitions.map(() => false);
      fc.assert(
        fc.property(stream, (events) => {
          const watched = fresh();
          for (const event of events) {
            const vector = watched.play(event).vector();
            // No `expect` and no iterator here: this runs a million times.
            for (let i = 0; i < vector.length; i += 1) {
              const value = vector[i]!;
              if (value !== value) continue;
              const { name, least, most } = definitions[i]!;
              isSaid[i] = true;
              if (!(value >= least && value <= most)) throw new RangeError(`${name} is ${value}`);
            }
          }
          expect(watched.vector()).toEqual(played(events));
        }),
        { numRuns: 25, seed: 1 },
      );
      expect(definitions.filter((_, i) => !isSaid[i])).toEqual([]);
    });

    it('goes on from a saved state bit by bit', () => {
      fc.assert(
        fc.property(stream, fc.nat(), (events, cut) => {
          const market = fresh();
          const resumed = fresh();
          const stop = cut % events.length;
          market.play(...events.slice(0, stop));
          // The market's own state is not the families' business: the book is built again, unheard.
          resumed.tracker.follow({ onBook: () => undefined, onTrade: () => undefined, onSecond: () => undefined });
          resumed.play(...events.slice(0, stop));
          resumed.tracker.follow(resumed.engine);
          const state = new StateWriter();
          market.engine.save(state);
          const reader = new StateReader(state.state());
          resumed.engine.restore(reader);
          reader.end();
          expect(resumed.vector()).toEqual(market.vector());
          market.play(...events.slice(stop));
          resumed.play(...events.slice(stop));
          expect(resumed.vector()).toEqual(market.vector());
        }),
        RUNS,
      );
    });

    it('sees the mirrored market as each definition says', () => {
      fc.assert(
        fc.property(stream, (events) => {
          const expected = mirrorImage(definitions, played(events));
          expect(differences(definitions, played(mirrored(events), 'MIRRORED'), expected, MIRROR_TOLERANCE)).toEqual(
            [],
          );
        }),
        RUNS,
      );
    });

    it('does not feel the scale of prices where it says so', () => {
      fc.assert(
        fc.property(stream, (events) => {
          const wrong = differences(
            definitions,
            played(scaled(events, SCALE), 'SCALED'),
            played(events),
            SCALE_TOLERANCE,
          );
          const bound = definitions
            .filter(({ priceScaleFree }) => !priceScaleFree)
            .map((definition) => definition.name);
          expect(wrong.filter((text) => !bound.includes(text.split(':')[0]!))).toEqual([]);
        }),
        RUNS,
      );
    });

    it('works where only the best prices are known', () => {
      fc.assert(
        fc.property(stream, (events) => {
          const best = events.map((event) => (event.kind === 'LEVEL' ? { ...event, kind: 'BEST' as const } : event));
          const vector = fresh('AS_IS', 'TOP')
            .play(...best)
            .vector();
          for (const [i, { least, most }] of definitions.entries()) {
            expect(Number.isNaN(vector[i]!) || (vector[i]! >= least && vector[i]! <= most)).toBe(true);
          }
        }),
        RUNS,
      );
    });
  });
};
