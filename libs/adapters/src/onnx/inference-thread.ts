import { parentPort } from 'node:worker_threads';
import { ProviderSession } from './provider-session.js';
import { type ThreadAnswer, type ThreadProvider, type ThreadRequest, type ThreadResult } from './thread-messages.js';

// A thread that runs models on batches, so that the thread that asks answers others meanwhile.

const port = parentPort;
if (port === null) throw new Error('inference-thread runs as a worker thread only');

const sessions = new Map<number, Promise<ProviderSession>>();

const answer = async (request: ThreadRequest): Promise<ThreadResult> => {
  const { modelId } = request;
  if (request.kind === 'open') {
    const opening = ProviderSession.open(request.bytes, request.golden, request.providers);
    sessions.set(modelId, opening);
    return { outputs: null, on: providerOf(await opening) };
  }
  const session = await sessions.get(modelId);
  if (session === undefined) throw new Error(`model ${modelId} is not open in this thread`);
  if (request.kind === 'release') {
    sessions.delete(modelId);
    await session.release();
    return { outputs: null, on: null };
  }
  const outputs = new Float32Array(request.rows * session.outputWidth);
  await session.run(request.inputs, outputs, request.rows);
  return { outputs, on: providerOf(session) };
};

const providerOf = ({ provider, failures }: ProviderSession): ThreadProvider => ({ provider, failures });

port.on('message', (request: ThreadRequest) => {
  const { callId } = request;
  answer(request).then(
    (result) => {
      const done: ThreadAnswer = { callId, ...result };
      port.postMessage(done, result.outputs === null ? [] : [result.outputs.buffer as ArrayBuffer]);
    },
    (error: unknown) => {
      const failed: ThreadAnswer = { callId, error: error instanceof Error ? error.message : String(error) };
      port.postMessage(failed);
    },
  );
});
