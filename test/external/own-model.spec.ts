import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { OnnxModelLibrary } from '#adapters/onnx';
import { impactRequest } from '../contracts/impact-model.contract.js';
import { startThreadFromSource } from '../factories/models/inference-thread.js';
import { writeModel } from '../factories/models/index.js';
import { serve } from '../factories/models/serving.js';
import { temporaryFolder } from '../factories/recordings/index.js';

// What docs/own-model.md shows, with the trainer's Python: `npm run trainer:setup` makes it.
const PYTHON = 'var/trainer/venv/bin/python';

const base = temporaryFolder();

it("a network that somebody else's script wrote is served", async () => {
  const { featureSet, inputSet } = writeModel(join(base, 'elsewhere')).manifest;
  const card = join(base, 'card.json');
  const days = { first: '2024-03-05', last: '2024-03-05' };
  writeFileSync(card, JSON.stringify({ sha256: 'a'.repeat(64), days, rows: 1, featureSet, inputSet }));
  const models = join(base, 'models');
  execFileSync(PYTHON, ['apps/trainer/examples/own_model.py', '--card', card, '--out', models]);

  const library = new OnnxModelLibrary({ folder: models, threads: 1, startThread: startThreadFromSource });
  const { server, record } = await serve(library);
  const answer = await server.modelFor('M').forecast([impactRequest()]);
  expect(record.refusals).toEqual([]);
  expect(answer).toMatchObject({ ok: true, value: [{ modelVersion: 'own/1.0.0', tier: 'MODEL' }] });
  await server.close();
  await library.close();
});
