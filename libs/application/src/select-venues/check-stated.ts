import { firstOf, mustBePositive, mustBeWithin, under, type ImpossibleVenues } from '#domain/venues';
import { type StatedVenue } from './stated-split.js';

/** What of stated venues has another name in a profile, refused by the name under which it was stated; undefined when nothing is wrong. */
export const impossibleStated = (venues: readonly StatedVenue[]): ImpossibleVenues | undefined =>
  firstOf(
    ...venues.map(({ anyProbability = 0, meanUnits = 1 }, v) =>
      under(
        `venues.${v}`,
        firstOf(mustBeWithin('anyProbability', anyProbability, 0, 1), mustBePositive('meanUnits', meanUnits)),
      ),
    ),
  );
