import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { type QuotingEventKind } from '#application/ports';
import { QuotingEventKindEnum } from './enums.js';
import { InstantScalar } from './instant.scalar.js';

@ObjectType('QuotingEvent', { description: 'A row that nobody can change.' })
export class QuotingEventType {
  @Field(() => Int, { description: 'From 1, rising, without gaps.' }) ordinal!: number;
  @Field(() => QuotingEventKindEnum) kind!: QuotingEventKind;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) at!: string;
  @Field(() => String, {
    nullable: true,
    description: 'The client that the quote was for, or the key that moved the switch; null where nobody is named.',
  })
  who!: string | null;
  @Field(() => ID, { nullable: true }) instrumentId!: string | null;
  @Field(() => String, { nullable: true, description: 'Of the refusal, as its answer had it.' }) code!: string | null;
  @Field(() => String, { nullable: true, description: 'Of the refusal.' }) field!: string | null;
  @Field(() => String, { description: 'The reason.' }) message!: string;
}

@ObjectType('QuotingEventPage', { description: 'Newest first.' })
export class QuotingEventPageType {
  @Field(() => [QuotingEventType]) events!: readonly QuotingEventType[];
  @Field(() => String, { nullable: true, description: 'Pass as `after` for the next page; absent on the last.' })
  nextCursor?: string;
}
