import { Inject } from '@nestjs/common';
import { Args, Context, Extensions, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { orderAnswersOf, type OrderAnswer } from '#application/answer-forecast-batch';
import { checkPage } from '../doors/page.js';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { ForecastBatchType, MAX_ANSWERS, OrderAnswerResult } from '../graphql/forecast-batch.types.js';
import { COMPUTED } from '../graphql/plain-properties.js';
import { PORTS, type ApiPorts } from '../ports.js';

/** Answers are many: a page of them is read when it is selected. */
@Resolver(() => ForecastBatchType)
export class ForecastBatchOrdersResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @Extensions(COMPUTED)
  @ResolveField(() => [OrderAnswerResult], {
    description: 'The answers that are there, in the order of the orders: a forecast, or why there is none.',
  })
  answers(
    @Parent() { deskId, batchId }: ForecastBatchType,
    @Args('from', { type: () => Int, defaultValue: 0, description: 'Number of the first order of the page.' })
    from: number,
    @Args('first', { type: () => Int, defaultValue: 50, description: `1 to ${MAX_ANSWERS}.` }) first: number,
    @Context() context: RequestContext,
  ): Promise<readonly OrderAnswer[]> {
    checkPage(from, first, MAX_ANSWERS);
    askForRows(context, first);
    return orderAnswersOf(this.ports.forecastBatches, deskId, batchId, from, first);
  }
}
