import { setTimeout as sleep } from 'node:timers/promises';
import { ParametricModel } from '#adapters/parametric';
import { workerConfig } from '#adapters/config';
import { workerLogger } from '../../../apps/worker/src/logging.js';
import { startWorker } from '../../../apps/worker/src/worker.js';
import { onlyModel } from '../../integration/worker/only-model.js';

const MICRO_BATCH_MS = 100;

// The worker with a model that takes its time: there is something to stop.
const model = new ParametricModel();
const slow = {
  forecast: async (requests: Parameters<ParametricModel['forecast']>[0]) => {
    await sleep(MICRO_BATCH_MS);
    return model.forecast(requests);
  },
};

await startWorker(workerConfig(), onlyModel(slow), workerLogger('warn'));
