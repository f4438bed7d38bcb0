import { parentPort } from 'node:worker_threads';
import { COMPUTATIONS } from '#application/computations';
import { type ComputationAnswer, type ComputationRequest } from './thread-messages.js';

// A thread that computes, so that the thread that takes requests or jobs stays free.

const port = parentPort;
if (port === null) throw new Error('computing-thread runs as a worker thread only');

const answer = ({ name, given }: ComputationRequest): ComputationAnswer => {
  try {
    const compute = COMPUTATIONS[name] as (...given: readonly unknown[]) => unknown;
    return { value: compute(...given) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

port.on('message', (request: ComputationRequest) => {
  port.postMessage(answer(request));
});
