import { parametricForecast, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type ImpactModel } from '#application/ports';

/** The published formulas as an impact model: in process, a microsecond per forecast, no file. */
export class ParametricModel implements ImpactModel {
  forecast(requests: readonly ImpactRequest[]): Promise<readonly ImpactForecast[]> {
    return Promise.resolve(requests.map(parametricForecast));
  }
}
