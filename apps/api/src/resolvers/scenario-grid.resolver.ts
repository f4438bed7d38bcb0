import { Inject } from '@nestjs/common';
import { Extensions, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { gridOf, type GridView } from '#application/analyse-scenarios';
import { ScenarioGridType } from '../graphql/analyse-scenarios.types.js';
import { AnalysisType } from '../graphql/analysis.types.js';
import { COMPUTED } from '../graphql/plain-properties.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver(() => AnalysisType)
export class ScenarioGridResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @Extensions(COMPUTED)
  @ResolveField(() => ScenarioGridType, {
    nullable: true,
    description: 'Of kind SCENARIOS: what all rows have in common; nothing of another kind.',
  })
  async grid(@Parent() { kind, deskId, analysisId }: AnalysisType): Promise<GridView | undefined> {
    return kind === 'SCENARIOS' ? gridOf(this.ports.analyses, deskId, analysisId) : undefined;
  }
}
