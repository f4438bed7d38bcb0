import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { analyseScenarios } from '#application/analyse-scenarios';
import { analyseVenues } from '#application/analyse-venues';
import { cancelAnalysis, unknownAnalysis } from '#application/request-analysis';
import { systemClock } from '#adapters/node-clock';
import { deskOf } from '../doors/desk.js';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { AnalyseScenariosInput, AnalyseScenariosResult } from '../graphql/analyse-scenarios.types.js';
import { AnalyseVenuesInput, AnalyseVenuesResult } from '../graphql/analyse-venues.types.js';
import { AnalysisResult, AnalysisType } from '../graphql/analysis.types.js';
import { PORTS, type ApiPorts } from '../ports.js';
import { mapIterator } from './map-iterator.js';

const ANALYSTS = ['trader', 'quant', 'specialist'] as const;

@Resolver()
export class AnalysisResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles(...ANALYSTS)
  @Mutation(() => AnalyseScenariosResult, {
    description: 'Queues the strategies at every size, horizon and volatility, in the market of this moment.',
  })
  async analyseScenarios(
    @Args('input') input: AnalyseScenariosInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await analyseScenarios(this.ports, holder.deskId, input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles(...ANALYSTS)
  @Mutation(() => AnalyseVenuesResult, {
    description: 'Queues orders that are split over venues, each by itself, in the market of this moment.',
  })
  async analyseVenues(@Args('input') input: AnalyseVenuesInput, @Context() context: RequestContext): Promise<object> {
    const ports = { ...this.ports, clock: systemClock };
    const answer = await analyseVenues(ports, await deskOf(this.ports, context), input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles(...ANALYSTS)
  @Mutation(() => AnalysisResult, {
    description: 'Ends an analysis that is not settled; one that is stays as it is. What it has is kept.',
  })
  async cancelAnalysis(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await cancelAnalysis(this.ports, holder.deskId, id);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles(...ANALYSTS)
  @Query(() => AnalysisResult, { description: 'An analysis of this desk, with the rows that are there.' })
  async analysis(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    return (await this.ports.analyses.find(holder.deskId, id)) ?? unknownAnalysis(id);
  }

  @AllowRoles(...ANALYSTS)
  @Subscription(() => AnalysisType, {
    description: "This desk's analyses as they change: with every part that is done.",
    // Each event is an answer of its own, with as many rows as any.
    resolve: (analysis: AnalysisType, _: unknown, context: RequestContext) => {
      context.rows = 0;
      return analysis;
    },
  })
  analysisUpdated(@Context() { holder }: RequestContext): AsyncIterableIterator<AnalysisType> {
    return mapIterator(this.ports.events.subscribe(holder.deskId, 'ANALYSIS_UPDATED'), ({ id }) =>
      this.ports.analyses.find(holder.deskId, id),
    );
  }
}
