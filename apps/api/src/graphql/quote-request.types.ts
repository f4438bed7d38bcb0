import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import {
  type DealerStatus,
  type MissedMarkoutReason,
  type QuotedSide,
  type RequestedSide,
  type RfqLeg,
  type RfqStatus,
} from '#domain/rfq';
import {
  DealerStatusEnum,
  MissedMarkoutReasonEnum,
  QuoteRequestStatusEnum,
  RequestedSideEnum,
  SideEnum,
} from './enums.js';
import { RankedQuotesType } from './evaluate-quotes.types.js';
import { resultUnion, type FailureCode } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';

@ObjectType('QuoteRequestLeg')
export class QuoteRequestLegType implements RfqLeg {
  @Field(() => ID) instrumentId!: string;
  @Field(() => SideEnum, { description: 'What a client who buys the package does with this leg.' }) side!: Side;
  @Field(() => Float, { description: 'Whole lots of the instrument in one lot of the request.' }) lotsPerLot!: number;
}

@ObjectType('QuotedSide', { description: 'What a dealer shows on one side.' })
export class QuotedSideType implements QuotedSide {
  @Field(() => Float) price!: number;
  @Field(() => Float) lots!: number;
}

@ObjectType('SubmittedQuote', { description: "A dealer's last quote, whatever became of it." })
export class SubmittedQuoteType {
  @Field(() => String) quoteId!: string;
  @Field(() => QuotedSideType, { nullable: true }) bid?: QuotedSide;
  @Field(() => QuotedSideType, { nullable: true }) offer?: QuotedSide;
  @Field(() => Boolean, { description: 'It is taken whole or not at all.' }) allOrNone!: boolean;
  @Field(() => InstantScalar) quotedAt!: string;
  @Field(() => InstantScalar) validUntil!: string;
  @Field(() => Float, { description: 'How long the dealer may hold an acceptance; 0 is firm.' }) lastLookMs!: number;
}

@ObjectType('CounterPrice', { description: 'What the client would trade at, while a dealer is COUNTERED.' })
export class CounterPriceType {
  @Field(() => SideEnum) side!: Side;
  @Field(() => Float) price!: number;
  @Field(() => Float) lots!: number;
}

@ObjectType('TakenQuote', { description: 'What was hit or lifted, while a dealer is TAKEN.' })
export class TakenQuoteType {
  @Field(() => SideEnum, { description: 'Of the client.' }) side!: Side;
  @Field(() => Float) price!: number;
  @Field(() => Float) lots!: number;
  @Field(() => Float, { description: 'Neither filled nor rejected.' }) unsettledLots!: number;
  @Field(() => InstantScalar) takenAt!: string;
}

@ObjectType('QuoteFill')
export class QuoteFillType {
  @Field(() => String, { description: "The dealer's own (FIX ExecID 17)." }) execId!: string;
  @Field(() => SideEnum, { description: 'Of the client.' }) side!: Side;
  @Field(() => Float) price!: number;
  @Field(() => Float) lots!: number;
  @Field(() => InstantScalar) at!: string;
}

@ObjectType('QuoteRequestDealer', { description: 'What stands between the client and one dealer of the panel.' })
export class QuoteRequestDealerType {
  @Field(() => String) dealer!: string;
  @Field(() => DealerStatusEnum) status!: DealerStatus;
  @Field(() => SubmittedQuoteType, { nullable: true }) quote?: SubmittedQuoteType;
  @Field(() => CounterPriceType, { nullable: true }) counter?: CounterPriceType;
  @Field(() => TakenQuoteType, { nullable: true }) taken?: TakenQuoteType;
  @Field(() => Int, { description: 'How often he has quoted.' }) quotesMade!: number;
  @Field(() => [QuoteFillType]) fills!: readonly QuoteFillType[];
  @Field(() => Float) rejectedLots!: number;
}

@ObjectType('Markout', { description: 'The mid so long after the request ended.' })
export class MarkoutType {
  @Field(() => Float) horizonMs!: number;
  @Field(() => Float) price!: number;
  @Field(() => InstantScalar, {
    nullable: true,
    description:
      'When the book last changed whose mid that is, never after the time of the markout; null of one that was sent.',
  })
  marketAt?: string;
}

@ObjectType('MissedMarkout', { description: 'A mid that nobody knows, so long after the request ended.' })
export class MissedMarkoutType {
  @Field(() => Float) horizonMs!: number;
  @Field(() => MissedMarkoutReasonEnum) reason!: MissedMarkoutReason;
}

