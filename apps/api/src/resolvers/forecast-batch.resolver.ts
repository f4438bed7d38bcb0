import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { cancelForecastBatch, requestForecastBatch, unknownForecastBatch } from '#application/request-forecast-batch';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import {
  ForecastBatchResult,
  ForecastBatchType,
  RequestForecastBatchInput,
  RequestForecastBatchResult,
} from '../graphql/forecast-batch.types.js';
import { PORTS, type ApiPorts } from '../ports.js';
import { mapIterator } from './map-iterator.js';

const READERS = ['trader', 'dealer', 'quant', 'specialist'] as const;

@Resolver()
export class ForecastBatchResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles(...READERS)
  @Mutation(() => RequestForecastBatchResult, {
    description: 'Queues the forecasts of many orders in the market of this moment; the answers come later.',
  })
  async requestForecastBatch(
    @Args('input') input: RequestForecastBatchInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await requestForecastBatch(this.ports, holder.deskId, input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles(...READERS)
  @Mutation(() => ForecastBatchResult, {
    description: 'Ends a batch that is not settled; one that is stays as it is. The answers that it has are kept.',
  })
  async cancelForecastBatch(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await cancelForecastBatch(this.ports, holder.deskId, id);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles(...READERS)
  @Query(() => ForecastBatchResult, { description: 'A batch of this desk, with the answers that are there.' })
  async forecastBatch(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    return (await this.ports.forecastBatches.find(holder.deskId, id)) ?? unknownForecastBatch(id);
  }

  @AllowRoles(...READERS)
  @Subscription(() => ForecastBatchType, {
    description: "This desk's batches as they change.",
    // Each event is an answer of its own, with as many rows as any.
    resolve: (batch: ForecastBatchType, _: unknown, context: RequestContext) => {
      context.rows = 0;
      return batch;
    },
  })
  forecastBatchUpdated(@Context() { holder }: RequestContext): AsyncIterableIterator<ForecastBatchType> {
    return mapIterator(this.ports.events.subscribe(holder.deskId, 'FORECAST_BATCH_UPDATED'), ({ id }) =>
      this.ports.forecastBatches.find(holder.deskId, id),
    );
  }
}
