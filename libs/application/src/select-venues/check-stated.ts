import { firstOf, impossibleVenues, mustBePositive, mustBeWithin, under, type ImpossibleVenues } from '#domain/venues';
import { type StatedVenue } from './stated-split.js';

/**
 * What of stated venues has another name in a profile, or is no part of one and would be passed over, refused by the name under which it
 * was stated; undefined when nothing is wrong.
 */
export const impossibleStated = (venues: readonly StatedVenue[]): ImpossibleVenues | undefined =>
  firstOf(
    ...venues.map((venue, v) => {
      const { anyProbability = 0, meanUnits = 1, dealers = [] } = venue;
      return under(
        `venues.${v}`,
        firstOf(
          mustBeWithin('anyProbability', anyProbability, 0, 1),
          mustBePositive('meanUnits', meanUnits),
          ...OF_KINDS.map(([name, kinds]) =>
            venue[name] === undefined || kinds.includes(venue.kind)
              ? undefined
              : impossibleVenues(name, `left out of ${venue.kind}: of ${kinds.join(', ')} only`, venue[name]),
          ),
          ...dealers.map((dealer, d) =>
            dealers.indexOf(dealer) === d
              ? undefined
              : impossibleVenues(`dealers.${d}`, 'a dealer who is not named before', dealer),
          ),
        ),
      );
    }),
  );

const CROSSING: readonly StatedVenue['kind'][] = ['DARK', 'BLOCK', 'PERIODIC_AUCTION'];

/** What only some kinds of venue have. */
const OF_KINDS: readonly (readonly [keyof StatedVenue, readonly StatedVenue['kind'][]])[] = [
  ['widerBps', ['LIT']],
  ['anyProbability', CROSSING],
  ['meanUnits', CROSSING],
  ['minExecutionUnits', CROSSING],
  ['adverseSelectionBps', CROSSING],
  ['leakageBps', CROSSING],
  ['waitSeconds', [...CROSSING, 'RFQ']],
  ['dealers', ['RFQ']],
];
