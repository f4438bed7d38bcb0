import { Field, Float, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { VERDICTS, type BookValidity, type Fault } from '#domain/market-data';
import { InstantScalar } from './instant.scalar.js';

export const BookValidityEnum: Readonly<Record<BookValidity, BookValidity>> = {
  VALID: 'VALID',
  DEPTH_INVALID: 'DEPTH_INVALID',
  INVALID: 'INVALID',
};
registerEnumType(BookValidityEnum, {
  name: 'BookValidity',
  description: 'Whether a book may be decided on.',
  valuesMap: {
    VALID: { description: 'All that the source tells of it is known.' },
    DEPTH_INVALID: { description: 'The best prices are known; what rests behind them is not.' },
    INVALID: { description: 'It is not decided on until it is clean.' },
  },
});

export const FaultEnum = Object.fromEntries(Object.keys(VERDICTS).map((fault) => [fault, fault]));
registerEnumType(FaultEnum, { name: 'FeedFault', description: 'What was found in a feed.' });

@ObjectType('FeedFaultCount')
export class FeedFaultCountType {
  @Field(() => FaultEnum) fault!: Fault;
  @Field(() => String, {
    description: 'What is done about it: ignore, reorder, resync, mark invalid, quarantine, count.',
  })
  action!: string;
  @Field(() => Float, { description: 'Messages, or of what lasts how often it began.' }) count!: number;
}

@ObjectType('MarketQuality', { description: "How an instrument's feed fares." })
export class MarketQualityType {
  @Field(() => ID) instrumentId!: string;
  @Field(() => BookValidityEnum) validity!: BookValidity;
  @Field(() => FaultEnum, { nullable: true, description: 'Why it is not valid.' }) reason?: Fault;
  @Field(() => InstantScalar, { description: 'Since when.' }) since!: string;
  @Field(() => Float, { description: 'Rows of the feed so far: the sum of the four below.' }) rowsTaken!: number;
  @Field(() => Float) rowsApplied!: number;
  @Field(() => Float) rowsIgnored!: number;
  @Field(() => Float) rowsQuarantined!: number;
  @Field(() => Float, { description: 'Waiting for what comes before them.' }) rowsHeld!: number;
  @Field(() => [FeedFaultCountType], { description: 'Faults that were found, with what is done about each.' })
  faults!: readonly FeedFaultCountType[];
  @Field(() => Float, { description: 'How long the book was stale in all.' }) staleSeconds!: number;
  @Field(() => Float, { nullable: true, description: 'Smallest delay from the venue to us in the last minutes.' })
  delayMsMin?: number;
  @Field(() => Float, { description: "By how much the venue's clock is ahead of ours, at least." }) skewMs!: number;
}
