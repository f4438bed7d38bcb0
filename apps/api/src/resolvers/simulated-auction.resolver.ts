import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver, Subscription } from '@nestjs/graphql';
import { simulatedAuctions, watchAuctions } from '#application/simulated-auctions';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { AllowRoles } from '../doors/roles.js';
import { SimulatedAuctionResult, SimulatedAuctionsResult } from '../graphql/simulated-auction.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class SimulatedAuctionResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Query(() => SimulatedAuctionsResult, {
    description: 'What simulated clients lately asked simulated dealers for, and what came of it.',
  })
  simulatedAuctions(@Args('instrumentId', { type: () => ID }, IdentifierPipe) instrumentId: string): object {
    const auctions = simulatedAuctions(this.ports.market, instrumentId);
    return auctions.ok ? auctions.value : auctions.error;
  }

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Subscription(() => SimulatedAuctionResult, {
    description: 'Simulated auctions as they become known. A failure is the only event, and the last.',
    resolve: (event: object) => event,
  })
  simulatedAuctionEnded(
    @Args('instrumentId', { type: () => ID }, IdentifierPipe) instrumentId: string,
  ): AsyncIterableIterator<object> {
    const auctions = watchAuctions(this.ports.market, instrumentId);
    return auctions.ok ? auctions.value : only(auctions.error);
  }
}

async function* only(event: object): AsyncGenerator<object> {
  yield await Promise.resolve(event);
}
