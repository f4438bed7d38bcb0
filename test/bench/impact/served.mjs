import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ModelServer, registerModels } from '#application/serve-impact';
import { MemoryModelRegistry, MemoryShadowLog } from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { OnnxModelLibrary } from '#adapters/onnx';
import { FEATURES, MARKET } from '../market.mjs';

/** `FOLDER [--quick]` on the command line of a part. */
export const readPart = () => {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  return { folder: positionals[0], quick: values.quick };
};

/** The product over the folder of models, as a process serves it. */
export const openServed = async (folder) => {
  const library = new OnnxModelLibrary({ folder, threads: Math.max(1, availableParallelism() - 1) });
  const registry = new MemoryModelRegistry();
  await registerModels(library, registry);
  const server = new ModelServer({
    library,
    registry,
    shadows: new MemoryShadowLog(),
    clock: systemClock,
    observer: OBSERVER,
  });
  await server.refresh();
  const [champion] = (await registry.list()).filter(({ status }) => status === 'CHAMPION');
  const described = await library.describe(champion.modelVersion);
  const instrumentId = described.manifest.instruments?.[0] ?? MARKET.terms.instrumentId;
  return { server, registry, library, manifest: described.manifest, requests: requestsFor(instrumentId) };
};

const fail =
  (what) =>
  (...told) => {
    throw new Error(`${what}: ${JSON.stringify(told.map(String))}`);
  };

const OBSERVER = {
  answered: ({ tier, fallback }) => {
    if (tier !== 'MODEL') throw new Error(`${tier} answered: ${fallback?.message}`);
  },
  tierFailed: fail('a tier failed'),
  breaker: () => undefined,
  swapped: () => undefined,
  refused: fail('a model was refused'),
  shadowed: () => undefined,
  shadowsDropped: () => undefined,
  error: fail('an error'),
};

/** Different orders in one market. */
const requestsFor = (instrumentId) => (count) =>
  Array.from({ length: count }, (_, i) => ({
    side: i % 2 === 0 ? 'BUY' : 'SELL',
    quantity: 500 + 100 * (i % 400),
    horizonSeconds: 300 + 30 * (i % 40),
    aggression: 0.5,
    market: { ...MARKET, terms: { ...MARKET.terms, instrumentId } },
    features: FEATURES,
  }));
