import { type ImpactForecast } from '#domain/impact';
import { type ModelLibrary, type ModelRefusal, type WallClock } from '#application/ports';
import { ModelServer, registerModels, type ServedStatus, type ServingObserver } from '#application/serve-impact';
import { MemoryModelRegistry, MemoryShadowLog } from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';

/** What a server did, for a test to look at. */
export interface ServingRecord extends ServingObserver {
  readonly answers: ImpactForecast[];
  readonly failures: string[];
  readonly breakers: string[];
  readonly refusals: ModelRefusal[];
  readonly errors: unknown[];
  served: readonly ServedStatus[];
  dropped: number;
}

export const servingRecord = (): ServingRecord => {
  const record: ServingRecord = {
    answers: [],
    failures: [],
    breakers: [],
    refusals: [],
    errors: [],
    served: [],
    dropped: 0,
    answered: (forecast) => record.answers.push(forecast),
    tierFailed: (modelVersion, tier) => record.failures.push(`${modelVersion} ${tier}`),
    breaker: (_, tier, state) => record.breakers.push(`${tier} ${state}`),
    swapped: (served) => {
      record.served = served;
    },
    refused: (refusal) => record.refusals.push(refusal),
    shadowed: () => undefined,
    shadowsDropped: (rows) => {
      record.dropped += rows;
    },
    error: (error) => record.errors.push(error),
  };
  return record;
};

export interface Serving {
  readonly server: ModelServer;
  readonly registry: MemoryModelRegistry;
  readonly shadows: MemoryShadowLog;
  readonly record: ServingRecord;
}

/** A server over a library, with everything that is in it registered and taken up. */
export const serve = async (library: ModelLibrary, clock: WallClock = systemClock): Promise<Serving> => {
  const registry = new MemoryModelRegistry();
  await registerModels(library, registry);
  const shadows = new MemoryShadowLog();
  const record = servingRecord();
  const server = new ModelServer({ library, registry, shadows, clock, observer: record });
  await server.refresh();
  return { server, registry, shadows, record };
};
