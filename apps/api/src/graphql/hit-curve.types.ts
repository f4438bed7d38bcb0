import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type HitEvidence } from '#domain/quoting';
import { type FittedParameter } from '#domain/rfq';
import { type HitCurvePoint, type HitCurveView, type TraceHitCurveCommand } from '#application/hit-curve';
import { decimal, identifier, optional } from '../doors/validation.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';

/** As many as a client asks. */
const COMPETITORS_MAX = 50;

@InputType({ description: 'Who would ask for what.' })
export class HitCurveInput implements TraceHitCurveCommand {
  @identifier(64)
  @Field(() => ID)
  instrumentId!: string;

  @optional()
  @identifier(64)
  @Field(() => String, { nullable: true, description: 'Absent: a client of whom nothing is known.' })
  client?: string;

  @optional()
  @decimal({ atLeast: 0, atMost: COMPETITORS_MAX })
  @Field(() => Int, { nullable: true, description: 'Dealers asked beside this one; as many as usual where absent.' })
  competitors?: number;
}

@ObjectType('HitCurvePoint')
export class HitCurvePointType implements HitCurvePoint {
  @Field(() => Float, { description: "Of the price over the mid, in the client's sign." }) markupBps!: number;
  @Field(() => Float, { description: 'The same in the unit of the hit model, here the usual half-spread.' })
  reducedSpread!: number;
  @Field(() => Float) hitProbability!: number;
  @Field(() => Float, { nullable: true, description: 'Of the 95 % interval; null for a stated prior.' })
  low!: number | null;
  @Field(() => Float, { nullable: true }) high!: number | null;
}

@ObjectType('HitEvidence', { description: 'The outcomes that a hit model rests on beside its prior.' })
class HitEvidenceType implements HitEvidence {
  @Field(() => Int) done!: number;
  @Field(() => Int, { description: 'Those of them whose cover is known.' }) doneWithCover!: number;
  @Field(() => Int) tradedAway!: number;
  @Field(() => Int) tied!: number;
  @Field(() => Int) notTraded!: number;
}

@ObjectType('HitParameter', { description: 'A parameter of a hit model with its 95 % interval.' })
class HitParameterType implements FittedParameter {
  @Field(() => String) name!: FittedParameter['name'];
  @Field(() => Float) value!: number;
  @Field(() => Float) low!: number;
  @Field(() => Float) high!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      'Where the prior has it: the stated one, or of a client that of all. Absent from versions without one.',
  })
  prior?: number;
  @Field(() => Float, {
    nullable: true,
    description: "Share of the prior's variance that the outcomes took away: 0 is all prior, 1 all learned.",
  })
  learned?: number;
}

@ObjectType('HitCurve', {
  description: 'Probability of dealing by price, for a block that costs a dealer no more than the usual half-spread.',
})
export class HitCurveType implements HitCurveView {
  @Field(() => InstantScalar, { description: 'Of the market session.' }) at!: string;
  @Field(() => ID) instrumentId!: string;
  @Field(() => String, { description: 'What the model was fitted on.' }) segment!: string;
  @Field(() => String) modelVersion!: string;
  @Field(() => Int, { description: 'Outcomes behind it.' }) outcomes!: number;
  @Field(() => Int, { description: 'Outcomes left out: of quotes before rule 4, which were measured in half-spreads.' })
  outcomesInHalfSpreads!: number;
  @Field(() => Float, { description: 'Dealers beside this one; a learned number need not be whole.' })
  competitors!: number;
  @Field(() => Float) usualHalfSpreadBps!: number;
  @Field(() => HitEvidenceType, { nullable: true }) evidence!: HitEvidence | null;
  @Field(() => [HitParameterType], { description: 'None where the model is a stated prior.' })
  parameters!: readonly FittedParameter[];
  @Field(() => [HitCurvePointType]) points!: readonly HitCurvePoint[];
}

export const HitCurveResult = resultUnion('HitCurveResult', HitCurveType, 'HitCurve', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
]);
