import { type Result } from '#domain/core';
import { type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type ForecastUnavailable, type ImpactModel } from '#application/ports';
import { parametricAnswers } from '#application/serve-impact';

/** The published formulas as an impact model: in process, a microsecond per forecast, no file. */
export class ParametricModel implements ImpactModel {
  forecast(requests: readonly ImpactRequest[]): Promise<Result<readonly ImpactForecast[], ForecastUnavailable>> {
    return Promise.resolve(parametricAnswers(requests));
  }
}
