import { type ShadowLog, type ShadowPrediction } from '#application/ports';

export class MemoryShadowLog implements ShadowLog {
  readonly predictions: ShadowPrediction[] = [];

  append(predictions: readonly ShadowPrediction[]): Promise<void> {
    this.predictions.push(...predictions);
    return Promise.resolve();
  }
}
