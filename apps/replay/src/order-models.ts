import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type OrderModels } from '#application/forecast-orders';
import { ModelServer, type ServingObserver } from '#application/serve-impact';
import { MemoryModelRegistry, MemoryShadowLog } from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { OnnxModelLibrary } from '#adapters/onnx';
import { CommandFailure } from './command-failure.js';
import { type Terminal } from './command.js';

/** Models that are served for the time of a command. */
export interface ServedOrderModels extends OrderModels {
  close(): Promise<void>;
}

/**
 * Serves the latest version of every model in the folder given as `--models`, or in the project's own. What is refused is told,
 * and the next link of the chain answers. Throws CommandFailure when a folder is given that holds no model.
 */
export const serveOrderModels = async (folder: string | undefined, terminal: Terminal): Promise<ServedOrderModels> => {
  const library = new OnnxModelLibrary({ folder: folder ?? ownModels(), threads: 1 });
  const observer = toldTo(terminal);
  const { entries, refusals } = await library.list();
  for (const refusal of refusals) observer.refused(refusal);
  if (folder !== undefined && entries.length === 0) {
    throw new CommandFailure(`--models ${folder} holds no model; expected NAME/VERSION/manifest.json`);
  }
  const registry = new MemoryModelRegistry();
  await registry.register(entries);
  const server = new ModelServer({ library, registry, shadows: new MemoryShadowLog(), clock: systemClock, observer });
  await server.refresh();
  return {
    modelFor: (kind) => server.modelFor(kind),
    close: async () => {
      await server.close();
      await library.close();
    },
  };
};

const toldTo = (terminal: Terminal): ServingObserver => ({
  answered: () => undefined,
  tierFailed: (modelVersion, tier, error) => {
    terminal.progress(`${modelVersion}, ${tier}: ${error instanceof Error ? error.message : String(error)}`);
  },
  breaker: (modelVersion, tier, state) => {
    terminal.progress(`${modelVersion}, ${tier}: circuit breaker ${state}`);
  },
  swapped: (served) => {
    if (served.length > 0) terminal.progress(`models: ${served.map(({ modelVersion }) => modelVersion).join(', ')}`);
  },
  refused: ({ modelVersion, file, reason }) => {
    terminal.progress(`${modelVersion}: ${file} ${reason}`);
  },
  shadowed: () => undefined,
  shadowsDropped: () => undefined,
  error: (error) => {
    terminal.progress(error instanceof Error ? error.message : String(error));
  },
});

/** Beside the package that this file is built from, wherever the command is called. */
const ownModels = (): string => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'models');
};
