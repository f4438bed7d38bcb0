import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { type Failure } from '#domain/core';
import { type SliceView } from '#application/plan-execution';
import { type AdviceView, type PassedLinkView, type PlanUpdate } from '#application/follow-plan';
import { ControlLinkEnum, ControlRegimeEnum, DoneBasisEnum, PlanPhaseEnum, PlanTriggerEnum } from './enums.js';
import { PlanSliceType } from './execution-plan.types.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';

@ObjectType('ControlSignals', { description: 'The market against what was normal when the plan was made.' })
export class ControlSignalsType {
  @Field(() => Float) spreadRatio!: number;
  @Field(() => Float, { description: 'Of the sizes at the best prices.' }) depthRatio!: number;
  @Field(() => Float) volatilityRatio!: number;
  @Field(() => Float, { description: 'Of the mid since then, positive against the order.' }) adverseMoveBps!: number;
}

@ObjectType('PassedLink', { description: 'A link of the fallback chain that did not decide, and why.' })
export class PassedLinkType implements PassedLinkView {
  @Field(() => ControlLinkEnum) link!: PassedLinkView['link'];
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
}

@ObjectType('PlanAdvice', { description: 'What is to be done now; quantities in units.' })
export class PlanAdviceType implements AdviceView {
  @Field(() => ControlLinkEnum, { description: 'Who decided.' }) link!: AdviceView['link'];
  @Field(() => [PassedLinkType], { description: 'Who was asked before.' }) passed!: readonly PassedLinkView[];
  @Field(() => Float, { description: "To be taken at the other side's best price." }) takeQuantity!: number;
  @Field(() => Float, { description: 'To wait in the book, in all.' }) showQuantity!: number;
  @Field(() => Float, { nullable: true, description: 'At which it waits.' }) showPrice?: number;
  @Field(() => Float, { description: 'Share of the two that is taken.' }) aggression!: number;
}

@ObjectType('PlanNotRevised', { description: 'Why what is left could not be planned anew.' })
export class PlanNotRevisedType implements Failure {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => String, { nullable: true }) field?: string;
  @Field(() => String, { nullable: true }) allowed?: string;
}

@ObjectType('PlanUpdate', {
  description: 'A plan as it stands; times in seconds since it was made, quantities in units.',
})
export class PlanUpdateType implements PlanUpdate {
  @Field(() => ID, { description: 'Of the plan of all of the order.' }) planId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) at!: string;
  @Field(() => Float) elapsedSeconds!: number;
  @Field(() => PlanPhaseEnum) phase!: PlanUpdate['phase'];
  @Field(() => [PlanTriggerEnum], { description: 'What has gone off and has not come back.' })
  triggers!: PlanUpdate['triggers'];
  @Field(() => ControlRegimeEnum, { nullable: true, description: 'null while the rules do not decide.' })
  regime?: NonNullable<PlanUpdate['regime']>;
  @Field(() => ControlSignalsType, { nullable: true }) signals?: NonNullable<PlanUpdate['signals']>;
  @Field(() => String, { description: 'Why it is as it is, for people.' }) reason!: string;
  @Field(() => Float, { description: 'To be done by now.' }) dueQuantity!: number;
  @Field(() => Float) doneQuantity!: number;
  @Field(() => Float) leftQuantity!: number;
  @Field(() => Float, { description: 'Done less due: negative where the order is behind its schedule.' })
  aheadQuantity!: number;
  @Field(() => DoneBasisEnum) doneBasis!: PlanUpdate['doneBasis'];
  @Field(() => PlanSliceType, { nullable: true, description: 'That is worked now, with its price bound.' })
  slice?: SliceView;
  @Field(() => PlanAdviceType, { nullable: true, description: 'null where all is over.' }) advice?: AdviceView;
  @Field(() => Int, { description: 'How often what was left was planned anew.' }) revision!: number;
  @Field(() => ID, { description: 'Of the plan that stands: itself a recorded decision.' }) decisionId!: string;
  @Field(() => [PlanSliceType], { description: 'Of the plan that stands, its times since the first was made.' })
  slices!: readonly SliceView[];
  @Field(() => PlanNotRevisedType, { nullable: true }) notRevised?: Failure;
}

export const PlanUpdateResult = resultUnion('PlanUpdateResult', PlanUpdateType, 'PlanUpdate', ['UNKNOWN_PLAN']);
