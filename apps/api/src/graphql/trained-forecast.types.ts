import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import {
  type CalibrationFigures,
  type Explanation,
  type ExplanationTerm,
  type ForecastLevel,
  type InputContribution,
  type MarketRegime,
  type NearAnalogue,
} from '#domain/impact';
import { type ForecastExplanation } from '#application/explain-forecast';
import { type CostView, type HorizonView, type TrainedView } from '#application/forecast-impact';
import { CostDistributionType } from './cost.types.js';
import { ExplanationMethodEnum, LevelSourceEnum } from './enums.js';

@ObjectType('ImpactHorizon', { description: 'Where the mid stands some time after the order has ended.' })
export class ImpactHorizonType implements HorizonView {
  @Field(() => Int, { description: '0: when the order ends, the peak.' }) afterSeconds!: number;
  @Field(() => CostDistributionType, { description: 'Against arrival: what is permanent by then.' }) shift!: CostView;
  @Field(() => Float, { description: 'Expected part of the peak that has gone by then.' }) temporaryBps!: number;
}

@ObjectType('RegimeProbability')
export class RegimeProbabilityType {
  @Field(() => String) name!: string;
  @Field(() => Float) probability!: number;
}

@ObjectType('MarketRegime', { description: 'The liquidity regime that the market is in.' })
export class MarketRegimeType implements MarketRegime {
  @Field(() => String) name!: string;
  @Field(() => [RegimeProbabilityType], { description: 'Of all regimes; they sum to 1.' })
  probabilities!: MarketRegime['probabilities'];
}

@ObjectType('IntervalOffset', { description: 'By how much calibration widened an interval; negative: narrowed.' })
export class IntervalOffsetType {
  @Field(() => Float, { description: 'Probability of its lower end.' }) lower!: number;
  @Field(() => Float, { description: 'Probability of its upper end.' }) upper!: number;
  @Field(() => Float) offsetBps!: number;
}

@ObjectType('CalibrationFigures', {
  description: 'How the slippage was calibrated; how the model did out of sample is for the query model to say.',
})
export class CalibrationFiguresType implements CalibrationFigures {
  @Field(() => String, { description: 'CQR: conformalised quantile regression.' })
  method!: CalibrationFigures['method'];
  @Field(() => String, { description: '<size class>:<regime>, or overall where that cell had too few rows.' })
  cell!: string;
  @Field(() => [IntervalOffsetType]) offsets!: CalibrationFigures['offsets'];
}

@ObjectType('ForecastLevel', {
  description:
    'Where the means come from. A model of a public tape would count the flow around the orders that it was trained on as theirs.',
})
export class ForecastLevelType implements ForecastLevel {
  @Field(() => LevelSourceEnum) source!: ForecastLevel['source'];
  @Field(() => Float, { description: 'Expected slippage as the model itself has it.' }) modelMeanBps!: number;
}

@ObjectType('TrainedForecast', { description: 'What only a trained model tells of a block.' })
export class TrainedForecastType implements TrainedView {
  @Field(() => [ImpactHorizonType], { description: 'When the order ends, and 1, 5 and 15 minutes later.' })
  horizons!: readonly HorizonView[];
  @Field(() => ForecastLevelType) level!: ForecastLevel;
  @Field(() => MarketRegimeType, { nullable: true, description: 'Absent where the model knows none.' })
  regime?: MarketRegime;
  @Field(() => CalibrationFiguresType) calibration!: CalibrationFigures;
}

@ObjectType('InputContribution')
export class InputContributionType implements InputContribution {
  @Field(() => String) name!: string;
  @Field(() => Float, { description: 'As the model read it.' }) value!: number;
  @Field(() => Float) bps!: number;
}

@ObjectType('ExplanationTerm', { description: 'What no single input contributes.' })
export class ExplanationTermType {
  @Field(() => String, { description: 'interaction, calibration, beyondTraining, aggression, level.' })
  name!: ExplanationTerm['name'];
  @Field(() => Float) bps!: number;
}

@ObjectType('Analogue', { description: 'Training rows that resemble the order, and what came out of them.' })
export class AnalogueType implements Pick<NearAnalogue, 'n' | 'meanBps' | 'distance' | 'quantilesBps'> {
  @Field(() => Int, { description: 'Rows.' }) n!: number;
  @Field(() => Float, { description: 'Of their slippage.' }) meanBps!: number;
  @Field(() => [Float], { description: "At the model's probabilities." }) quantilesBps!: readonly number[];
  @Field(() => Float, { description: 'Root mean square over the inputs, each in widths of its training range.' })
  distance!: number;
}

@ObjectType('Explanation', { description: 'baseBps + inputs + terms = meanBps, the expected slippage.' })
export class ExplanationType implements ForecastExplanation {
  @Field(() => ExplanationMethodEnum) method!: Explanation['method'];
  @Field(() => Float, { description: 'Where every input stands at its imputation value.' }) baseBps!: number;
  @Field(() => [InputContributionType], { description: 'The largest first.' }) inputs!: readonly InputContribution[];
  @Field(() => [ExplanationTermType]) terms!: readonly ExplanationTerm[];
  @Field(() => Float) meanBps!: number;
  @Field(() => [AnalogueType], { description: 'The nearest first; empty where the model names none.' })
  analogues!: readonly NearAnalogue[];
}
