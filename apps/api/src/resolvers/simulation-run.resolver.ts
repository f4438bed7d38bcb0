import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { cancelSimulationRun, runSimulation, unknownSimulationRun } from '#application/run-simulation';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { RunSimulationInput } from '../graphql/simulation-input.types.js';
import { RunSimulationResult, SimulationRunResult, SimulationRunType } from '../graphql/simulation-run.types.js';
import { PORTS, type ApiPorts } from '../ports.js';
import { mapIterator } from './map-iterator.js';

const READERS = ['trader', 'dealer', 'quant', 'specialist'] as const;

@Resolver()
export class SimulationRunResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles(...READERS)
  @Mutation(() => RunSimulationResult, {
    description: 'Queues the simulation of an experiment on many seeds; the results come later, seed by seed.',
  })
  async runSimulation(
    @Args('input') input: RunSimulationInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await runSimulation(this.ports, holder.deskId, input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles(...READERS)
  @Mutation(() => SimulationRunResult, {
    description: 'Ends a run that is not settled; one that is stays as it is. What it has is kept.',
  })
  async cancelSimulationRun(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await cancelSimulationRun(this.ports, holder.deskId, id);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles(...READERS)
  @Query(() => SimulationRunResult, { description: 'A simulation run of this desk, with the results that are there.' })
  async simulationRun(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    return (await this.ports.simulationRuns.find(holder.deskId, id)) ?? unknownSimulationRun(id);
  }

  @AllowRoles(...READERS)
  @Subscription(() => SimulationRunType, {
    description: "This desk's simulation runs as they change: with every seed that is done.",
    // Each event is an answer of its own, with as many rows as any.
    resolve: (run: SimulationRunType, _: unknown, context: RequestContext) => {
      context.rows = 0;
      return run;
    },
  })
  simulationRunUpdated(@Context() { holder }: RequestContext): AsyncIterableIterator<SimulationRunType> {
    return mapIterator(this.ports.events.subscribe(holder.deskId, 'SIMULATION_RUN_UPDATED'), ({ id }) =>
      this.ports.simulationRuns.find(holder.deskId, id),
    );
  }
}
