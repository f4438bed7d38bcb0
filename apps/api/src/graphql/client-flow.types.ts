import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { type ClientTierName } from '#domain/quoting';
import { type ClientFigure, type ClientFlow, type ClientFlowView, type HorizonFigure } from '#application/client-flow';
import { ClientTierEnum } from './enums.js';

@ObjectType('ClientEstimate')
export class ClientEstimateType {
  @Field(() => Float) value!: number;
  @Field(() => Float, { description: 'Of the 95 % interval.' }) low!: number;
  @Field(() => Float) high!: number;
}

@ObjectType('ClientFigure', { description: 'A figure about a client, and what it rests on.' })
export class ClientFigureType implements ClientFigure {
  @Field(() => Int, { description: 'Trades with a known markout behind it.' }) count!: number;
  @Field(() => Int) countMin!: number;
  @Field(() => ClientEstimateType, { nullable: true, description: 'Absent while there are fewer than countMin.' })
  estimate?: ClientEstimateType;
}

@ObjectType('ClientMove')
export class ClientMoveType implements HorizonFigure {
  @Field(() => Int, { description: 'After the trade.' }) seconds!: number;
  @Field(() => ClientFigureType, { description: "In bps of the trade's mid." }) figure!: ClientFigure;
}

@ObjectType('ClientFlow', { description: 'What a desk has learned of a client, and how it therefore treats him.' })
export class ClientFlowType implements ClientFlow {
  @Field(() => String) client!: string;
  @Field(() => ClientTierEnum) tier!: ClientTierName;
  @Field(() => String, {
    nullable: true,
    description: 'Of the hit model that he is quoted by; absent: none is fitted.',
  })
  hitSegment!: string | null;
  @Field(() => Int, { description: 'Outcomes of that segment.' }) hitOutcomes!: number;
  @Field(() => ClientFigureType, { description: 'Share of his trades that were informed.' })
  informedProbability!: ClientFigure;
  @Field(() => ClientFigureType, {
    description: "Expected move of the mid against the desk by its markout horizon, in bps of the trade's mid.",
  })
  adverseMoveBps!: ClientFigure;
  @Field(() => [ClientMoveType], { description: 'The same at the further horizons that follow-ups told, rising.' })
  adverseMoves!: readonly HorizonFigure[];
}

@ObjectType('ClientFlows')
export class ClientFlowsType implements ClientFlowView {
  @Field(() => ID, { nullable: true, description: 'Absent: nothing was learned, all are quoted by the stated priors.' })
  modelVersion!: string | null;
  @Field(() => Int, { description: 'That it was learned from.' }) outcomes!: number;
  @Field(() => [ClientFlowType], { description: 'Those with the most trades first, at most 200.' })
  clients!: readonly ClientFlow[];
}
