import { availableParallelism } from 'node:os';
import { type Logger } from 'pino';
import { type Registry } from 'prom-client';
import { type ImpactModel } from '#application/ports';
import { ModelServer } from '#application/serve-impact';
import { type WorkerConfig } from '#adapters/config';
import { systemClock } from '#adapters/node-clock';
import { OnnxModelLibrary } from '#adapters/onnx';
import { PrismaModelRegistry, PrismaShadowLog, type Database } from '#adapters/prisma';
import { inferenceMetrics, servingMetrics } from '#adapters/telemetry';

/** The models of this process. */
export interface Serving {
  readonly model: ImpactModel;
  /** Takes up what the registry names now. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface ServingParts {
  readonly config: WorkerConfig;
  readonly database: Database;
  readonly metrics: Registry;
  readonly logger: Logger;
}

/** Serves the models folder. Resolves when what the registry names is loaded and warm. */
export const openServing = async ({ config, database, metrics, logger }: ServingParts): Promise<Serving> => {
  // One core is left to what reads and writes the jobs.
  const threads = Math.max(1, availableParallelism() - 1);
  const library = new OnnxModelLibrary({
    folder: config.modelsFolder,
    threads,
    providers: config.executionProviders,
    onProvider: inferenceMetrics(metrics, logger),
  });
  const server = new ModelServer({
    library,
    registry: new PrismaModelRegistry(database),
    shadows: new PrismaShadowLog(database),
    clock: systemClock,
    observer: servingMetrics(metrics, logger),
  });
  await server.refresh();
  return {
    model: server.modelFor('M'),
    refresh: () => server.refresh(),
    close: async () => {
      await server.close();
      await library.close();
    },
  };
};
