import { setTimeout as sleep } from 'node:timers/promises';
import { workerConfig } from '#adapters/config';
import { ParametricModel } from '#adapters/parametric';
import { workerLogger } from '../../../apps/worker/src/logging.js';
import { startWorker } from '../../../apps/worker/src/worker.js';
import { onlyModel } from './only-model.js';

// The worker with a model that never answers: it is killed in the middle of a job.
const model = new ParametricModel();
const never = {
  forecast: async (requests: Parameters<ParametricModel['forecast']>[0]) => {
    await sleep(3_600_000);
    return model.forecast(requests);
  },
};

await startWorker(workerConfig(), onlyModel(never), workerLogger('info'));
