import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import {
  type EstimatedTerm,
  type InstrumentKind,
  type MarketSource,
  type SpreadLeg,
  type TradingHours,
  type TradingSession,
} from '#domain/market-data';
import { type MarketView } from '#application/decidable-market';
import { EstimatedTermEnum, InstrumentKindEnum, SourceKindEnum } from './enums.js';
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

@ObjectType('SpreadLeg', { description: 'One instrument of a spread.' })
export class SpreadLegType implements SpreadLeg {
  @Field(() => ID) instrumentId!: string;
  @Field(() => Float, { description: 'Units bought with one unit of the spread; negative: sold.' }) ratio!: number;
}

@ObjectType('TradingSession', { description: 'From opens up to but not including closes.' })
export class TradingSessionType implements TradingSession {
  @Field(() => String, { description: 'HH:MM on the clock of the exchange.' }) opens!: string;
  @Field(() => String, { description: 'HH:MM; not later than opens: of the next day.' }) closes!: string;
}

@ObjectType('TradingHours', { description: 'When an instrument trades; 00:00 to 00:00 is around the clock.' })
export class TradingHoursType implements TradingHours {
  @Field(() => String, { description: 'Of the IANA database, such as America/New_York.' }) timeZone!: string;
  @Field(() => [TradingSessionType]) sessions!: readonly TradingSession[];
}

@ObjectType('Instrument', { description: 'An instrument of the market session and its reference data.' })
export class InstrumentType {
  @Field(() => ID) instrumentId!: string;
  @Field(() => InstrumentKindEnum) kind!: InstrumentKind;
  @Field(() => String) currency!: string;
  @Field(() => Float) tickSize!: number;
  @Field(() => Float, { description: 'Smallest quantity step, in units; of an inverse contract in currency.' })
  lotSize!: number;
  @Field(() => Float, { description: 'Units of the underlying per contract; of an inverse contract currency.' })
  contractMultiplier!: number;
  @Field(() => Boolean, { description: 'A contract is worth a fixed amount of currency, not of the underlying.' })
  isInverse!: boolean;
  @Field(() => InstantScalar, { nullable: true, description: 'From when on it is traded no more.' }) expiresAt?: string;
  @Field(() => [SpreadLegType], { description: 'Of a spread; else empty.' }) legs!: readonly SpreadLeg[];
  @Field(() => TradingHoursType, { nullable: true, description: 'Absent where nobody stated them.' })
  tradingHours?: TradingHours;
  @Field(() => Int, { description: 'Length of a trading day.' }) sessionSeconds!: number;
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
