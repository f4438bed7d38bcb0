import { ParametricModel } from '#adapters/parametric';
import { workerConfig } from '#adapters/config';
import { workerLogger } from '../../../apps/worker/src/logging.js';
import { startWorker } from '../../../apps/worker/src/worker.js';
import { onlyModel } from '../../integration/worker/only-model.js';
import { DEADLY_QUANTITY } from './fault-batches.js';

// The worker with a model that one order takes down with its process, as rows do that run it out of memory.
const model = new ParametricModel();
const poisoned = {
  forecast: (requests: Parameters<ParametricModel['forecast']>[0]) => {
    if (requests.some(({ quantity }) => quantity === DEADLY_QUANTITY)) process.kill(process.pid, 'SIGKILL');
    return model.forecast(requests);
  },
};

await startWorker(workerConfig(), onlyModel(poisoned), workerLogger('warn'));
