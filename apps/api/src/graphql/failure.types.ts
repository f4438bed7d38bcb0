import { createUnionType, Field, InterfaceType, ObjectType } from '@nestjs/graphql';
import { type Failure } from '#domain/core';

/** An expected failure: a value of the API, not an error. */
@InterfaceType({ description: 'An expected failure: what went wrong, where, and what is allowed there.' })
export abstract class ExpectedError {
  @Field(() => String, { description: 'Stable, for programs.' }) code!: string;
  @Field(() => String, { description: 'For people.' }) message!: string;
  @Field(() => String, { nullable: true, description: 'Path of the field concerned, e.g. quotes.3.price.' })
  field?: string;
  @Field(() => String, { nullable: true, description: 'What is allowed there, or what to do.' }) allowed?: string;
}

const failureType = (name: string, description: string): new () => ExpectedError => {
  class FailureType extends ExpectedError {}
  Object.defineProperty(FailureType, 'name', { value: name });
  ObjectType(name, { description, implements: () => ExpectedError })(FailureType);
  return FailureType;
};

/** One GraphQL type per failure code. */
const FAILURE_TYPES = {
  UNKNOWN_INSTRUMENT: failureType('UnknownInstrument', 'The instrument is not in this market session.'),
  STALE_MARKET: failureType('StaleMarket', 'The market is too old to decide on.'),
  CROSSED_MARKET: failureType('CrossedMarket', 'The best bid is above the best ask.'),
  INVALID_HORIZON: failureType(
    'InvalidHorizon',
    'A block is worked within a time or at a participation that is possible.',
  ),
  NO_FEATURES: failureType('NoFeatures', 'No features were recorded by that moment.'),
  MARKET_NOT_TRADABLE: failureType('MarketNotTradable', 'Trading is halted or closed, or the book has only one side.'),
  INVALID_QUANTITY: failureType('InvalidQuantity', 'A quantity is not positive, not whole lots, or too large.'),
  INVALID_VALIDITY: failureType('InvalidValidity', 'A quote does not say in exactly one way until when it is valid.'),
  FORECAST_UNAVAILABLE: failureType('ForecastUnavailable', 'No model can answer, not even the published formulas.'),
  ALL_QUOTES_EXPIRED: failureType('AllQuotesExpired', 'Every quote had expired at the decision time.'),
  NO_QUOTE_SCORABLE: failureType('NoQuoteScorable', 'No quote could be scored.'),
  SIZE_NOT_QUOTABLE: failureType('SizeNotQuotable', 'The block is too large to be priced.'),
  SIZE_BEYOND_LADDER: failureType('SizeBeyondLadder', 'The desk does not price so large a block.'),
  IMPOSSIBLE_QUOTE_INPUT: failureType('ImpossibleQuoteInput', 'Something that a quote rests on cannot be.'),
  IMPOSSIBLE_COVARIANCE: failureType('ImpossibleCovariance', 'Risks or returns as they are stated are no covariance.'),
  INVENTORY_LIMIT: failureType('InventoryLimit', 'The inventory could come to lie beyond its limit.'),
  KILL_SWITCH: failureType('KillSwitch', 'No quote leaves the desk.'),
  NOTIONAL_LIMIT: failureType('NotionalLimit', 'Live quotes of the client or the desk are worth too much.'),
  MESSAGE_LIMIT: failureType('MessageLimit', 'The client or the desk was quoted too often within a second.'),
  SECOND_PERSON_REQUIRED: failureType('SecondPersonRequired', 'Who engaged the kill switch may not release it.'),
  IMPOSSIBLE_OUTCOME: failureType('ImpossibleOutcome', 'The quote cannot have ended so.'),
  OUTCOME_RECORDED: failureType('OutcomeRecorded', 'The quote has ended otherwise.'),
  IMPOSSIBLE_PARAMETERS: failureType('ImpossibleParameters', 'What is to be simulated cannot be, or is too much.'),
  IDEMPOTENCY_CONFLICT: failureType('IdempotencyConflict', 'The idempotency key belongs to another request.'),
  ALL_OR_NONE: failureType('AllOrNone', 'A part of what goes whole.'),
  CROSSED_QUOTE: failureType('CrossedQuote', "The quote's bid is above its offer."),
  DEALER_NOT_ASKED: failureType('DealerNotAsked', 'The dealer is not of the panel.'),
  DUPLICATE_ID: failureType('DuplicateId', 'The id was used for something else.'),
  INVALID_EXPIRY: failureType('InvalidExpiry', 'A request does not say in one way when it expires, within its day.'),
  INVALID_LEGS: failureType('InvalidLegs', 'The legs are no outright and no package.'),
  INVALID_PANEL: failureType('InvalidPanel', 'The dealers are none, too many, or one twice.'),
  INVALID_PRICE: failureType('InvalidPrice', 'A price cannot be meant.'),
  INVALID_SENDING_TIME: failureType('InvalidSendingTime', "The dealer's clock is wrong."),
  LIMIT_REACHED: failureType('LimitReached', 'The request holds no more of it.'),
  NOT_ALLOWED_NOW: failureType('NotAllowedNow', 'There is no such move from where the dealer or the request stands.'),
  QUOTE_NOT_LIVE: failureType('QuoteNotLive', 'The quote was replaced, has expired, or was never made.'),
  REQUEST_CLOSED: failureType('RequestClosed', 'The request is not open, or it ended otherwise.'),
  WRONG_SIDE: failureType('WrongSide', 'The client does not trade on that side.'),
  NO_DEALER_KNOWN: failureType('NoDealerKnown', 'Nobody is known who could be asked.'),
  NO_QUOTE_STANDS: failureType('NoQuoteStands', 'No quote stands on this side of the request.'),
  PACKAGE_NOT_RANKED: failureType('PackageNotRanked', 'A package of several legs has no fair price yet.'),
  UNKNOWN_QUOTE_REQUEST: failureType('UnknownQuoteRequest', 'This desk has no such request for quote.'),
  TOO_FEW_EXPLORED: failureType('TooFewExplored', 'Too few quotes were moved at random to compare.'),
  UNKNOWN_TRADE: failureType('UnknownTrade', 'This desk has recorded no such trade.'),
  UNKNOWN_DECISION: failureType('UnknownDecision', 'This desk has no such decision.'),
  IMPOSSIBLE_FILL: failureType('ImpossibleFill', 'An order cannot have been filled so.'),
  UNKNOWN_PLAN: failureType('UnknownPlan', 'This desk has no such plan.'),
  REASON_MISSING: failureType('ReasonMissing', 'What was done is not what was advised, and nobody says why.'),
  UNKNOWN_MODEL: failureType('UnknownModel', 'There is no such model version.'),
  UNKNOWN_FORECAST_BATCH: failureType('UnknownForecastBatch', 'This desk has no such batch of forecasts.'),
  UNKNOWN_SIMULATION_RUN: failureType('UnknownSimulationRun', 'This desk has no such simulation run.'),
  NO_SIMULATED_AUCTIONS: failureType('NoSimulatedAuctions', 'No dealers are simulated for this instrument.'),
  INVALID_SCHEDULE: failureType('InvalidSchedule', 'An order cannot be planned as it is stated.'),
  INFEASIBLE_PLAN: failureType('InfeasiblePlan', 'The participation cap leaves no room for the order.'),
  IMPOSSIBLE_VENUES: failureType('ImpossibleVenues', 'A venue or a limit cannot be as it is stated.'),
  NO_VENUE_ELIGIBLE: failureType('NoVenueEligible', 'No venue may take any of the order.'),
  NO_SPLIT_ALLOWED: failureType('NoSplitAllowed', 'Bounds and limits leave no split that sums to the order.'),
  TOO_MANY_WAITING: failureType('TooManyWaiting', 'So much waits to be computed that no more is taken now.'),
  INVALID_PORTFOLIO: failureType('InvalidPortfolio', 'Blocks, scenarios or urgencies that are no portfolio together.'),
  IMPOSSIBLE_GRID: failureType('ImpossibleGrid', 'What is varied cannot be.'),
  TOO_MANY_ROWS: failureType('TooManyRows', 'An analysis, or all that wait for a desk, would have too many rows.'),
  UNKNOWN_ANALYSIS: failureType('UnknownAnalysis', 'This desk has no such analysis.'),
} as const;

export type FailureCode = keyof typeof FAILURE_TYPES;

/** A union of one success type and the failures that may come instead; a value with a `code` is a failure. */
export const resultUnion = (
  name: string,
  success: new () => object,
  successName: string,
  codes: readonly FailureCode[],
): object =>
  createUnionType({
    name,
    types: () => [success, ...codes.map((code) => FAILURE_TYPES[code])],
    resolveType: (value: Partial<Failure<FailureCode>>) =>
      value.code === undefined ? successName : FAILURE_TYPES[value.code].name,
  });
