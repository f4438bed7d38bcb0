import { hitModel } from './hit-model.mjs';
import { informedClients } from './informed-clients.mjs';
import { optimum } from './optimum.mjs';
import { utility } from './utility.mjs';

export const title = 'The sell side';

export const introduction =
  'What the engine of a dealer learns, quotes and earns in simulated auctions, whose laws are planted and known. It says that the methods do ' +
  'what they should where their assumptions hold, and nothing about any real client or market. Seeds are fixed; engines are compared on ' +
  'held seeds, seed by seed.';

export const parts = [hitModel, optimum, utility, informedClients];
