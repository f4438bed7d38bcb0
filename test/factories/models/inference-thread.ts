import { Worker } from 'node:worker_threads';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const REGISTER = pathToFileURL(path.resolve('test/factories/typescript-process/register.mjs')).href;

const fromSource = (file: string): Worker =>
  new Worker(path.resolve(file), { execArgv: ['--conditions=source', '--import', REGISTER] });

/** The inference thread from its source, as tests run everything. */
export const startThreadFromSource = (): Worker => fromSource('libs/adapters/src/onnx/inference-thread.ts');

/** The same where WebGPU answers two micro-batches and then loses its device. */
export const startThreadThatLosesItsDevice = (): Worker =>
  fromSource('test/factories/models/losing-device-worker.ts');

/** A thread that dies of the first thing it is asked to do. */
export const startThreadThatDies = (): Worker =>
  new Worker(`require('node:worker_threads').parentPort.once('message', () => process.exit(1))`, { eval: true });
