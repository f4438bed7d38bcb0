import { Field, ID, InputType } from '@nestjs/graphql';
import { type Instant, type Side } from '#domain/core';
import { DEALERS_MAX, LEGS_MAX, type RequestedSide, type RfqLeg } from '#domain/rfq';
import {
  type DeclineQuoteRequestCommand,
  type OpenQuoteRequestCommand,
  type QuoteRequestOutcome,
  type QuoteResponse,
  type RecordOutcomeCommand,
  type RequestQuantityUnit,
  type RespondCommand,
  type StatedSide,
  type SubmitQuoteCommand,
  type WithdrawQuoteCommand,
} from '#application/command-quote-request';
import { decimal, identifier, identifiers, instant, list, nested, oneOf, optional } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { RequestedSideEnum, RequestQuantityUnitEnum, SideEnum } from './enums.js';
import { InstantScalar } from './instant.scalar.js';

// What a request for quote does not allow is refused by name, as a value; here a number only has to be one.
const ANY_NUMBER = { atLeast: -1e15, atMost: 1e15 } as const;

@InputType({ description: 'One instrument of a request.' })
export class QuoteRequestLegInput implements RfqLeg {
  @identifier(64)
  @Field(() => ID)
  instrumentId!: string;

  @Field(() => SideEnum, { nullable: true, description: 'What a client who buys the package does with this leg.' })
  side: Side = 'BUY';

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Whole lots of the instrument in one package.' })
  lotsPerLot = 1;
}

@InputType({ description: 'What dealers are asked to price. Give expiresAt or expiresInSeconds, not both.' })
export class OpenQuoteRequestInput implements OpenQuoteRequestCommand {
  @list(() => QuoteRequestLegInput, LEGS_MAX)
  @Field(() => [QuoteRequestLegInput], { description: `1 to ${LEGS_MAX}; several are a package at one price.` })
  legs!: QuoteRequestLegInput[];

  @Field(() => RequestedSideEnum)
  side!: RequestedSide;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar)
  quantity!: number;

  @Field(() => RequestQuantityUnitEnum, { nullable: true, description: 'Of a package LOTS.' })
  quantityUnit: RequestQuantityUnit = 'UNITS';

  @Field(() => Boolean, { nullable: true, description: 'One dealer trades all of it or nobody does.' })
  allOrNone = false;

  @identifiers(64, DEALERS_MAX)
  @Field(() => [String], { description: `1 to ${DEALERS_MAX}, in the order in which they are asked.` })
  dealers!: string[];

  @optional()
  @instant()
  @Field(() => InstantScalar, { nullable: true, description: "In the market session's time." })
  expiresAt?: Instant;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'From the opening on, in session time.' })
  expiresInSeconds?: number;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Trading time within which the block would otherwise be worked.',
  })
  horizonSeconds = 1_800;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same request.' })
  idempotencyKey!: string;
}

@InputType({ isAbstract: true })
abstract class OnQuoteRequestInput {
  @identifier(64)
  @Field(() => ID)
  quoteRequestId!: string;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the request as it stood behind the first.' })
  idempotencyKey!: string;
}

@InputType({ description: 'What a dealer shows on one side.' })
export class QuotedSideInput implements StatedSide {
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar)
  price!: number;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: "In the quote's unit; absent: the whole request." })
  quantity?: number;
}

@InputType({
  description:
    'An offer to a client who buys, a bid to one who sells, either or both if two-sided. Give validUntil or validForMs, not both.',
})
export class SubmitQuoteInput extends OnQuoteRequestInput implements SubmitQuoteCommand {
  @identifier(64)
  @Field(() => String)
  dealer!: string;

  @identifier(64)
  @Field(() => String, { description: "The dealer's own (FIX QuoteID 117); never used twice on one request." })
  quoteId!: string;

  @optional()
  @nested(() => QuotedSideInput)
  @Field(() => QuotedSideInput, { nullable: true })
  bid?: QuotedSideInput;

  @optional()
  @nested(() => QuotedSideInput)
  @Field(() => QuotedSideInput, { nullable: true })
  offer?: QuotedSideInput;

  @Field(() => RequestQuantityUnitEnum, { nullable: true })
  quantityUnit: RequestQuantityUnit = 'UNITS';

  @Field(() => Boolean, { nullable: true, description: 'It is taken whole or not at all.' })
  allOrNone = false;

  @optional()
  @instant()
  @Field(() => InstantScalar, { nullable: true, description: "In the market session's time." })
  validUntil?: Instant;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'From now on, in session time.' })
  validForMs?: number;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'How long the dealer may hold an acceptance; 0 is firm.' })
  lastLookMs = 0;

  @optional()
  @instant()
  @Field(() => InstantScalar, { nullable: true, description: "By the dealer's clock, in session time (FIX 52)." })
  sentAt?: Instant;
}

@InputType()
export class WithdrawQuoteInput extends OnQuoteRequestInput implements WithdrawQuoteCommand {
  @identifier(64)
  @Field(() => String)
  dealer!: string;

