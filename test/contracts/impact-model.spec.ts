import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { OnnxModelLibrary } from '#adapters/onnx';
import { ParametricModel } from '#adapters/parametric';
import { type ImpactModel } from '#application/ports';
import { startThreadFromSource } from '../factories/models/inference-thread.js';
import { writeModel } from '../factories/models/index.js';
import { serve } from '../factories/models/serving.js';
import { temporaryFolder } from '../factories/recordings/index.js';
import { impactModelContract } from './impact-model.contract.js';

const base = temporaryFolder();
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** The served model of a folder, as `damage` leaves it. */
const served = (name: string, damage: (folder: string) => void): (() => Promise<ImpactModel>) => {
  const root = join(base, name);
  damage(writeModel(root).folder);
  const library = new OnnxModelLibrary({ folder: root, threads: 1, startThread: startThreadFromSource });
  const opening = serve(library);
  closing.push(async () => {
    await (await opening).server.close();
    await library.close();
  });
  return async () => (await opening).server.modelFor('M');
};

impactModelContract('ParametricModel', 'PARAMETRIC', () => Promise.resolve(new ParametricModel()));
impactModelContract(
  'ModelServer by ONNX',
  'MODEL',
  served('onnx', () => undefined),
);
impactModelContract(
  'ModelServer by the compiled form',
  'COMPILED',
  served('compiled', (folder) => {
    rmSync(join(folder, 'model.onnx'));
  }),
);
impactModelContract(
  'ModelServer without a usable model',
  'PARAMETRIC',
  served('none', (folder) => {
    rmSync(join(folder, 'golden.json'));
  }),
);
