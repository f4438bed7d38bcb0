import { type ForecastTier, type ImpactForecast } from '#domain/impact';
import { type ModelRefusal, type ModelStatus } from '#application/ports';
import { type BreakerState } from './circuit-breaker.js';

/** A model version that is served, and how. */
export interface ServedStatus {
  readonly modelVersion: string;
  readonly status: Extract<ModelStatus, 'CHAMPION' | 'SHADOW'>;
}

/** Told what happens while forecasts are served; must not throw. */
export interface ServingObserver {
  answered(forecast: ImpactForecast): void;
  tierFailed(modelVersion: string, tier: ForecastTier, error: unknown): void;
  breaker(modelVersion: string, tier: ForecastTier, state: BreakerState): void;
  /** Another set of versions answers from now on. */
  swapped(served: readonly ServedStatus[]): void;
  refused(refusal: ModelRefusal): void;
  /** By how much a shadow's expected slippage differs from what was answered, mean of the absolute values. */
  shadowed(modelVersion: string, rows: number, differenceBps: number): void;
  /** Shadows did not keep up: these rows have no prediction. */
  shadowsDropped(rows: number): void;
  error(error: unknown): void;
}