  @identifier(64)
  @Field(() => String, { description: 'One that was replaced meanwhile is not withdrawn for another.' })
  quoteId!: string;
}

@InputType()
export class DeclineQuoteRequestInput extends OnQuoteRequestInput implements DeclineQuoteRequestCommand {
  @identifier(64)
  @Field(() => String)
  dealer!: string;
}

@InputType({ isAbstract: true })
abstract class SeenQuoteInput {
  @identifier(64)
  @Field(() => String)
  dealer!: string;

  @identifier(64)
  @Field(() => String, { description: 'The quote that was seen: one that replaced it is not meant.' })
  quoteId!: string;
}

@InputType({ description: 'The quote that is hit or lifted, and how much of it.' })
export class TakeQuoteInput extends SeenQuoteInput {
  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Absent: as much of the quote as is open.' })
  quantity?: number;

  @Field(() => RequestQuantityUnitEnum, { nullable: true })
  quantityUnit: RequestQuantityUnit = 'UNITS';
}

@InputType({ description: 'A better price than the quote, which is off with it.' })
export class CounterQuoteInput extends SeenQuoteInput {
  @Field(() => SideEnum, { description: 'Of the client.' })
  side!: Side;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar)
  price!: number;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Absent: what is open.' })
  quantity?: number;

  @Field(() => RequestQuantityUnitEnum, { nullable: true })
  quantityUnit: RequestQuantityUnit = 'UNITS';
}

@InputType()
export class PassInput {
  @optional()
  @identifier(64)
  @Field(() => String, { nullable: true, description: 'Absent: the whole request.' })
  dealer?: string;
}

@InputType({ description: 'Exactly one is given (FIX QuoteResponse, AJ).' })
export class QuoteResponseInput implements QuoteResponse {
  @optional()
  @nested(() => TakeQuoteInput)
  @Field(() => TakeQuoteInput, { nullable: true, description: 'Sell at the bid.' })
  hit?: TakeQuoteInput;

  @optional()
  @nested(() => TakeQuoteInput)
  @Field(() => TakeQuoteInput, { nullable: true, description: 'Buy at the offer.' })
  lift?: TakeQuoteInput;

  @optional()
  @nested(() => CounterQuoteInput)
  @Field(() => CounterQuoteInput, { nullable: true })
  counter?: CounterQuoteInput;

  @optional()
  @nested(() => PassInput)
  @Field(() => PassInput, { nullable: true })
  pass?: PassInput;
}

@InputType({ description: "The client's answer." })
export class RespondInput extends OnQuoteRequestInput implements RespondCommand {
  @oneOf(() => QuoteResponseInput, ['hit', 'lift', 'counter', 'pass'])
  @Field(() => QuoteResponseInput)
  response!: QuoteResponseInput;
}

@InputType({ description: 'The dealer confirms lots of what was hit or lifted, at the price it was.' })
export class FillInput extends SeenQuoteInput {
  @identifier(64)
  @Field(() => String, { description: "The dealer's own (FIX ExecID 17)." })
  execId!: string;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Absent: all that is not filled yet.' })
  quantity?: number;

  @Field(() => RequestQuantityUnitEnum, { nullable: true })
  quantityUnit: RequestQuantityUnit = 'UNITS';
}

@InputType({ description: 'The dealer refuses what is not filled yet of what was hit or lifted.' })
export class RejectInput extends SeenQuoteInput {}

@InputType({ description: 'The client has traded the rest elsewhere.' })
export class DoneAwayInput {
  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true })
  price?: number;
}

@InputType({ description: 'The second-best price, as a dealer reported it after the end.' })
export class CoverInput {
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar)
  price!: number;
}

@InputType({ description: 'The mid so long after the request ended.' })
export class MarkoutInput {
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar)
  horizonMs!: number;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar)
  price!: number;
}

@InputType({ description: 'Exactly one is given.' })
export class QuoteRequestOutcomeInput implements QuoteRequestOutcome {
  @optional()
  @nested(() => FillInput)
  @Field(() => FillInput, { nullable: true })
  fill?: FillInput;

  @optional()
  @nested(() => RejectInput)
  @Field(() => RejectInput, { nullable: true })
  reject?: RejectInput;

  @optional()
  @nested(() => DoneAwayInput)
  @Field(() => DoneAwayInput, { nullable: true })
  doneAway?: DoneAwayInput;

  @optional()
  @nested(() => CoverInput)
  @Field(() => CoverInput, { nullable: true })
  cover?: CoverInput;

  @optional()
  @nested(() => MarkoutInput)
  @Field(() => MarkoutInput, { nullable: true })
  markout?: MarkoutInput;
}

@InputType({ description: 'What became of a request, and what was learned after it.' })
export class RecordOutcomeInput extends OnQuoteRequestInput implements RecordOutcomeCommand {
  @oneOf(() => QuoteRequestOutcomeInput, ['fill', 'reject', 'doneAway', 'cover', 'markout'])
  @Field(() => QuoteRequestOutcomeInput)
  outcome!: QuoteRequestOutcomeInput;
}
