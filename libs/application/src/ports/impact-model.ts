import { type ImpactForecast, type ImpactRequest } from '#domain/impact';

/** Forecasts impact. A batch is one call, so that a model behind it runs once. Answers in the order of the requests. */
export interface ImpactModel {
  forecast(requests: readonly ImpactRequest[]): Promise<readonly ImpactForecast[]>;
}
