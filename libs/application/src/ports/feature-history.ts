import { type Instant } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';

/** The features that were recorded while a market played. */
export interface FeatureHistory {
  /** The last recorded at or before `at`; undefined when there is none. Rejects when what is there cannot be read. */
  lastAt(instrumentId: string, at: Instant): Promise<FeatureSnapshot | undefined>;
}
