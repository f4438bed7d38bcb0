import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { forecastImpact } from '#application/forecast-impact';
import { AllowRoles } from '../doors/roles.js';
import { ImpactForecastInput, ImpactForecastResult } from '../graphql/forecast.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class ImpactResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Query(() => ImpactForecastResult, {
    description: "The distribution of a block's impact in the market of this moment.",
  })
  async impactForecast(@Args('input') input: ImpactForecastInput): Promise<object> {
    const answer = await forecastImpact(this.ports, input);
    return answer.ok ? answer.value : answer.error;
  }
}
