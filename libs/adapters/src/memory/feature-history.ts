import { parseInstant, type Instant } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { type FeatureHistory } from '#application/ports';

/** Features recorded by hand. */
export class MemoryFeatureHistory implements FeatureHistory {
  private readonly recorded: FeatureSnapshot[] = [];

  record(features: FeatureSnapshot): void {
    this.recorded.push(features);
  }

  lastAt(instrumentId: string, at: Instant): Promise<FeatureSnapshot | undefined> {
    const known = this.recorded
      .filter((features) => features.instrumentId === instrumentId && parseInstant(features.asOf)! <= at)
      .sort((a, b) => (a.asOf < b.asOf ? -1 : 1));
    return Promise.resolve(known.at(-1));
  }
}
