import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { compareStrategies } from '#application/compare-strategies';
import { forecastImpact } from '#application/forecast-impact';
import { traceImpactCurve } from '#application/trace-impact-curve';
import { AllowRoles } from '../doors/roles.js';
import { ImpactForecastInput, ImpactForecastResult } from '../graphql/forecast.types.js';
import { ImpactCurveInput, ImpactCurveResult } from '../graphql/impact-curve.types.js';
import { StrategyTableInput, StrategyTableResult } from '../graphql/strategy-table.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class ImpactResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Query(() => ImpactForecastResult, {
    description: "The distribution of a block's impact in the market of this moment, or as it was at an earlier one.",
  })
  async impactForecast(@Args('input') input: ImpactForecastInput): Promise<object> {
    const answer = await forecastImpact(this.ports, input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Query(() => ImpactCurveResult, {
    description: 'What blocks of several sizes cost at several horizons: for a picture, by one call of the model.',
  })
  async impactCurve(@Args('input') input: ImpactCurveInput): Promise<object> {
    const answer = await traceImpactCurve(this.ports, input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles('trader', 'quant', 'specialist')
  @Query(() => StrategyTableResult, {
    description: 'What an aggressive, a balanced and a passive strategy for a block would cost now.',
  })
  async strategyTable(@Args('input') input: StrategyTableInput): Promise<object> {
    const answer = await compareStrategies(this.ports, input);
    return answer.ok ? answer.value : answer.error;
  }
}
