import { Inject } from '@nestjs/common';
import { Args, Context, Extensions, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type AlternativeEstimates } from '#domain/simulation';
import { runEstimates, seedResultsOf } from '#application/simulate-seed';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { checkPage } from '../doors/page.js';
import { COMPUTED } from '../graphql/plain-properties.js';
import {
  MAX_SEED_RESULTS,
  SeedResultType,
  SimulatedAlternativeType,
  SimulationRunType,
} from '../graphql/simulation-run.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

/** Results are many: they are read when they are selected. */
@Resolver(() => SimulationRunType)
export class SimulationRunResultsResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @Extensions(COMPUTED)
  @ResolveField(() => [SimulatedAlternativeType], {
    description: 'What the seeds that are done say together; in the order of the input, empty before the first.',
  })
  alternatives(@Parent() { deskId, runId }: SimulationRunType): Promise<readonly AlternativeEstimates[]> {
    return runEstimates(this.ports.simulationRuns, deskId, runId);
  }

  @Extensions(COMPUTED)
  @ResolveField(() => [SeedResultType], { description: 'Of each seed that is done, by rising seed.' })
  async seedResults(
    @Parent() { deskId, runId }: SimulationRunType,
    @Args('from', { type: () => Int, defaultValue: 0, description: 'How many to pass over.' }) from: number,
    @Args('first', { type: () => Int, defaultValue: 50, description: `1 to ${MAX_SEED_RESULTS}.` }) first: number,
    @Context() context: RequestContext,
  ): Promise<readonly SeedResultType[]> {
    checkPage(from, first, MAX_SEED_RESULTS);
    askForRows(context, first);
    const results = await seedResultsOf(this.ports.simulationRuns, deskId, runId);
    return results.slice(from, from + first).map(({ seed, alternatives }) => ({
      seed,
      alternatives: alternatives.map(({ name, hash, figures }) => ({
        name,
        hash,
        figures: Object.entries(figures).map(([figure, value]) => ({ name: figure, value })),
      })),
    }));
  }
}
