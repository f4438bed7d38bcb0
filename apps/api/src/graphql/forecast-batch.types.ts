import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import {
  type ExecutionProvider,
  type ForecastFallback,
  type ForecastFlag,
  type ForecastTier,
  type Identification,
} from '#domain/impact';
import { type QuantityUnit } from '#domain/rfq';
import { type OrderForecast } from '#application/answer-forecast-batch';
import { HORIZON_SECONDS, type CostView } from '#application/forecast-impact';
import { type JobPriority } from '#application/jobs';
import { type ForecastBatchState } from '#application/ports';
import {
  FORECAST_BATCH_ORDERS_MAX,
  type OrderCommand,
  type RequestForecastBatchCommand,
} from '#application/request-forecast-batch';
import { decimal, identifier, list, optional } from '../doors/validation.js';
import { CostDistributionType } from './cost.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import {
  ExecutionProviderEnum,
  ForecastBatchStateEnum,
  ForecastTierEnum,
  IdentificationEnum,
  JobPriorityEnum,
  QuantityUnitEnum,
  SideEnum,
} from './enums.js';
import { resultUnion } from './failure.types.js';
import { BlockRequestType, ForecastFallbackType, ForecastFlagType } from './forecast.types.js';
import { InstantScalar } from './instant.scalar.js';

// A number that is out of an order's range is that order's own failure, and the rest goes on; no number is no order.
const ANY_NUMBER = { atLeast: -1e15, atMost: 1e15 } as const;

/** One of several orders, as every input that holds some states it. */
@InputType({ isAbstract: true })
export abstract class StatedOrderInput implements Omit<OrderCommand, 'aggression'> {
  @identifier(64)
  @Field(() => ID)
  instrumentId!: string;

  @Field(() => SideEnum)
  side!: Side;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar)
  quantity!: number;

  @Field(() => QuantityUnitEnum, { nullable: true })
  quantityUnit: QuantityUnit = 'UNITS';

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, {
    nullable: true,
    description: `Trading time over which the order is worked, ${HORIZON_SECONDS.min} to ${HORIZON_SECONDS.max}; 1800 where participation is absent too.`,
  })
  horizonSeconds?: number;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Instead of horizonSeconds: the order's share of all volume, its own included.",
  })
  participation?: number;
}

@InputType({
  description: 'One order of a batch. What is wrong with its quantity or its time refuses this order only.',
})
export class BatchOrderInput extends StatedOrderInput implements OrderCommand {
  @decimal({ atLeast: 0, atMost: 1 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Share that crosses the spread.' })
  aggression = 0.5;
}

const WITHIN_SECONDS = { atLeast: 0.1, atMost: 86_400 } as const;

@InputType({ description: 'Orders whose impact is to be forecast together, by a worker.' })
export class RequestForecastBatchInput implements RequestForecastBatchCommand {
  @list(() => BatchOrderInput, FORECAST_BATCH_ORDERS_MAX)
  @Field(() => [BatchOrderInput], { description: `1 to ${FORECAST_BATCH_ORDERS_MAX}.` })
  orders!: BatchOrderInput[];

  @optional()
  @Field(() => JobPriorityEnum, { nullable: true, description: 'BULK when absent.' })
  priority?: JobPriority;

  @optional()
  @decimal(WITHIN_SECONDS)
  @Field(() => DecimalScalar, {
    nullable: true,
    description: `Deadline, ${WITHIN_SECONDS.atLeast} to ${WITHIN_SECONDS.atMost} seconds of wall time from now: what has no answer by then gets none.`,
  })
  withinSeconds?: number;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same batch.' })
  idempotencyKey!: string;
}

@ObjectType('OrderForecast', {
  description: 'The forecast of one order, in bps of the arrival mid. temporaryBps + permanentBps = slippage.meanBps.',
})
export class OrderForecastType implements OrderForecast {
  @Field(() => Int, { description: 'Its number in the batch, from 0.' }) order!: number;
  @Field(() => BlockRequestType) request!: BlockRequestType;
  @Field(() => String) modelVersion!: string;
  @Field(() => ForecastTierEnum) tier!: ForecastTier;
  @Field(() => ExecutionProviderEnum, { description: 'What ran the model, or the formulas.' })
  provider!: ExecutionProvider;
  @Field(() => IdentificationEnum) identification!: Identification;
  @Field(() => Float, { description: 'Spread paid and the impact that decays.' }) temporaryBps!: number;
  @Field(() => Float, { description: 'Share of the lasting shift that the fills pay.' }) permanentBps!: number;
  @Field(() => Float, { description: 'The full lasting shift of the mid.' }) lastingShiftBps!: number;
  @Field(() => CostDistributionType) slippage!: CostView;
  @Field(() => ForecastFallbackType, { nullable: true, description: 'Absent where the first link answered.' })
  fallback?: ForecastFallback;
  @Field(() => [ForecastFlagType], { nullable: true, description: 'Absent where the published formulas answered.' })
  flags?: readonly ForecastFlag[];
}

export const OrderAnswerResult = resultUnion('OrderAnswer', OrderForecastType, 'OrderForecast', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'INVALID_HORIZON',
  'FORECAST_UNAVAILABLE',
]);

/** Answers of one page at most. */
export const MAX_ANSWERS = 100;

@ObjectType('ForecastBatch', { description: 'Orders whose impact a worker forecasts, and how far it is.' })
export class ForecastBatchType {
  @Field(() => ID) batchId!: string;
  @Field(() => ForecastBatchStateEnum) status!: ForecastBatchState;
  @Field(() => JobPriorityEnum) priority!: JobPriority;
  @Field(() => Int, { description: 'Orders in the batch.' }) orders!: number;
  @Field(() => Int, { description: 'The first so many of them have an answer.' }) answered!: number;
  @Field(() => InstantScalar, { description: 'Of the market session; the forecasts are of this moment.' })
  requestedAt!: string;
  @Field(() => InstantScalar, { description: 'Wall time of the record.' }) createdAt!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'Wall time; absent where none was set.' })
  deadline?: string;
  @Field(() => String, { nullable: true, description: 'Present when FAILED.' }) failureReason?: string;
  // Whose it is, for ForecastBatchOrdersResolver.
  deskId!: string;
}

export const RequestForecastBatchResult = resultUnion(
  'RequestForecastBatchResult',
  ForecastBatchType,
  'ForecastBatch',
  [
    'UNKNOWN_INSTRUMENT',
    'STALE_MARKET',
    'CROSSED_MARKET',
    'MARKET_NOT_TRADABLE',
    'INVALID_QUANTITY',
    'INVALID_HORIZON',
    'IDEMPOTENCY_CONFLICT',
    'TOO_MANY_WAITING',
  ],
);

export const ForecastBatchResult = resultUnion('ForecastBatchResult', ForecastBatchType, 'ForecastBatch', [
  'UNKNOWN_FORECAST_BATCH',
]);
