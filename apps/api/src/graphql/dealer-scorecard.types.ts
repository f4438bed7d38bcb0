import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { type DealerScorecard, type LeakageEstimate, type ScorecardFigure } from '#domain/scoring';
import { type DealerScorecardsAnswer } from '#application/dealer-scorecards';

@ObjectType('ScorecardEstimate')
export class ScorecardEstimateType {
  @Field(() => Float, {
    description: 'At the size, spread, volatility and regime of the average request of all dealers together.',
  })
  value!: number;
  @Field(() => Float, { description: 'Of the 95 % interval.' }) low!: number;
  @Field(() => Float) high!: number;
  @Field(() => Float, { description: 'As it was, with the requests that the dealer happened to get.' })
  unadjusted!: number;
}

@ObjectType('ScorecardFigure', { description: 'A figure about a dealer, and what it rests on.' })
export class ScorecardFigureType implements ScorecardFigure {
  @Field(() => Int, { description: 'Observations behind it.' }) count!: number;
  @Field(() => ScorecardEstimateType, { nullable: true, description: 'Absent while they are fewer than 20.' })
  estimate?: ScorecardEstimateType;
}

@ObjectType('ScorecardMarkout')
export class ScorecardMarkoutType {
  @Field(() => Int, { description: 'After the end of the request.' }) seconds!: number;
  @Field(() => ScorecardFigureType) figure!: ScorecardFigure;
}

@ObjectType('LeakageFigure')
export class LeakageFigureType {
  @Field(() => Float) bps!: number;
  @Field(() => Float, { description: 'Of the 95 % interval.' }) low!: number;
  @Field(() => Float) high!: number;
}

@ObjectType('DealerLeakage', {
  description:
    'How far the mid drifts against the client within a minute because the dealer heard of a block and did not get it.',
})
export class DealerLeakageType implements Omit<LeakageEstimate, 'dealer'> {
  @Field(() => Int, { description: 'Requests that he lost.' }) lost!: number;
  @Field(() => Int, { description: 'Requests of the same kinds in which he was not asked.' }) controls!: number;
  @Field(() => LeakageFigureType, {
    nullable: true,
    description: 'Absent until there are 50 of each and the interval is within 0.25 bps.',
  })
  leakage?: NonNullable<LeakageEstimate['leakage']>;
}

@ObjectType('DealerScorecard', {
  description:
    "What a desk's own requests say of a dealer. Costs in bps of the arrival mid, positive is worse for the client.",
})
export class DealerScorecardType implements DealerScorecard {
  @Field(() => ID) dealer!: string;
  @Field(() => Int, { description: 'Requests in which he is named.' }) requests!: number;
  @Field(() => Int) quoted!: number;
  @Field(() => Int) traded!: number;
  @Field(() => ScorecardFigureType, { description: 'Share of the requests to him that he quoted.' })
  responseRate!: ScorecardFigure;
  @Field(() => ScorecardFigureType, { description: 'Until his first quote.' }) responseSeconds!: ScorecardFigure;
  @Field(() => ScorecardFigureType, { description: 'Share of his quotes that were traded.' })
  hitRatio!: ScorecardFigure;
  @Field(() => ScorecardFigureType, { description: 'His price against the mid at its time.' })
  spreadToMidBps!: ScorecardFigure;
  @Field(() => ScorecardFigureType, { description: 'That less what the impact model took the block to be worth.' })
  spreadToFairBps!: ScorecardFigure;
  @Field(() => ScorecardFigureType, { description: 'Among all quotes of a request, of at least two: 1 is the best.' })
  rank!: ScorecardFigure;
  @Field(() => ScorecardFigureType, { description: 'How much better he was than the second best where he traded.' })
  coverDistanceBps!: ScorecardFigure;
  @Field(() => ScorecardFigureType, { description: 'Share of what was hit or lifted that he rejected.' })
  rejectRate!: ScorecardFigure;
  @Field(() => [ScorecardMarkoutType], {
    description:
      'Moves of the mid in the direction of the client after trades with him: positive is good for the client.',
  })
  markoutsBps!: readonly ScorecardMarkoutType[];
  @Field(() => ScorecardFigureType, { description: 'The same to the next mid that imported requests give.' })
  nextMidMarkoutBps!: ScorecardFigure;
  @Field(() => DealerLeakageType) leakage!: LeakageEstimate;
}

@ObjectType('DealerScorecards')
export class DealerScorecardsType implements DealerScorecardsAnswer {
  @Field(() => Int, { description: "Requests that they rest on, of the desk's last 10,000." }) requests!: number;
  @Field(() => [DealerScorecardType], { description: 'By name; of the 100 dealers asked most often.' })
  scorecards!: readonly DealerScorecard[];
}
