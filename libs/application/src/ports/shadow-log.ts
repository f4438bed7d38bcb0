import { type ImpactForecast, type ImpactRequest } from '#domain/impact';

/** What a shadow would have answered, beside what was answered. */
export interface ShadowPrediction {
  /** Of the shadow. */
  readonly modelVersion: string;
  /** Version of what answered. */
  readonly answeredBy: string;
  readonly request: ImpactRequest;
  readonly answer: ImpactForecast;
  readonly shadow: ImpactForecast;
}

/** Append-only: no desk reads it, since it tells what desks asked. */
export interface ShadowLog {
  append(predictions: readonly ShadowPrediction[]): Promise<void>;
}
