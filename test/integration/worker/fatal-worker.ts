import { workerConfig } from '#adapters/config';
import { workerLogger } from '../../../apps/worker/src/logging.js';
import { startWorker } from '../../../apps/worker/src/worker.js';
import { onlyModel } from './only-model.js';

// The worker with a model that takes the process down, as running out of memory does.
const fatal = {
  forecast: () => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise<never>(() => undefined);
  },
};

await startWorker(workerConfig(), onlyModel(fatal), workerLogger('info'));
