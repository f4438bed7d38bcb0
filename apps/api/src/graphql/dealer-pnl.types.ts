import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type HedgeFill, type MarkoutAt, type PnlDimension, type PnlParts, type PnlRow } from '#domain/quoting';
import {
  type CurrencyPnl,
  type DealerPnl,
  type FollowedTrade,
  type LaterMid,
  type RecordTradeFollowUpCommand,
} from '#application/quoting-desk';
import { decimal, identifier, list, optional } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { PnlDimensionEnum } from './enums.js';
import { resultUnion } from './failure.types.js';

const MONEY_MAX = 1e15;
const HEDGES_MAX = 1_000;
const LATER_MIDS_MAX = 10;
/** A week. */
const SECONDS_MAX = 604_800;

@InputType({ description: 'A fill of the hedge of a trade.' })
export class HedgeFillInput implements HedgeFill {
  @decimal({ above: 0, atMost: MONEY_MAX })
  @Field(() => DecimalScalar, {
    description: 'In units: bought after the client bought, sold after the client sold.',
  })
  quantity!: number;

  @decimal({ above: 0, atMost: MONEY_MAX })
  @Field(() => DecimalScalar)
  price!: number;
}

@InputType({ description: 'The mid so long after a trade.' })
export class LaterMidInput implements LaterMid {
  @decimal({ atLeast: 1, atMost: SECONDS_MAX })
  @Field(() => Int, { description: `After the trade: 1 to ${SECONDS_MAX}.` })
  seconds!: number;

  @decimal({ above: 0, atMost: MONEY_MAX })
  @Field(() => DecimalScalar)
  mid!: number;

  @optional()
  @decimal({ atLeast: -10_000, atMost: 10_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'As of the follow-up, by then.' })
  ownImpactBps?: number;
}

@InputType({ description: 'What is known of a trade later, all of it: what was said before is replaced.' })
export class TradeFollowUpInput implements Partial<RecordTradeFollowUpCommand> {
  @identifier(64)
  @Field(() => ID, { description: 'A quote whose recorded outcome is that it was dealt.' })
  quoteId!: string;

  @decimal({ above: 0, atMost: MONEY_MAX })
  @Field(() => DecimalScalar, { description: "The mid at the desk's markout horizon." })
  midAfter!: number;

  @decimal({ above: 0, atMost: MONEY_MAX })
  @Field(() => DecimalScalar, { description: 'What is left of the block is valued at this.' })
  lastMid!: number;

  @optional()
  @list(() => HedgeFillInput, HEDGES_MAX)
  @Field(() => [HedgeFillInput], { nullable: true, description: 'Together not more than the block; absent: none.' })
  hedges?: readonly HedgeFill[];

  @optional()
  @decimal({ atLeast: -10_000, atMost: 10_000 })
  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "How far the desk's own hedge had moved the mid against it by the horizon, in bps; absent: not at all.",
  })
  ownImpactBps?: number;

  @optional()
  @list(() => LaterMidInput, LATER_MIDS_MAX)
  @Field(() => [LaterMidInput], {
    nullable: true,
    description: `The mids at further horizons, at most ${LATER_MIDS_MAX}, each horizon once; absent: none.`,
  })
  laterMids?: readonly LaterMidInput[];
}

@ObjectType('MarkoutAt', { description: 'How far the mid had moved against the desk so long after a trade.' })
export class MarkoutAtType implements MarkoutAt {
  @Field(() => Int) seconds!: number;
  @Field(() => Float, { description: 'Beyond its own hedge; bps of the mid at the trade.' }) againstBps!: number;
}

@ObjectType('DealerPnlParts', { description: 'Where P&L comes from; currency, positive is gained.' })
export class PnlPartsType implements PnlParts {
  @Field(() => Float, { description: 'What clients paid beyond the mid.' }) spreadEarned!: number;
  @Field(() => Float, { description: 'What the mid did to the kept part until the markout horizon.' })
  adverseSelection!: number;
  @Field(() => Float, { description: 'What hedges paid beyond the mid of the trade.' }) hedgeCost!: number;
  @Field(() => Float, { description: 'What the mid did to the kept part after the horizon.' }) inventory!: number;
  @Field(() => Float, { description: 'The sum of the four.' }) total!: number;
}

@ObjectType('FollowedTrade')
export class FollowedTradeType implements FollowedTrade {
  @Field(() => ID) quoteId!: string;
  @Field(() => Float, {
    description:
      'How far the mid moved against the desk by the horizon, beyond its own hedge; bps of the mid at the trade.',
  })
  againstBps!: number;
  @Field(() => [MarkoutAtType], { description: 'The same at the further horizons, rising.' })
  markouts!: readonly MarkoutAt[];
  @Field(() => String) currency!: string;
  @Field(() => PnlPartsType) pnl!: PnlParts;
}

export const TradeFollowUpResult = resultUnion('TradeFollowUpResult', FollowedTradeType, 'FollowedTrade', [
  'UNKNOWN_TRADE',
  'IMPOSSIBLE_OUTCOME',
]);

@ObjectType('DealerPnlRow', { description: 'The trades of one value of the dimension.' })
export class PnlRowType extends PnlPartsType implements PnlRow {
  @Field(() => String, { nullable: true, description: 'null: the trades of which it is not known.' })
  key!: string | null;
  @Field(() => Int) blocks!: number;
  @Field(() => Float, { description: 'At the mid of each trade.' }) notional!: number;
}

@ObjectType('CurrencyPnl')
export class CurrencyPnlType implements Omit<CurrencyPnl, 'dimension'> {
  @Field(() => String) currency!: string;
  @Field(() => [PnlRowType], { description: 'By key, sizes from small to large, what is not known last.' })
  rows!: readonly PnlRow[];
  @Field(() => PnlRowType, { description: 'The sum of the rows.' }) all!: PnlRow;
}

@ObjectType('DealerPnl', { description: "The P&L of a desk's recorded trades, told apart." })
export class DealerPnlType implements DealerPnl {
  @Field(() => PnlDimensionEnum) dimension!: PnlDimension;
  @Field(() => Int, { description: 'Outcomes that were looked at, trades or not.' }) outcomes!: number;
  @Field(() => Int, { description: 'The ordinal of the last of them: `after` of what follows.' }) upTo!: number;
  @Field(() => Int) trades!: number;
  @Field(() => Int, { description: 'Trades of which no follow-up is recorded: they are in no row.' }) waiting!: number;
  @Field(() => [CurrencyPnlType]) currencies!: readonly CurrencyPnl[];
}
