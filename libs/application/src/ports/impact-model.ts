import { type Failure, type Result } from '#domain/core';
import { type ImpactForecast, type ImpactRequest } from '#domain/impact';

/** Nothing in the chain of models can answer a request; the message says what is out of range. */
export type ForecastUnavailable = Failure<'FORECAST_UNAVAILABLE'>;

/**
 * Forecasts impact. A batch is one call, so that a model behind it runs once. Answers in the order of the requests, every
 * number finite, or fails as a whole.
 */
export interface ImpactModel {
  forecast(requests: readonly ImpactRequest[]): Promise<Result<readonly ImpactForecast[], ForecastUnavailable>>;
}

/** Models that somebody asks for by name, whatever would answer otherwise. */
export interface NamedModels {
  /** The champion of a name, over any order; undefined where none is served. */
  named(name: string): ImpactModel | undefined;
  /** Names that are served. */
  names(): readonly string[];
}
