import { parentPort } from 'node:worker_threads';
import { simulateSeed } from '#domain/simulation';
import { type SeedAnswer, type SeedRequest } from './thread-messages.js';

// A thread that simulates, so that the thread that takes jobs stays free.

const port = parentPort;
if (port === null) throw new Error('simulation-thread runs as a worker thread only');

const answer = ({ experiment, seed }: SeedRequest): SeedAnswer => {
  try {
    const simulated = simulateSeed(experiment, seed);
    return simulated.ok ? { result: simulated.value } : { error: simulated.error.message };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

port.on('message', (request: SeedRequest) => {
  port.postMessage(answer(request));
});
