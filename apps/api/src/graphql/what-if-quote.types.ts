import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type QuotedRung } from '#application/generate-quote';
import { type QuoteChanges, type WhatIfCase, type WhatIfChange, type WhatIfQuote } from '#application/what-if-quote';
import { decimal, identifier, optional } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { resultUnion } from './failure.types.js';
import { QuoteRungType } from './generate-quote.types.js';
import { InstantScalar } from './instant.scalar.js';

@InputType({ description: 'What would be otherwise; what is absent stays.' })
export class QuoteChangesInput implements QuoteChanges {
  @optional()
  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar, { nullable: true, description: 'In units.' })
  quantity?: number;

  @optional()
  @decimal({ atLeast: 0, atMost: 50 })
  @Field(() => Int, { nullable: true, description: 'Dealers asked beside this one.' })
  competitors?: number;

  @optional()
  @identifier(64)
  @Field(() => String, { nullable: true, description: 'Who asks, with the tier and hit model that he has now.' })
  client?: string;

  @optional()
  @decimal({ atLeast: -1e15, atMost: 1e15 })
  @Field(() => DecimalScalar, { nullable: true, description: 'What the desk holds, in units; positive is long.' })
  inventory?: number;
}

const WhatIfChangeEnum = {
  NOTHING: 'NOTHING',
  QUANTITY: 'QUANTITY',
  COMPETITORS: 'COMPETITORS',
  CLIENT: 'CLIENT',
  INVENTORY: 'INVENTORY',
  ALL: 'ALL',
} as const satisfies Record<WhatIfChange, string>;
registerEnumType(WhatIfChangeEnum, {
  name: 'WhatIfChange',
  description: 'NOTHING: the quote as it was decided. ALL: every change together.',
});

@ObjectType('QuoteRefusal', { description: 'Why there would be no quote.' })
export class QuoteRefusalType {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
}

@ObjectType('WhatIfCase')
export class WhatIfCaseType implements WhatIfCase {
  @Field(() => WhatIfChangeEnum) change!: WhatIfChange;
  @Field(() => String, { nullable: true, description: 'null: not named.' }) client!: string | null;
  @Field(() => String) clientTier!: WhatIfCase['clientTier'];
  @Field(() => String) hitModelVersion!: string;
  @Field(() => QuoteRungType, { nullable: true }) quote!: QuotedRung | null;
  @Field(() => QuoteRefusalType, { nullable: true }) refusal!: WhatIfCase['refusal'];
}

@ObjectType('WhatIfQuote', { description: 'A decided quote again, with each change alone and all of them together.' })
export class WhatIfQuoteType implements WhatIfQuote {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the quote, whose market and forecasts hold throughout.' })
  decidedAt!: string;
  @Field(() => [WhatIfCaseType]) cases!: readonly WhatIfCase[];
}

export const WhatIfQuoteResult = resultUnion('WhatIfQuoteResult', WhatIfQuoteType, 'WhatIfQuote', [
  'UNKNOWN_DECISION',
  'FORECAST_UNAVAILABLE',
]);
