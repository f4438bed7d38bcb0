import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import {
  type Analogue,
  type HeldOutReliability,
  type Identification,
  type ImpactLabel,
  type InputImportance,
  type ModelManifest,
  type OutOfSample,
} from '#domain/impact';
import { type ModelStatus, type RegisteredModel } from '#application/ports';
import { IdentificationEnum, ImpactLabelEnum, ModelStatusEnum, OrderDefinitionEnum } from './enums.js';
import { resultUnion } from './failure.types.js';

@ObjectType('OutOfSample', {
  description: 'Skill on rows that the model had not seen: 1 - loss / loss of the baseline.',
})
export class OutOfSampleType implements OutOfSample {
  @Field(() => ImpactLabelEnum) label!: ImpactLabel;
  @Field(() => String) baseline!: string;
  @Field(() => Float) skill!: number;
  @Field(() => Float, { description: 'Of the 95 % interval by block bootstrap.' }) low!: number;
  @Field(() => Float) high!: number;
  @Field(() => Int, { description: 'Rows.' }) n!: number;
  @Field(() => String) fold!: string;
}

@ObjectType('RegisteredModel', { description: 'A version of a trained model, and where it stands.' })
export class RegisteredModelType implements Omit<RegisteredModel, 'statusChange'> {
  @Field(() => ID, { description: 'name/version' }) modelVersion!: string;
  @Field(() => String) name!: string;
  @Field(() => String) version!: string;
  @Field(() => ModelStatusEnum) status!: ModelStatus;
  @Field(() => String, { description: 'SHA-256 of its manifest.' }) manifestSha256!: string;
}

@ObjectType('LabelFamily', { description: 'The model family that serves a label: the champion of the comparison.' })
export class LabelFamilyType {
  @Field(() => ImpactLabelEnum) label!: ImpactLabel;
  @Field(() => String) family!: string;
}

@ObjectType('CellOffsets', { description: 'Conformal offsets, one per interval from the widest in.' })
export class CellOffsetsType {
  @Field(() => String, { description: '<size class>:<regime>, or overall.' }) cell!: string;
  @Field(() => [Float]) offsetsBps!: readonly number[];
}

@ObjectType('LabelCalibration')
export class LabelCalibrationType {
  @Field(() => ImpactLabelEnum) label!: ImpactLabel;
  @Field(() => [CellOffsetsType], { description: 'Overall first.' }) cells!: readonly CellOffsetsType[];
}

@ObjectType('ModelReach', {
  description: 'How far the training orders reach; beyond, the published formulas continue.',
})
export class ModelReachType implements Omit<ModelManifest['reach'], never> {
  @Field(() => Float) advFractionMax!: number;
  @Field(() => Float) horizonSecondsMin!: number;
  @Field(() => Float) horizonSecondsMax!: number;
}

@ObjectType('ModelTraining')
export class ModelTrainingType implements Omit<ModelManifest['training'], never> {
  @Field(() => String) source!: string;
  @Field(() => String, { description: 'SHA-256 of the training set.' }) sha256!: string;
  @Field(() => [String]) days!: readonly string[];
  @Field(() => Int) rows!: number;
  @Field(() => Int) seed!: number;
}

@ObjectType('LabelReliability', {
  description: 'How often costs that the model had not seen were below its quantiles; lists at its probabilities.',
})
export class LabelReliabilityType implements HeldOutReliability {
  @Field(() => ImpactLabelEnum) label!: ImpactLabel;
  @Field(() => Int, { description: 'Rows.' }) n!: number;
  @Field(() => [Float], { description: 'Share below; of a right model the probability.' }) observed!: readonly number[];
  @Field(() => [Float], { description: 'Of the 95 % interval by block bootstrap.' }) low!: readonly number[];
  @Field(() => [Float]) high!: readonly number[];
}

@ObjectType('LabelPit', {
  description: 'Costs that the model had not seen, by their place in its distribution: 20 equal parts from 0 to 1.',
})
export class LabelPitType {
  @Field(() => ImpactLabelEnum) label!: ImpactLabel;
  @Field(() => [Int], { description: 'Rows; of a right model about as many in each.' }) counts!: readonly number[];
}

@ObjectType('InputImportance', { description: 'What an input is worth to a label.' })
export class InputImportanceType implements InputImportance {
  @Field(() => ImpactLabelEnum) label!: ImpactLabel;
  @Field(() => String) input!: string;
  @Field(() => Float, { description: 'Percent by which the held-out loss rises when the input is shuffled.' })
  points!: number;
  @Field(() => Float, { description: 'Of the 95 % interval by block bootstrap.' }) low!: number;
  @Field(() => Float) high!: number;
}

@ObjectType('Prototype', { description: 'Training rows that resemble one another, and what came out of them.' })
export class PrototypeType implements Analogue {
  @Field(() => [Float], { description: "Mean of the rows' inputs, in the order of the model's." })
  inputs!: readonly number[];
  @Field(() => Int, { description: 'Rows.' }) n!: number;
  @Field(() => Float, { description: 'Of their slippage.' }) meanBps!: number;
  @Field(() => [Float], { description: "At the model's probabilities." }) quantilesBps!: readonly number[];
}

@ObjectType('Model', { description: 'What a version of a trained model is, from its manifest and card.' })
export class ModelType extends RegisteredModelType {
  @Field(() => IdentificationEnum) identification!: Identification;
  @Field(() => OrderDefinitionEnum) definition!: ModelManifest['definition'];
  @Field(() => [String], { nullable: true, description: 'It was fitted on them; absent: it serves any.' })
  instruments?: readonly string[];
  @Field(() => [String], { description: 'What it reads, in order.' }) inputs!: readonly string[];
  @Field(() => [Float]) probabilities!: readonly number[];
  @Field(() => [LabelFamilyType]) families!: readonly LabelFamilyType[];
  @Field(() => [String], { description: 'Names of its liquidity regimes.' }) regimes!: readonly string[];
  @Field(() => [LabelCalibrationType]) calibration!: readonly LabelCalibrationType[];
  @Field(() => [OutOfSampleType], { description: 'Against the baselines.' }) outOfSample!: readonly OutOfSample[];
  @Field(() => [LabelReliabilityType], { nullable: true, description: 'Absent where its author did not look.' })
  reliability?: readonly LabelReliabilityType[];
  @Field(() => [LabelPitType], { nullable: true, description: 'Absent where its author did not look.' })
  pit?: readonly LabelPitType[];
  @Field(() => [InputImportanceType], {
    nullable: true,
    description: 'The largest of a label first; absent where its author did not look.',
  })
  importance?: readonly InputImportance[];
  @Field(() => [PrototypeType], { nullable: true, description: 'Explanations name the nearest of them.' })
  analogues?: readonly Analogue[];
  @Field(() => ModelReachType) reach!: ModelManifest['reach'];
  @Field(() => ModelTrainingType) training!: ModelManifest['training'];
  @Field(() => [String]) notes!: readonly string[];
  @Field(() => String, { description: 'The model card, Markdown.' }) card!: string;
}

export const ModelResult = resultUnion('ModelResult', ModelType, 'Model', ['UNKNOWN_MODEL']);
