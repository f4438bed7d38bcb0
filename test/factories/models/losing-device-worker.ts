import { createRequire } from 'node:module';
import type * as Runtime from 'onnxruntime-node';

// The inference thread on a machine whose WebGPU device is lost in the middle of a batch: the processor stands in for it.

const RUNS_BEFORE_LOSS = 3; // the golden vectors, and two micro-batches

const { InferenceSession } = createRequire(import.meta.url)('onnxruntime-node') as typeof Runtime;
const create = InferenceSession.create.bind(InferenceSession) as (
  bytes: Uint8Array,
  options: Runtime.InferenceSession.SessionOptions,
) => Promise<Runtime.InferenceSession>;

const withDevice = async (
  bytes: Uint8Array,
  options: Runtime.InferenceSession.SessionOptions,
): Promise<Runtime.InferenceSession> => {
  if (options.executionProviders?.[0] !== 'webgpu') return create(bytes, options);
  const session = await create(bytes, { ...options, executionProviders: ['cpu'] });
  const run = session.run.bind(session) as (...args: unknown[]) => Promise<Runtime.InferenceSession.ReturnType>;
  let left = RUNS_BEFORE_LOSS;
  return Object.assign(session, {
    run: (...args: unknown[]) => (left-- > 0 ? run(...args) : Promise.reject(new Error('device lost'))),
  });
};
Object.assign(InferenceSession, { create: withDevice });

await import('../../../libs/adapters/src/onnx/inference-thread.js');
