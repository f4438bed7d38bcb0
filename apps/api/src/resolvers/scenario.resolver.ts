import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { type ScenarioRow } from '#domain/execution';
import { marketView } from '#application/decidable-market';
import { type ScenarioRecord } from '#application/ports';
import { requestScenarios, unknownScenario, type ScenarioInputs } from '#application/request-scenarios';
import { type RequestContext } from '../doors/request-context.js';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { AllowRoles } from '../doors/roles.js';
import {
  RequestScenariosInput,
  RequestScenariosResult,
  ScenarioResult,
  ScenarioType,
} from '../graphql/scenario.types.js';
import { PORTS, type ApiPorts } from '../ports.js';
import { mapIterator } from './map-iterator.js';

@Resolver()
export class ScenarioResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader', 'quant', 'specialist')
  @Mutation(() => RequestScenariosResult, {
    description: 'Queues the comparison of strategies for a block; the result comes later.',
  })
  async requestScenarios(
    @Args('input') input: RequestScenariosInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await requestScenarios(this.ports, holder.deskId, input);
    return answer.ok ? scenarioView(answer.value) : answer.error;
  }

  @AllowRoles('trader', 'quant', 'specialist')
  @Query(() => ScenarioResult, { description: 'A scenario of this desk, with its table when it is done.' })
  async scenario(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const record = await this.ports.scenarios.find(holder.deskId, id);
    return record === undefined ? unknownScenario(id) : scenarioView(record);
  }

  @AllowRoles('trader', 'quant', 'specialist')
  @Subscription(() => ScenarioType, {
    description: "This desk's scenarios as they change.",
    resolve: (scenario: ScenarioType) => scenario,
  })
  scenarioUpdated(@Context() { holder }: RequestContext): AsyncIterableIterator<ScenarioType> {
    return mapIterator(this.ports.events.subscribe(holder.deskId, 'SCENARIO_UPDATED'), async ({ id }) => {
      const record = await this.ports.scenarios.find(holder.deskId, id);
      return record === undefined ? undefined : scenarioView(record);
    });
  }
}

const scenarioView = (record: ScenarioRecord): ScenarioType => {
  const { instrumentId, block } = JSON.parse(record.inputs) as ScenarioInputs;
  const { market, side, quantity, horizonSeconds } = block;
  return {
    ...record,
    request: { instrumentId, side, quantity, horizonSeconds },
    market: marketView(market),
    ...(record.result !== undefined && { rows: JSON.parse(record.result) as ScenarioRow[] }),
  };
};
