import { Field, InputType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { SEEDS, type ExecutionPolicy, type StatedAuctions, type StatedMarket } from '#domain/simulation';
import { type ExecutionCommand, type RunSimulationCommand } from '#application/run-simulation';
import { decimal, decimals, identifier, list, nested, optional } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { DealerQuotingEnum, PlacementEnum, ScheduleEnum, SideEnum } from './enums.js';

// What cannot be simulated is refused by name as ImpossibleParameters; here a number only has to be one.
const ANY_NUMBER = { atLeast: -1e15, atMost: 1e15 } as const;

/** A number that has to be given. */
const stated = (description: string): PropertyDecorator =>
  both(
    decimal(ANY_NUMBER),
    Field(() => DecimalScalar, { description }),
  );

/** A number that has a default. */
const statable = (description: string): PropertyDecorator =>
  both(
    optional(),
    decimal(ANY_NUMBER),
    Field(() => DecimalScalar, { nullable: true, description }),
  );

const both =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

@InputType({ description: 'A schedule and how its children are placed.' })
export class ExecutionPolicyInput implements ExecutionPolicy {
  @Field(() => ScheduleEnum) schedule!: ExecutionPolicy['schedule'];
  @Field(() => PlacementEnum) placement!: ExecutionPolicy['placement'];
  @statable('Of POV only: the share of all volume, own included, above 0 and below 1.') participationRate?: number;
  @statable('Of ALMGREN_CHRISS only: how often the holding would fall by a factor of e; 0 is even.') urgency?: number;
}

@InputType({
  description: 'The market of agents; what is absent is that of a liquid stock. Rates of the session’s activity.',
})
export class SimulatedMarketInput implements StatedMarket {
  @statable('From the open to the close.') sessionSeconds?: number;
  @statable('How long the flow runs before the open.') warmUpSeconds?: number;
  @statable('Currency per tick.') tickSize?: number;
  @statable('Whole or half ticks.') initialMidTicks?: number;
  @statable('Of one side and one distance from the best price.') limitOrdersPerSecond?: number;
  @statable('Of one resting order.') cancellationsPerSecond?: number;
  @statable('Of one side: those that belong to no metaorder.') marketOrdersPerSecond?: number;
  @statable('Children of others’ metaorders that nothing excites.') metaorderTradesPerSecond?: number;
  @statable('Mean number of direct descendants of such a trade, from 0 and below 1.') branchingRatio?: number;
  @statable('How many are worked at a time.') concurrentMetaorders?: number;
  @statable('Of the length of metaorders, above 1 and below 2.') tailExponent?: number;
  @statable('How many there are.') makers?: number;
  @statable('Of the first maker; each next one is wider.') makerHalfSpreadTicks?: number;
  @statable('Jumps of value that no order caused.') jumpsPerSecond?: number;
  @statable('Standard deviation of a jump.') jumpSdBps?: number;
}

@InputType({
  description: 'One order worked by several policies in the same markets; the others are compared with the first.',
})
export class ExecutionExperimentInput implements ExecutionCommand {
  @Field(() => SideEnum) side!: Side;
  @stated('Units.') quantity!: number;
  @stated('When it begins, after the open.') startSeconds!: number;
  @stated('Over by the close.') horizonSeconds!: number;
  @stated('How often a policy is asked: at the start and at equal steps.') decisions!: number;

  @list(() => ExecutionPolicyInput, 10)
  @Field(() => [ExecutionPolicyInput], { description: '1 to 10.' })
  policies!: ExecutionPolicyInput[];

  @optional()
  @nested(() => SimulatedMarketInput)
  @Field(() => SimulatedMarketInput, { nullable: true })
  market?: SimulatedMarketInput;
}

@InputType({
  description:
    'The same requests for quotes sent to panels of several sizes among dealers who are all alike; the others are compared with the first.',
})
export class AuctionExperimentInput implements StatedAuctions {
  @decimals({ atLeast: 1, atMost: 10 }, ANY_NUMBER)
  @Field(() => [DecimalScalar], { description: 'How many dealers are asked, by lot: 1 to 10 numbers.' })
  panelSizes!: number[];

  @stated('Of one seed.') requests!: number;
  @statable('One in ten minutes unless stated, so that one is over before the next.') requestsPerSecond?: number;
  @statable('How many there are; 10 unless stated.') dealers?: number;

  @optional()
  @Field(() => DealerQuotingEnum, { nullable: true, description: 'PARAMETRIC unless stated.' })
  quoting?: 'PARAMETRIC' | 'STRATEGIC';

  @statable('That a dealer answers at all.') responseProbability?: number;
  @statable('How long a quote may be taken.') quoteValidSeconds?: number;
  @statable('How far each dealer who was asked and did not win moves the mid.') leakageBps?: number;
  @statable('Time in which that happens.') leakageSeconds?: number;
  @statable('Share of that move which begins when he is asked.') preHedgedShare?: number;
  @statable('With lastLookThresholdBps; without them quotes are firm.') lastLookHoldSeconds?: number;
  @statable('He refuses when the mid has moved against him by more.') lastLookThresholdBps?: number;
  @statable('Share of a block that its winner lays off.') hedgedShare?: number;
  @statable('That a client knows something.') informedProbability?: number;
  @statable('What such a client knows.') signalSdBps?: number;
  @statable('Units.') medianQuantity?: number;
  @statable('The usual half-spread, the unit of reduced spreads.') halfSpreadBps?: number;
  @statable('Currency per unit.') tickSize?: number;
  @statable('Of the mid between auctions.') volatilityBpsPerSqrtSecond?: number;
}

@InputType({
  description: 'What is to be simulated: execution or auctions, on seeds that are listed or counted from firstSeed.',
})
export class RunSimulationInput implements RunSimulationCommand {
  @optional()
  @nested(() => ExecutionExperimentInput)
  @Field(() => ExecutionExperimentInput, { nullable: true })
  execution?: ExecutionExperimentInput;

  @optional()
  @nested(() => AuctionExperimentInput)
  @Field(() => AuctionExperimentInput, { nullable: true })
  auctions?: AuctionExperimentInput;

  @optional()
  @decimals({ atMost: SEEDS.max }, ANY_NUMBER)
  @Field(() => [DecimalScalar], { nullable: true, description: `${SEEDS.min} to ${SEEDS.max} different ones.` })
  seeds?: number[];

  @statable('1 unless stated.') firstSeed?: number;
  @statable(`${SEEDS.min} to ${SEEDS.max}, instead of seeds.`) seedCount?: number;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same run.' })
  idempotencyKey!: string;
}
