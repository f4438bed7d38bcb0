import { type Logger } from 'pino';
import { type Registry } from 'prom-client';
import { type ImpactModel, type ModelLibrary, type ModelRegistry, type NamedModels } from '#application/ports';
import { ModelServer, registerModels } from '#application/serve-impact';
import { type ApiConfig } from '#adapters/config';
import { systemClock } from '#adapters/node-clock';
import { OnnxModelLibrary } from '#adapters/onnx';
import { Listener, PrismaModelRegistry, PrismaShadowLog, type Database } from '#adapters/prisma';
import { servingMetrics } from '#adapters/telemetry';

/** NOTIFY tells of promotions and rollbacks at once; looking finds those that a lost notification left behind. */
const LOOK_MS = 10_000;
/** A request's batch is small; threads are for curves of many points. */
const THREADS = 1;

/** The models of this process. */
export interface Serving {
  readonly model: ImpactModel;
  /** The same for the warm-up and for replays: no shadow hears of them. */
  readonly rehearsal: ImpactModel;
  readonly namedModels: NamedModels;
  readonly models: ModelRegistry;
  readonly modelLibrary: ModelLibrary;
  close(): Promise<void>;
}

export interface ServingParts {
  readonly config: ApiConfig;
  readonly applicationName: string;
  readonly database: Database;
  readonly metrics: Registry;
  readonly logger: Logger;
}

/**
 * Makes the models folder known and serves what the registry names. Resolves when that is loaded and warm; what
 * does not pass its checks is told and not served.
 */
export const openServing = async (parts: ServingParts): Promise<Serving> => {
  const { config, applicationName, database, logger } = parts;
  const modelLibrary = new OnnxModelLibrary({ folder: config.modelsFolder, threads: THREADS });
  const models = new PrismaModelRegistry(database);
  const observer = servingMetrics(parts.metrics, logger);
  for (const refusal of await registerModels(modelLibrary, models)) observer.refused(refusal);

  const shadows = new PrismaShadowLog(database);
  const server = new ModelServer({ library: modelLibrary, registry: models, shadows, clock: systemClock, observer });
  await server.refresh();
  const onError = (error: unknown): void => {
    observer.error(error);
  };
  const look = (): void => {
    server.refresh().catch(onError);
  };
  const looking = setInterval(look, LOOK_MS);
  const listener = new Listener({
    url: config.databaseUrl,
    applicationName,
    channels: ['models'],
    onNotification: look,
    onReconnect: look,
    onError,
  });
  await listener.start();
  return {
    model: server.modelFor('M'),
    rehearsal: server.rehearsalFor('M'),
    namedModels: server,
    models,
    modelLibrary,
    close: async () => {
      clearInterval(looking);
      await listener.close();
      await server.close();
      await modelLibrary.close();
    },
  };
};
