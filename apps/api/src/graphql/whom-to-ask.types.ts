import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type EstimateBasis, type FormCost, type Panel, type RequestForm } from '#domain/scoring';
import { type MarketView } from '#application/decidable-market';
import { HORIZON_SECONDS } from '#application/forecast-impact';
import { type Comparability, type WhomToAsk, type WhomToAskCommand } from '#application/whom-to-ask';
import { decimal, identifiers, optional } from '../doors/validation.js';
import { BlockInput } from './block.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { ComparabilityEnum, EstimateBasisEnum, PanelAdviceEnum, RequestFormEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

@InputType({ description: 'A request for quote that is planned.' })
export class WhomToAskInput extends BlockInput implements WhomToAskCommand {
  @decimal({ atLeast: HORIZON_SECONDS.min, atMost: HORIZON_SECONDS.max })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Trading time within which the block would otherwise be worked.',
  })
  horizonSeconds = 1_800;

  @optional()
  @identifiers(100, 50)
  @Field(() => [String], {
    nullable: true,
    description: 'Who may be asked; absent: all of whom the desk knows something.',
  })
  dealers?: readonly string[];

  @decimal({ above: 0, atMost: 3_600 })
  @Field(() => DecimalScalar, { nullable: true, description: 'How long answers are waited for.' })
  windowSeconds = 10;

  @decimal({ atLeast: 0, atMost: 1 })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Share of the leakage that is left where losers are not told the side.',
  })
  twoWayLeakageShare = 0.5;
}

@ObjectType('PanelCandidate', { description: 'A dealer who might be asked.' })
export class PanelCandidateType {
  @Field(() => ID) dealer!: string;
  @Field(() => Float, {
    description: 'What his quote is expected to cost against the mid: fair cost, his bias, his rejections.',
  })
  costMeanBps!: number;
  @Field(() => Float, { description: 'How far it may stray.' }) costSdBps!: number;
  @Field(() => Int, { description: 'Quotes of his in the comparable requests.' }) quotes!: number;
  @Field(() => EstimateBasisEnum) costBasis!: EstimateBasis;
  @Field(() => Float, { description: 'That he answers within the window.' }) responseProbability!: number;
  @Field(() => Float) leakageBps!: number;
  @Field(() => EstimateBasisEnum, { description: 'PRIOR: assumed, as his own is not known well enough.' })
  leakageBasis!: EstimateBasis;
}

@ObjectType('Panel', { description: 'Dealers who are asked at once.' })
export class PanelType implements Panel {
  @Field(() => [String], { description: 'The most useful first.' }) dealers!: readonly string[];
  @Field(() => Float, { description: 'Expected, leakage included.' }) costBps!: number;
  @Field(() => Float, { description: 'Part of it that those who lose give away.' }) leakageBps!: number;
}

@ObjectType('RequestFormCost')
export class RequestFormCostType implements FormCost {
  @Field(() => RequestFormEnum) form!: RequestForm;
  @Field(() => [String], { description: 'Of a staggered request in the order of asking.' }) dealers!: readonly string[];
  @Field(() => Float, { description: 'Expected, leakage and waiting included.' }) costBps!: number;
}

@ObjectType('WorkedAlternative', { description: 'What is done where nobody is asked or no quote is better.' })
export class WorkedAlternativeType {
  @Field(() => String) strategy!: string;
  @Field(() => Float, { description: "With the desk's aversion to risk." }) costBps!: number;
}

@ObjectType('ComparableRequests')
export class ComparableRequestsType {
  @Field(() => ComparabilityEnum) basis!: Comparability;
  @Field(() => Int) requests!: number;
}

@ObjectType('WhomToAsk', { description: 'The dealers to ask and how, with everything that was compared.' })
export class WhomToAskType implements Omit<WhomToAsk, 'candidates'> {
  @Field(() => InstantScalar, { description: 'Of the market session.' }) at!: string;
  @Field(() => MarketType) market!: MarketView;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => Float, { description: 'What the impact model takes the block to be worth against the mid.' })
  fairCostBps!: number;
  @Field(() => WorkedAlternativeType) alternative!: WorkedAlternativeType;
  @Field(() => ComparableRequestsType, { description: "The desk's requests that dealers are judged by." })
  history!: ComparableRequestsType;
  @Field(() => [PanelCandidateType]) candidates!: readonly PanelCandidateType[];
  @Field(() => [PanelType], { description: 'The best panels of one, two and more dealers, asked at once and one-way.' })
  panels!: readonly Panel[];
  @Field(() => [RequestFormCostType], { description: 'Each at its best, the cheapest first.' })
  forms!: readonly FormCost[];
  @Field(() => PanelAdviceEnum) advice!: WhomToAsk['advice'];
}

export const WhomToAskResult = resultUnion('WhomToAskResult', WhomToAskType, 'WhomToAsk', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'FORECAST_UNAVAILABLE',
  'NO_DEALER_KNOWN',
]);
