import { Worker } from 'node:worker_threads';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const REGISTER = pathToFileURL(path.resolve('test/factories/typescript-process/register.mjs')).href;

/** The inference thread from its source, as tests run everything. */
export const startThreadFromSource = (): Worker =>
  new Worker(path.resolve('libs/adapters/src/onnx/inference-thread.ts'), {
    execArgv: ['--conditions=source', '--import', REGISTER],
  });

/** A thread that dies of the first thing it is asked to do. */
export const startThreadThatDies = (): Worker =>
  new Worker(`require('node:worker_threads').parentPort.once('message', () => process.exit(1))`, { eval: true });
