import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { type AlternativeEstimates, type Experiment, type MeanEstimate } from '#domain/simulation';
import { type SimulationRunState } from '#application/ports';
import { SimulationKindEnum, SimulationRunStateEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';

/** Seeds of one page at most. */
export const MAX_SEED_RESULTS = 100;

@ObjectType('SeedEstimate', {
  description: 'A mean over seeds with its 95 % interval by Student’s law: a seed is one observation.',
})
export class SeedEstimateType implements MeanEstimate {
  @Field(() => Float) value!: number;
  @Field(() => Float) low!: number;
  @Field(() => Float) high!: number;
  @Field(() => Float) standardError!: number;
  @Field(() => Int, { description: 'Seeds that have the figure.' }) n!: number;
}

@ObjectType('FigureEstimate', { description: 'One figure of one alternative.' })
export class FigureEstimateType {
  @Field(() => String, { description: 'Its unit is its last word.' }) name!: string;
  @Field(() => SeedEstimateType, { nullable: true, description: 'Absent where fewer than two seeds have it.' })
  mean!: MeanEstimate | null;
  @Field(() => SeedEstimateType, {
    nullable: true,
    description: 'Less that of the first alternative, seed by seed; absent of the first itself.',
  })
  againstFirst!: MeanEstimate | null;
}

@ObjectType('SimulatedAlternative', { description: 'What the seeds that are done say of one alternative.' })
export class SimulatedAlternativeType implements AlternativeEstimates {
  @Field(() => String) name!: string;
  @Field(() => [FigureEstimateType]) figures!: FigureEstimateType[];
}

@ObjectType('SimulatedFigure', { description: 'One figure on one seed.' })
export class SimulatedFigureType {
  @Field(() => String) name!: string;
  @Field(() => Float, { nullable: true, description: 'Absent where there is nothing to measure.' })
  value!: number | null;
}

@ObjectType('AlternativeOnSeed', { description: 'How one alternative did on one seed.' })
export class AlternativeOnSeedType {
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'Of every event: the same for the same input and seed, on every machine.' })
  hash!: string;
  @Field(() => [SimulatedFigureType]) figures!: SimulatedFigureType[];
}

@ObjectType('SeedResult', { description: 'What one seed gave: every alternative met the same luck.' })
export class SeedResultType {
  @Field(() => Int) seed!: number;
  @Field(() => [AlternativeOnSeedType]) alternatives!: AlternativeOnSeedType[];
}

@ObjectType('SimulationRun', {
  description:
    'An experiment that workers simulate, seed by seed, and how far it is. It says nothing of a real market.',
})
export class SimulationRunType {
  @Field(() => ID) runId!: string;
  @Field(() => SimulationKindEnum) kind!: Experiment['kind'];
  @Field(() => SimulationRunStateEnum) status!: SimulationRunState;
  @Field(() => [Int]) seeds!: readonly number[];
  @Field(() => Int, { description: 'So many of them have a result.' }) seedsDone!: number;
  @Field(() => InstantScalar, { description: 'Wall time of the record.' }) createdAt!: string;
  @Field(() => String, { nullable: true, description: 'Present when FAILED.' }) failureReason?: string;
  // Whose it is, for SimulationRunResultsResolver.
  deskId!: string;
}

export const RunSimulationResult = resultUnion('RunSimulationResult', SimulationRunType, 'SimulationRun', [
  'IMPOSSIBLE_PARAMETERS',
  'IDEMPOTENCY_CONFLICT',
]);

export const SimulationRunResult = resultUnion('SimulationRunResult', SimulationRunType, 'SimulationRun', [
  'UNKNOWN_SIMULATION_RUN',
]);
