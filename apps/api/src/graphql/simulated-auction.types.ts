import { Field, Float, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { type AuctionQuoteFate, type AuctionResult, type MarketSource } from '#domain/market-data';
import { type AuctionsView, type AuctionView } from '#application/simulated-auctions';
import { SideEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketSourceType } from './market.types.js';

const AuctionResultEnum: Readonly<Record<AuctionResult, AuctionResult>> = {
  TRADED: 'TRADED',
  REJECTED: 'REJECTED',
  PASSED: 'PASSED',
};
registerEnumType(AuctionResultEnum, {
  name: 'AuctionResult',
  description: 'How a simulated auction ended.',
  valuesMap: {
    TRADED: { description: 'The client traded with a dealer.' },
    REJECTED: {
      description: "A dealer's last look refused what the client had accepted, and nobody else's price would do.",
    },
    PASSED: { description: 'The client accepted no price.' },
  },
});

const AuctionQuoteFateEnum: Readonly<Record<AuctionQuoteFate, AuctionQuoteFate>> = {
  DONE: 'DONE',
  DONE_AWAY: 'DONE_AWAY',
  NOT_TRADED: 'NOT_TRADED',
  EXPIRED: 'EXPIRED',
  LAST_LOOK_REJECTED: 'LAST_LOOK_REJECTED',
  DECLINED: 'DECLINED',
  LATE: 'LATE',
  NO_ANSWER: 'NO_ANSWER',
};
registerEnumType(AuctionQuoteFateEnum, {
  name: 'AuctionQuoteFate',
  description: 'What became of a dealer who was asked.',
  valuesMap: {
    DONE: { description: 'The client traded with this dealer.' },
    DONE_AWAY: { description: 'The client traded with another one.' },
    NOT_TRADED: { description: 'The client traded with nobody.' },
    EXPIRED: { description: 'No longer valid when the auction ended.' },
    LAST_LOOK_REJECTED: { description: 'The client accepted, and the dealer refused.' },
    DECLINED: { description: 'The dealer chose not to quote.' },
    LATE: { description: 'Answered after the end.' },
    NO_ANSWER: { description: 'Never answered.' },
  },
});

@ObjectType('SimulatedAuctionQuote', { description: 'A simulated dealer who was asked.' })
export class SimulatedAuctionQuoteType {
  @Field(() => String) dealer!: string;
  @Field(() => Float, { nullable: true, description: 'On the side that the client takes.' }) price?: number;
  @Field(() => Float, { nullable: true, description: 'From being asked to the answer.' }) responseSeconds?: number;
  @Field(() => AuctionQuoteFateEnum) fate!: AuctionQuoteFate;
}

@ObjectType('SimulatedAuctionTrade')
export class SimulatedAuctionTradeType {
  @Field(() => String) dealer!: string;
  @Field(() => Float) price!: number;
  @Field(() => Float, { description: 'Against the mid at the request; positive is worse for the client.' })
  costBps!: number;
}

@ObjectType('SimulatedAuction', {
  description:
    'A request for quotes of a simulated client to simulated dealers. Prices in currency per unit, times of the session.',
})
export class SimulatedAuctionType implements AuctionView {
  @Field(() => ID, { description: 'Unique within a session.' }) auctionId!: string;
  @Field(() => ID) instrumentId!: string;
  @Field(() => MarketSourceType) source!: MarketSource;
  @Field(() => InstantScalar) requestedAt!: string;
  @Field(() => InstantScalar) endedAt!: string;
  @Field(() => InstantScalar, { description: 'When it was told: late answers come after the end.' }) knownAt!: string;
  @Field(() => SideEnum) side!: Side;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => String, { description: 'The kind of client who asked.' }) clientTier!: string;
  @Field(() => Float, { description: 'Mid at the request.' }) arrivalMid!: number;
  @Field(() => [SimulatedAuctionQuoteType], { description: 'In the order of asking.' })
  quotes!: readonly SimulatedAuctionQuoteType[];
  @Field(() => AuctionResultEnum) result!: AuctionResult;
  @Field(() => SimulatedAuctionTradeType, { nullable: true, description: 'Absent where nothing was traded.' })
  trade?: SimulatedAuctionTradeType;
  @Field(() => Float, {
    nullable: true,
    description: 'The best price not traded; absent where nothing was traded or nobody else had a live quote.',
  })
  coverPrice?: number;
}

@ObjectType('SimulatedAuctions', { description: 'The last auctions of an instrument that are over.' })
export class SimulatedAuctionsType implements AuctionsView {
  @Field(() => ID) instrumentId!: string;
  @Field(() => MarketSourceType) source!: MarketSource;
  @Field(() => [SimulatedAuctionType], { description: 'At most eight, newest first.' })
  auctions!: readonly SimulatedAuctionType[];
}

const FAILURES = ['UNKNOWN_INSTRUMENT', 'NO_SIMULATED_AUCTIONS'] as const;

export const SimulatedAuctionsResult = resultUnion(
  'SimulatedAuctionsResult',
  SimulatedAuctionsType,
  'SimulatedAuctions',
  FAILURES,
);

export const SimulatedAuctionResult = resultUnion(
  'SimulatedAuctionResult',
  SimulatedAuctionType,
  'SimulatedAuction',
  FAILURES,
);