@ObjectType('QuoteRequest', {
  description:
    'A request for quote as it stands behind `version` commands. Sizes are whole lots of the instrument, or packages; times are of the session.',
})
export class QuoteRequestType {
  @Field(() => ID) quoteRequestId!: string;
  @Field(() => Int, { description: 'Commands that were carried out on it, from 1: the opening.' }) version!: number;
  @Field(() => QuoteRequestStatusEnum) status!: RfqStatus;
  @Field(() => [QuoteRequestLegType]) legs!: readonly RfqLeg[];
  @Field(() => RequestedSideEnum) side!: RequestedSide;
  @Field(() => Float, { description: 'Asked for: the sum of the next three.' }) lots!: number;
  @Field(() => Float, { description: 'May still be hit or lifted.' }) openLots!: number;
  @Field(() => Float, { description: 'Hit or lifted, and neither filled nor rejected.' }) unsettledLots!: number;
  @Field(() => Float) filledLots!: number;
  @Field(() => Boolean, { description: 'One dealer trades all of it or nobody does.' }) allOrNone!: boolean;
  @Field(() => Float) horizonSeconds!: number;
  @Field(() => Boolean, { description: 'Prices are differences, and may be zero or negative.' }) isDifference!: boolean;
  @Field(() => InstantScalar) openedAt!: string;
  @Field(() => InstantScalar, { description: 'Of the last command.' }) changedAt!: string;
  @Field(() => InstantScalar) expiresAt!: string;
  @Field(() => [QuoteRequestDealerType], { description: 'In the order in which they were asked.' })
  dealers!: readonly QuoteRequestDealerType[];
  @Field(() => SideEnum, { nullable: true, description: 'What the client has hit or lifted.' }) tradedSide?: Side;
  @Field(() => Float, { nullable: true, description: 'Second-best price at the last hit or lift, or as reported.' })
  coverPrice?: number;
  @Field(() => Float, { nullable: true, description: 'What the client traded at elsewhere.' }) awayPrice?: number;
  @Field(() => [MarkoutType]) markouts!: readonly MarkoutType[];
  @Field(() => [MissedMarkoutType]) missedMarkouts!: readonly MissedMarkoutType[];
}

@ObjectType('QuoteRequestPage', { description: 'Newest first.' })
export class QuoteRequestPageType {
  @Field(() => [QuoteRequestType]) quoteRequests!: readonly QuoteRequestType[];
  @Field(() => String, { nullable: true, description: 'Pass as `after` for the next page; absent on the last.' })
  nextCursor?: string;
}

/** What one side of a request would rank to be, or why it cannot be ranked. */
export const SideRankingResult = resultUnion('SideRankingResult', RankedQuotesType, 'RankedQuotes', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'FORECAST_UNAVAILABLE',
  'NO_QUOTE_STANDS',
  'ALL_QUOTES_EXPIRED',
  'NO_QUOTE_SCORABLE',
  'PACKAGE_NOT_RANKED',
]);

@ObjectType('SideRanking', {
  description:
    'The quotes that stand for a client on one side, ranked for what is open. It is no recorded decision: its decisionId names the version.',
})
export class SideRankingType {
  @Field(() => SideEnum) side!: Side;
  @Field(() => SideRankingResult) ranking!: object;
}

@ObjectType('QuoteRequestUpdate', { description: 'A request as it stands at a moment, and how its quotes rank.' })
export class QuoteRequestUpdateType {
  @Field(() => InstantScalar, { description: 'Of the market session.' }) at!: string;
  @Field(() => QuoteRequestType) quoteRequest!: QuoteRequestType;
  @Field(() => [SideRankingType], { description: 'One per side that the client may still trade; none after the end.' })
  rankings!: readonly SideRankingType[];
}

export const QuoteRequestUpdateResult = resultUnion(
  'QuoteRequestUpdateResult',
  QuoteRequestUpdateType,
  'QuoteRequestUpdate',
  ['UNKNOWN_QUOTE_REQUEST'],
);

const resultOf = (name: string, codes: readonly FailureCode[]): object =>
  resultUnion(name, QuoteRequestType, 'QuoteRequest', codes);

/** Why a quantity that is not in LOTS cannot be counted. */
const MARKET = ['UNKNOWN_INSTRUMENT', 'STALE_MARKET', 'CROSSED_MARKET', 'MARKET_NOT_TRADABLE'] as const;
const ON_REQUEST = ['UNKNOWN_QUOTE_REQUEST', 'IDEMPOTENCY_CONFLICT', 'DEALER_NOT_ASKED', 'NOT_ALLOWED_NOW'] as const;

export const QuoteRequestResult = resultOf('QuoteRequestResult', ['UNKNOWN_QUOTE_REQUEST']);

export const OpenQuoteRequestResult = resultOf('OpenQuoteRequestResult', [
  ...MARKET,
  'INVALID_LEGS',
  'INVALID_QUANTITY',
  'INVALID_PANEL',
  'INVALID_EXPIRY',
  'INVALID_HORIZON',
  'IDEMPOTENCY_CONFLICT',
]);

export const SubmitQuoteResult = resultOf('SubmitQuoteResult', [
  ...MARKET,
  ...ON_REQUEST,
  'REQUEST_CLOSED',
  'WRONG_SIDE',
  'CROSSED_QUOTE',
  'INVALID_PRICE',
  'INVALID_QUANTITY',
  'ALL_OR_NONE',
  'INVALID_SENDING_TIME',
  'INVALID_VALIDITY',
  'DUPLICATE_ID',
  'LIMIT_REACHED',
]);

export const WithdrawQuoteResult = resultOf('WithdrawQuoteResult', [...ON_REQUEST, 'REQUEST_CLOSED', 'QUOTE_NOT_LIVE']);

export const DeclineQuoteRequestResult = resultOf('DeclineQuoteRequestResult', [...ON_REQUEST, 'REQUEST_CLOSED']);

export const RespondResult = resultOf('RespondResult', [
  ...MARKET,
  ...ON_REQUEST,
  'REQUEST_CLOSED',
  'QUOTE_NOT_LIVE',
  'WRONG_SIDE',
  'INVALID_QUANTITY',
  'ALL_OR_NONE',
  'INVALID_PRICE',
]);

export const RecordOutcomeResult = resultOf('RecordOutcomeResult', [
  ...MARKET,
  ...ON_REQUEST,
  'REQUEST_CLOSED',
  'QUOTE_NOT_LIVE',
  'INVALID_QUANTITY',
  'INVALID_PRICE',
  'INVALID_HORIZON',
  'DUPLICATE_ID',
  'LIMIT_REACHED',
]);
