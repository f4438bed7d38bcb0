import { type Estimate } from '#domain/scoring';
import {
  firstOf,
  impossibleVenues,
  mustBeFinite,
  mustBePositive,
  mustBeUnits,
  mustBeWithin,
  mustNotBeNegative,
  under,
  type Verdict,
} from '../failure.js';
import { checkFillCurve } from '../fills/fill-curve.js';
import { VENUE_KINDS, type CrossingVenue, type LitVenue, type RfqVenue, type VenueProfile } from './venue-profile.js';

const PANEL_MAX = 20;

/** What makes a profile impossible, by the path of the field; undefined when nothing does. */
export const checkProfile = (venue: VenueProfile, lotUnits: number): Verdict =>
  firstOf(
    venue.name.length > 0 ? undefined : impossibleVenues('name', 'one character at least', "''"),
    VENUE_KINDS.includes(venue.kind)
      ? undefined
      : impossibleVenues('kind', `one of ${VENUE_KINDS.join(', ')}`, venue.kind),
    mustBeLots('minUnits', venue.minUnits, lotUnits),
    mustBeLots('maxUnits', venue.maxUnits, lotUnits),
    venue.maxUnits >= venue.minUnits
      ? undefined
      : impossibleVenues('maxUnits', `at least minUnits, ${venue.minUnits}`, venue.maxUnits),
    mustBeFinite('makerFeeBps', venue.makerFeeBps),
    mustBeFinite('takerFeeBps', venue.takerFeeBps),
    mustNotBeNegative('latencySeconds', venue.latencySeconds),
  ) ?? checkKind(venue);

const mustBeLots = (field: string, units: number, lotUnits: number): Verdict =>
  Number.isSafeInteger(units) && units >= 0 && units % lotUnits === 0
    ? undefined
    : impossibleVenues(field, `whole lots of ${lotUnits}`, units);

const checkKind = (venue: VenueProfile): Verdict => {
  switch (venue.kind) {
    case 'LIT':
      return checkLit(venue);
    case 'RFQ':
      return checkRfq(venue);
    case 'DARK':
    case 'BLOCK':
    case 'PERIODIC_AUCTION':
      return checkCrossing(venue);
  }
};

const checkLit = ({ tickBps, widerBps, posting }: LitVenue): Verdict =>
  firstOf(
    mustNotBeNegative('tickBps', tickBps),
    mustNotBeNegative('widerBps', widerBps),
    posting === undefined
      ? undefined
      : under(
          'posting',
          firstOf(
            mustNotBeNegative('queueUnits', posting.queueUnits),
            under('adverseSelectionBps', checkEstimate(posting.adverseSelectionBps)),
            under('fills', checkFillCurve(posting.fills)),
          ),
        ),
  );

const checkCrossing = (venue: CrossingVenue): Verdict =>
  firstOf(
    mustBeUnits('minExecutionUnits', venue.minExecutionUnits, 0),
    mustNotBeNegative('waitSeconds', venue.waitSeconds),
    under('adverseSelectionBps', checkEstimate(venue.adverseSelectionBps)),
    under('leakageBps', checkEstimate(venue.leakageBps)),
    under('fills', checkFillCurve(venue.fills)),
  );

const checkRfq = (venue: RfqVenue): Verdict =>
  firstOf(
    venue.panel.length >= 1 && venue.panel.length <= PANEL_MAX
      ? undefined
      : impossibleVenues('panel', `1 to ${PANEL_MAX} dealers`, venue.panel.length),
    ...venue.panel.map(({ costBps, responseProbability, leakageBps }, i) =>
      under(
        `panel.${i}`,
        firstOf(
          mustBeFinite('costBps.mean', costBps.mean),
          mustBePositive('costBps.sd', costBps.sd),
          mustBeWithin('responseProbability', responseProbability, 0, 1),
          mustBeFinite('leakageBps', leakageBps),
        ),
      ),
    ),
    mustBePositive('referenceUnits', venue.referenceUnits),
    mustNotBeNegative('doublingBps', venue.doublingBps),
    mustBeWithin('rejectProbability', venue.rejectProbability, 0, 1),
    mustNotBeNegative('hedgeMoveBps', venue.hedgeMoveBps),
    mustBeFinite('rejectMoveBps', venue.rejectMoveBps),
    mustNotBeNegative('waitSeconds', venue.waitSeconds),
  );

const checkEstimate = ({ value, sd }: Estimate): Verdict =>
  firstOf(mustBeFinite('value', value), mustNotBeNegative('sd', sd));
