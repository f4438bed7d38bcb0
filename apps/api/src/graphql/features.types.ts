import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';

@ObjectType('FeatureDefinition', { description: 'What one number of a feature vector means.' })
export class FeatureDefinitionType {
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'What belongs together.' }) group!: string;
  @Field(() => String) unit!: string;
  @Field(() => String, { description: 'Over what it is taken, e.g. 60 s.' }) window!: string;
  @Field(() => String, { description: 'The formula and its source.' }) formula!: string;
  @Field(() => Float, { nullable: true, description: 'No value is below; absent: no end.' }) least?: number;
  @Field(() => Float, { nullable: true, description: 'No value is above; absent: no end.' }) most?: number;
  @Field(() => String, { description: 'When there is no value.' }) missing!: string;
}

@ObjectType('FeatureSet', { description: 'A version of the features. What a version means never changes.' })
export class FeatureSetType {
  @Field(() => ID) version!: string;
  @Field(() => String, { description: 'SHA-256 of the definitions.' }) hash!: string;
  @Field(() => [FeatureDefinitionType], { description: 'In the order of the vector; those of the request come last.' })
  definitions!: readonly FeatureDefinitionType[];
}

@ObjectType('FeatureValue')
export class FeatureValueType {
  @Field(() => String) name!: string;
  @Field(() => String) unit!: string;
  @Field(() => Float, { nullable: true, description: 'Absent when there is nothing to say: see the definition.' })
  value?: number;
}

@ObjectType('Features', { description: 'The market features of an instrument as they were known at one moment.' })
export class FeaturesType {
  @Field(() => ID) instrumentId!: string;
  @Field(() => String, { description: 'Version of the feature set.' }) set!: string;
  @Field(() => InstantScalar, { description: 'Nothing that was known later is in them.' }) asOf!: string;
  @Field(() => [FeatureValueType], { description: 'In the order of the set.' }) values!: readonly FeatureValueType[];
}

export const FeaturesResult = resultUnion('FeaturesResult', FeaturesType, 'Features', [
  'UNKNOWN_INSTRUMENT',
  'NO_FEATURES',
]);
