import { Inject } from '@nestjs/common';
import { Extensions, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ForecastExplainer, type ForecastExplanation } from '#application/explain-forecast';
import { ImpactForecastAnswerType } from '../graphql/forecast.types.js';
import { COMPUTED } from '../graphql/plain-properties.js';
import { ExplanationType } from '../graphql/trained-forecast.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

/** An explanation costs many times the forecast: it is made when it is selected. */
@Resolver(() => ImpactForecastAnswerType)
export class ImpactForecastAnswerResolver {
  private readonly explainer: ForecastExplainer;

  constructor(@Inject(PORTS) { modelLibrary }: ApiPorts) {
    this.explainer = new ForecastExplainer(modelLibrary);
  }

  @Extensions(COMPUTED)
  @ResolveField(() => ExplanationType, {
    nullable: true,
    description: 'Absent where the published formulas answered.',
  })
  explanation(@Parent() { basis }: ImpactForecastAnswerType): Promise<ForecastExplanation | undefined> {
    return this.explainer.explain(basis.request, basis.forecast);
  }
}
