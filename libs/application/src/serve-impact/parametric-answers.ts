import { err, ok, type Result } from '#domain/core';
import { parametricForecast, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type ForecastUnavailable } from '#application/ports';
import { requireFiniteForecast } from './finite-forecast.js';

/** The last tier: published formulas, which need no file and no features. Behind it there is only the refusal. */
export const parametricAnswers = (
  requests: readonly ImpactRequest[],
): Result<readonly ImpactForecast[], ForecastUnavailable> => {
  try {
    return ok(requests.map((request) => requireFiniteForecast(parametricForecast(request))));
  } catch (error) {
    if (error instanceof RangeError) return err(forecastUnavailable(error.message));
    throw error;
  }
};

export const forecastUnavailable = (message: string): ForecastUnavailable => ({
  code: 'FORECAST_UNAVAILABLE',
  message: `no model can answer: ${message}`,
  allowed: 'a block and terms within the range of the published formulas',
});
