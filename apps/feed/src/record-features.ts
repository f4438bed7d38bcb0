import { type Logger } from 'pino';
import { FEATURE_SET_V1 } from '#domain/features';
import { describeFeatureSet } from '#application/register-feature-set';
import { nodeDigests } from '#adapters/node-crypto';
import { FeatureStore, ParquetFeatureRecorder } from '#adapters/parquet';

/** What a crash may lose, in wall time; the market that plays again writes it again. */
const FLUSH_EVERY_MS = 60_000;

export interface FeatureRecording {
  readonly recorder: ParquetFeatureRecorder;
  /** Writes what is left. */
  stop(): Promise<void>;
}

/** Records features into a folder from now on. What cannot be written is logged, and the market plays on. */
export const recordFeatures = (folder: string, log: Logger): FeatureRecording => {
  const recorder = new ParquetFeatureRecorder(
    new FeatureStore(folder, describeFeatureSet(FEATURE_SET_V1, nodeDigests)),
  );
  let writing = Promise.resolve();
  const flush = (): void => {
    writing = writing
      .then(() => recorder.flush())
      .catch((error: unknown) => {
        log.error({ err: error }, 'features could not be recorded');
      });
  };
  const timer = setInterval(flush, FLUSH_EVERY_MS);
  return {
    recorder,
    stop: () => {
      clearInterval(timer);
      flush();
      return writing;
    },
  };
};
