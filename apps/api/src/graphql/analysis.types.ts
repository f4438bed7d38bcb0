import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { type JobPriority } from '#application/jobs';
import { type AnalysisKind, type SimulationRunState } from '#application/ports';
import { AnalysisKindEnum, JobPriorityEnum, SimulationRunStateEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';

/** Rows of one page at most. */
export const MAX_ANALYSIS_ROWS = 100;

@ObjectType('Analysis', { description: 'Rows that workers compute in parts, and how far they are.' })
export class AnalysisType {
  @Field(() => ID) analysisId!: string;
  @Field(() => AnalysisKindEnum) kind!: AnalysisKind;
  @Field(() => SimulationRunStateEnum, { description: 'DONE with the last of its parts.' })
  status!: SimulationRunState;
  @Field(() => JobPriorityEnum, { description: 'INTERACTIVE where it is small.' }) priority!: JobPriority;
  @Field(() => Int) rows!: number;
  @Field(() => Int, { description: 'Of every part but the last.' }) rowsPerPart!: number;
  @Field(() => Int, { description: 'Parts that have their rows.' }) partsDone!: number;
  @Field(() => InstantScalar, { description: 'Of the market session; the rows are of this moment.' })
  requestedAt!: string;
  @Field(() => InstantScalar, { description: 'Wall time of the record.' }) createdAt!: string;
  @Field(() => String, { nullable: true, description: 'Present when FAILED.' }) failureReason?: string;
  // Whose it is, for the resolvers of its rows.
  deskId!: string;
}

export const AnalysisResult = resultUnion('AnalysisResult', AnalysisType, 'Analysis', ['UNKNOWN_ANALYSIS']);
