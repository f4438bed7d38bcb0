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
 * Serves the latest version of every model in the folder given as `--models`, or in the project's own; with a `name`, that model
 * alone, for orders of any kind. What is refused is told, and the next link of the chain answers. Throws CommandFailure when a
 * folder is given that holds no model, or none of the name.
 */
export const serveOrderModels = async (
  folder: string | undefined,
  name: string | undefined,
  terminal: Terminal,
): Promise<ServedOrderModels> => {
  const library = new OnnxModelLibrary({ folder: folder ?? ownModels(), threads: 1 });
  const observer = toldTo(terminal);
  const { entries, refusals } = await library.list();
  for (const refusal of refusals) observer.refused(refusal);
  if (folder !== undefined && entries.length === 0) {
    throw new CommandFailure(`--models ${folder} holds no model; expected NAME/VERSION/manifest.json`);
  }
  const named = entries.filter((entry) => name === undefined || entry.name === name);
  if (named.length === 0 && name !== undefined) {
    const names = [...new Set(entries.map((entry) => entry.name))];
    throw new CommandFailure(`--model ${name} is not among the models: ${names.join(', ')}`);
  }
  const registry = new MemoryModelRegistry();
  await registry.register(named);
  const server = new ModelServer({ library, registry, shadows: new MemoryShadowLog(), clock: systemClock, observer });
  await server.refresh();
  const alone = name === undefined ? undefined : await library.describe(named.at(-1)!.modelVersion);
  return {
    modelFor: (kind) => server.modelFor(alone?.manifest.definition ?? kind),
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
