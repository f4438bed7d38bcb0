import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { type EstimatedTerm, type MarketSource } from '#domain/market-data';
import { type MarketView } from '#application/decidable-market';
import { EstimatedTermEnum, SourceKindEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';

@ObjectType('MarketSource', { description: 'Where a market comes from.' })
export class MarketSourceType implements MarketSource {
  @Field(() => SourceKindEnum) kind!: MarketSource['kind'];
  @Field(() => String) name!: string;
}

@ObjectType('Market', { description: 'The market of one instrument at one moment. Prices in currency per unit.' })
export class MarketType implements MarketView {
  @Field(() => ID) instrumentId!: string;
  @Field(() => MarketSourceType) source!: MarketSource;
  @Field(() => InstantScalar, { description: 'Time of the last event in the book.' }) exchangeTime!: string;
  @Field(() => Float) bid!: number;
  @Field(() => Float) ask!: number;
  @Field(() => Float) mid!: number;
  @Field(() => Float, { description: 'Weighted by the size on the other side: the first-order microprice.' })
  weightedMid!: number;
  @Field(() => Float) spreadBps!: number;
  @Field(() => Float, { description: 'Over five levels, in [-1, 1]; positive is buying interest.' })
  depthImbalance!: number;
  @Field(() => Float, { description: 'Units per day.' }) averageDailyVolume!: number;
  @Field(() => Float, { description: 'Standard deviation of the daily return, 0.02 is 2 %.' }) dailyVolatility!: number;
  @Field(() => Float, { description: 'Of the last five minutes, scaled to a day.' }) realisedDailyVolatility!: number;
  @Field(() => [EstimatedTermEnum], { description: 'Reference data that nobody knew and the session estimated.' })
  estimated!: readonly EstimatedTerm[];
}

@ObjectType('Instrument', { description: 'An instrument of the market session and its reference data.' })
export class InstrumentType {
  @Field(() => ID) instrumentId!: string;
  @Field(() => String) kind!: string;
  @Field(() => String) currency!: string;
  @Field(() => Float) tickSize!: number;
  @Field(() => Float) lotSize!: number;
  @Field(() => Float) contractMultiplier!: number;
  @Field(() => Int) sessionSeconds!: number;
  @Field(() => Float) averageDailyVolume!: number;
  @Field(() => Float) dailyVolatility!: number;
  @Field(() => Float) sharesOutstanding!: number;
  @Field(() => Float) feesAndSettlementBps!: number;
  @Field(() => [EstimatedTermEnum]) estimated!: readonly EstimatedTerm[];
  @Field(() => MarketSourceType) source!: MarketSource;
}

export const MarketResult = resultUnion('MarketResult', MarketType, 'Market', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
]);
