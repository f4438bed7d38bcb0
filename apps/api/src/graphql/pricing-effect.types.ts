import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { type Overlap, type PriceEffect } from '#domain/quoting';
import { type PricingEffect } from '#application/quoting-desk';
import { resultUnion } from './failure.types.js';

@ObjectType('ChangeOfHits', { description: 'A difference of shares of quotes that were dealt.' })
class ChangeOfHitsType {
  @Field(() => Float) value!: number;
  @Field(() => Float, { description: 'Lower end of the central 95 %.' }) low!: number;
  @Field(() => Float, { description: 'Upper end.' }) high!: number;
}

@ObjectType('ExplorationOverlap', { description: 'What an estimate compares.' })
class OverlapType implements Overlap {
  @Field(() => Int, { description: 'Quotes that were drawn to be dearer for the client.' }) raised!: number;
  @Field(() => Int, { description: 'Quotes that were drawn to be cheaper.' }) lowered!: number;
  @Field(() => Float, { description: 'As many quotes of one weight would say as much.' }) raisedEffective!: number;
  @Field(() => Float) loweredEffective!: number;
  @Field(() => Float, { description: 'The least probability with which any of them was drawn.' })
  leastPropensity!: number;
  @Field(() => Int, { description: 'Those whose price a guardrail or the tick held where it was.' }) held!: number;
}

@ObjectType('PricingEffect', {
  description:
    'What raising a price by the step does to the share dealt, against lowering it; by random draw, so causal.',
})
export class PricingEffectType implements PricingEffect {
  @Field(() => Int, { description: 'Outcomes that were looked at.' }) outcomes!: number;
  @Field(() => Int, { description: 'The ordinal of the last of them: `after` of what follows.' }) upTo!: number;
  @Field(() => Int, { description: 'Those of quotes for which a draw was made, left where they were or not.' })
  explored!: number;
  @Field(() => ChangeOfHitsType) changeOfHits!: PriceEffect['changeOfHits'];
  @Field(() => Float, { description: 'What the price itself changed by, behind guardrails and tick; bps of the mid.' })
  changeOfPriceBps!: number;
  @Field(() => OverlapType) overlap!: Overlap;
}

export const PricingEffectResult = resultUnion('PricingEffectResult', PricingEffectType, 'PricingEffect', [
  'TOO_FEW_EXPLORED',
]);
