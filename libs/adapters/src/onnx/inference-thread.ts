import { parentPort } from 'node:worker_threads';
import { OnnxSession } from './onnx-session.js';
import { type ThreadAnswer, type ThreadRequest } from './thread-messages.js';

// A thread that runs models on batches, so that the thread that asks answers others meanwhile.

const port = parentPort;
if (port === null) throw new Error('inference-thread runs as a worker thread only');

const sessions = new Map<number, Promise<OnnxSession>>();

const answer = async (request: ThreadRequest): Promise<Float32Array | null> => {
  const { modelId } = request;
  if (request.kind === 'open') {
    const opening = OnnxSession.open(request.bytes);
    sessions.set(modelId, opening);
    await opening;
    return null;
  }
  const session = await sessions.get(modelId);
  if (session === undefined) throw new Error(`model ${modelId} is not open in this thread`);
  if (request.kind === 'release') {
    sessions.delete(modelId);
    await session.release();
    return null;
  }
  const outputs = new Float32Array(request.rows * session.shape.outputWidth);
  await session.run(request.inputs, outputs, request.rows);
  return outputs;
};

port.on('message', (request: ThreadRequest) => {
  const { callId } = request;
  answer(request).then(
    (outputs) => {
      const done: ThreadAnswer = { callId, outputs };
      port.postMessage(done, outputs === null ? [] : [outputs.buffer as ArrayBuffer]);
    },
    (error: unknown) => {
      const failed: ThreadAnswer = { callId, error: error instanceof Error ? error.message : String(error) };
      port.postMessage(failed);
    },
  );
});
