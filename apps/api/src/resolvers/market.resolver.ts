import { Inject } from '@nestjs/common';
import { Args, Field, Float, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { formatInstant } from '#domain/core';
import { decidableMarket, marketView } from '#application/decidable-market';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { AllowRoles } from '../doors/roles.js';
import { InstantScalar } from '../graphql/instant.scalar.js';
import { InstrumentType, MarketResult, MarketSourceType } from '../graphql/market.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@ObjectType('MarketSession', { description: 'The market session that is playing.' })
export class MarketSessionType {
  @Field(() => InstantScalar, { description: "Decision time: the session's own clock." }) now!: string;
  @Field(() => Float, { nullable: true, description: 'Since the feed was last heard; absent before its first word.' })
  feedSilenceMs?: number;
  @Field(() => Int) instrumentCount!: number;
  @Field(() => [MarketSourceType]) sources!: readonly MarketSourceType[];
}

const ANYBODY = ['trader', 'dealer', 'quant', 'specialist'] as const;

@Resolver()
export class MarketResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles(...ANYBODY)
  @Query(() => MarketSessionType, { description: 'The session: its time, its sources and whether the feed is alive.' })
  marketSession(): MarketSessionType {
    const { market } = this.ports;
    const silence = market.feedSilenceMs();
    const sources = market.instruments().map((id) => market.latest(id)!.source);
    return {
      now: formatInstant(market.now()),
      ...(Number.isFinite(silence) && { feedSilenceMs: silence }),
      instrumentCount: sources.length,
      sources: [...new Map(sources.map((source) => [source.name, source])).values()],
    };
  }

  @AllowRoles(...ANYBODY)
  @Query(() => [InstrumentType], { description: 'The instruments of the session with their reference data.' })
  instruments(): InstrumentType[] {
    const { market } = this.ports;
    return market.instruments().map((id) => {
      const { terms, source } = market.latest(id)!;
      return { isInverse: false, legs: [], ...terms, source };
    });
  }

  @AllowRoles(...ANYBODY)
  @Query(() => MarketResult, { description: 'The market of an instrument now.' })
  market(@Args('instrumentId', { type: () => ID }, IdentifierPipe) instrumentId: string): object {
    const market = decidableMarket(this.ports.market, instrumentId);
    return market.ok ? marketView(market.value) : market.error;
  }
}
