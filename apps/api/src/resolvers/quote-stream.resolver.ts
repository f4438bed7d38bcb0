import { Inject } from '@nestjs/common';
import { Args, Context, Resolver, Subscription } from '@nestjs/graphql';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { QuoteStreamInput, QuoteStreamResult } from '../graphql/quote-stream.types.js';
import { mapIterator } from './map-iterator.js';
import { QuoteStreamUpdates } from './quote-stream-updates.js';

@Resolver()
export class QuoteStreamResolver {
  constructor(@Inject(QuoteStreamUpdates) private readonly updates: QuoteStreamUpdates) {}

  @AllowRoles('dealer')
  @Subscription(() => QuoteStreamResult, {
    description:
      'Both sides of a block, priced anew as the market or the inventory changes: indicative, for a price to deal at ask generateQuote. The kill switch ends it with its refusal.',
    resolve: (update: object) => update,
  })
  quoteStream(
    @Args('input') input: QuoteStreamInput,
    @Context() { holder }: RequestContext,
  ): AsyncIterableIterator<object> {
    return mapIterator(this.updates.follow(holder.deskId, input), (quote) =>
      Promise.resolve(quote.ok ? quote.value : quote.error),
    );
  }
}
