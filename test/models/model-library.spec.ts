import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type ModelRefusal } from '#application/ports';
import { OnnxModelLibrary } from '#adapters/onnx';
import { startThreadFromSource, startThreadThatDies } from '../factories/models/inference-thread.js';
import { sha256, writeModel, type ModelOptions, type WrittenModel } from '../factories/models/index.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const base = temporaryFolder();
const libraries: OnnxModelLibrary[] = [];
afterAll(async () => {
  for (const library of libraries) await library.close();
});

let folders = 0;
const written = (options: ModelOptions = {}): WrittenModel & { root: string; library: OnnxModelLibrary } => {
  const root = join(base, `models-${(folders += 1)}`);
  const library = new OnnxModelLibrary({ folder: root, threads: 1, startThread: startThreadFromSource });
  libraries.push(library);
  return { root, library, ...writeModel(root, options) };
};

/** What a version is refused for as a whole, and what of it when it is served all the same. */
const refusalsOf = async ({ library, manifest }: ReturnType<typeof written>): Promise<readonly ModelRefusal[]> => {
  const loaded = await library.load(manifest.modelVersion);
  if (!loaded.ok) return loaded.error;
  expect(loaded.value.session).toBeNull();
  await loaded.value.session?.release();
  return loaded.value.refusals;
};

const edited = (file: string, change: (bytes: Buffer) => Uint8Array, { folder }: WrittenModel): void => {
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file))));
};

/** A change that the manifest vouches for: only what is in the file can give it away. */
const forged = (
  file: 'model.onnx' | 'golden.json',
  change: (bytes: Buffer) => Uint8Array,
  model: WrittenModel,
): void => {
  edited(file, change, model);
  const changed = sha256(readFileSync(join(model.folder, file)));
  const part = file === 'model.onnx' ? 'model' : 'golden';
  const manifest = { ...model.manifest, [part]: { ...model.manifest[part], sha256: changed } };
  writeFileSync(join(model.folder, 'manifest.json'), JSON.stringify(manifest));
};

describe('OnnxModelLibrary', () => {
  it('lists versions in order, and those that cannot be read with the reason', async () => {
    const { root, library } = written({ name: 'b', version: '1.10.0' });
    writeModel(root, { name: 'b', version: '1.9.0' });
    const broken = writeModel(root, { name: 'a' });
    edited('manifest.json', () => Buffer.from('{'), broken);
    const { entries, refusals } = await library.list();
    expect(entries.map(({ modelVersion }) => modelVersion)).toEqual(['b/1.9.0', 'b/1.10.0']);
    expect(refusals).toMatchObject([{ modelVersion: 'a/1.0.0', file: 'manifest.json' }]);
  });

  it('has none where there is no folder', async () => {
    const library = new OnnxModelLibrary({ folder: join(base, 'nowhere'), threads: 1 });
    expect(await library.list()).toEqual({ entries: [], refusals: [] });
  });

  it('passes over the published formulas, which have nothing to run', async () => {
    const library = new OnnxModelLibrary({ folder: 'models', threads: 1 });
    const { entries } = await library.list();
    expect(entries.filter(({ name }) => name === 'parametric')).toEqual([]);
  });

  it('loads a version whose session and compiled form agree', async () => {
    const { library, manifest } = written({ shiftBps: 3 });
    const loaded = await library.load(manifest.modelVersion);
    expect(loaded).toMatchObject({ ok: true, value: { refusals: [], manifest: { modelVersion: 'linear/1.0.0' } } });
    if (!loaded.ok) return;
    const inputs = Float32Array.from([-3, 7, 100, 50, 2]);
    const quantiles = new Float32Array(45);
    await loaded.value.session!.run(inputs, quantiles, 1);
    expect(quantiles[4]).toBeCloseTo(3 + 0.5 * 100 + 2, 4); // the median of slippage
    await loaded.value.session!.release();
  });

  it('leaves the pictures of a card alone', async () => {
    const { library, folder, manifest } = written();
    writeFileSync(join(folder, 'slippage.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(await library.list()).toMatchObject({ entries: [{ modelVersion: manifest.modelVersion }], refusals: [] });
    const loaded = await library.load(manifest.modelVersion);
    expect(loaded).toMatchObject({ ok: true, value: { refusals: [] } });
    if (loaded.ok) await loaded.value.session?.release();
  });

  it('runs many rows in threads, with the answers of single runs', async () => {
    const { library, manifest } = written();
    const loaded = await library.load(manifest.modelVersion);
    if (!loaded.ok) throw new Error('refused');
    const rows = 2_500;
    const inputs = Float32Array.from({ length: 5 * rows }, (_, i) => Math.sin(i) * 10);
    const together = new Float32Array(45 * rows);
    await loaded.value.session!.run(inputs, together, rows);
    const alone = new Float32Array(45);
    for (const row of [0, 1_023, 1_024, 2_047, 2_499]) {
      await loaded.value.session!.run(inputs.subarray(5 * row), alone, 1);
      expect([...together.subarray(45 * row, 45 * row + 45)]).toEqual([...alone]);
    }
    await loaded.value.session!.release();
  });

  describe('when threads die', () => {
    /** A session whose first threads die of their work; 1,100 rows go to one thread as two runs. */
    const session = async (dying: number) => {
      const { root, manifest } = written();
      let started = 0;
      const startThread = () => ((started += 1) <= dying ? startThreadThatDies() : startThreadFromSource());
      const library = new OnnxModelLibrary({ folder: root, threads: 1, startThread });
      libraries.push(library);
      const loaded = await library.load(manifest.modelVersion);
      if (!loaded.ok) throw new Error('refused');
      return loaded.value.session!;
    };
    const rows = 1_100;
    const inputs = Float32Array.from({ length: 5 * rows }, (_, i) => Math.sin(i) * 10);

    it('another one answers', async () => {
      const own = await session(1);
      const quantiles = new Float32Array(45 * rows).fill(NaN);
      await own.run(inputs, quantiles, rows);
      const alone = new Float32Array(45);
      await own.run(inputs.subarray(5 * (rows - 1)), alone, 1);
      expect([...quantiles.subarray(45 * (rows - 1))]).toEqual([...alone]);
      expect(quantiles.every(Number.isFinite)).toBe(true);
      await own.release();
    });

    it('of the same work twice, it is given up, and what comes after is not', async () => {
      const own = await session(2);
      const quantiles = new Float32Array(45 * rows);
      await expect(own.run(inputs, quantiles, rows)).rejects.toThrow('an inference thread ended with 1');
      await own.run(inputs, quantiles, rows);
      await own.release();
    });
  });

  it('says why a session cannot run any more once it was released', async () => {
    const { library, manifest } = written();
    const loaded = await library.load(manifest.modelVersion);
    if (!loaded.ok) throw new Error('refused');
    await loaded.value.session!.release();
    await expect(loaded.value.session!.run(new Float32Array(5), new Float32Array(45), 1)).rejects.toThrow(/disposed/);
  });

  it('serves the compiled form alone when the session is refused', async () => {
    const model = written();
    edited('model.onnx', (bytes) => bytes.subarray(0, -1), model);
    const loaded = await model.library.load('linear/1.0.0');
    expect(loaded).toMatchObject({
      ok: true,
      value: { session: null, refusals: [{ file: 'model.onnx', reason: expect.stringContaining('SHA-256') }] },
    });
    expect(loaded.ok && loaded.value.compiled).not.toBeNull();
  });
});

describe('a model that is not what it says is refused', () => {
  it('every single bit flipped in its file, out of 400', async () => {
    const model = written({ withCompiled: false });
    const original = readFileSync(join(model.folder, 'model.onnx'));
    const bits = original.length * 8;
    for (let flip = 0; flip < 400; flip += 1) {
      const bit = Math.floor((flip * bits) / 400) + (flip % 8);
      const bytes = Buffer.from(original);
      bytes[Math.floor(bit / 8)]! ^= 1 << (bit % 8);
      writeFileSync(join(model.folder, 'model.onnx'), bytes);
      expect(await refusalsOf(model)).toMatchObject([
        { file: 'model.onnx', reason: expect.stringContaining('SHA-256') },
      ]);
    }
  });

  it.each<[string, ModelOptions, string, RegExp]>([
    ['another opset than it says', { fileOpset: 16 }, 'model.onnx', /opset 16; the manifest says 17/],
    ['an opset that nobody knows', { opset: 99 }, 'model.onnx', /opset/i],
    [
      'columns that changed places',
      { edit: (manifest) => ({ ...manifest, inputs: [1, 0, 2, 3, 4].map((i) => manifest.inputs[i]) }) },
      'manifest.json',
      /inputs\.1\.name lnAdvFraction must come before lnHorizonSeconds/,
    ],
    [
      'fewer columns',
      { edit: (manifest) => ({ ...manifest, inputs: manifest.inputs.slice(0, 4) }) },
      'golden.json',
      /inputs must be a list of 4/,
    ],
    [
      'fewer probabilities',
      {
        edit: (manifest) => ({
          ...manifest,
          probabilities: manifest.probabilities.slice(1, -1),
          calibration: {
            ...manifest.calibration,
            labels: Object.fromEntries(manifest.labels.map((label) => [label, { overall: [0, 0, 0], cells: {} }])),
          },
        }),
      },
      'golden.json',
      /quantiles must be a list of 35/,
    ],
    [
      'another input',
      { edit: (manifest) => ({ ...manifest, input: 'rows' }) },
      'model.onnx',
      /input inputs; the manifest needs rows/,
    ],
    [
      'another output',
      { edit: (manifest) => ({ ...manifest, output: 'bps' }) },
      'model.onnx',
      /output quantiles; the manifest needs bps/,
    ],
    [
      'features of another meaning',
      { edit: (manifest) => ({ ...manifest, featureSet: { version: 'v1', sha256: 'b'.repeat(64) } }) },
      'manifest.json',
      /featureSet\.sha256/,
    ],
    [
      'inputs of another version',
      { edit: (manifest) => ({ ...manifest, inputSet: { ...manifest.inputSet, version: 'v3' } }) },
      'manifest.json',
      /inputSet\.version/,
    ],
    [
      'another name',
      { edit: (manifest) => ({ ...manifest, name: 'other', modelVersion: 'other/1.0.0' }) },
      'manifest.json',
      /is of other/,
    ],
    [
      'a golden file outside its folder',
      { edit: (manifest) => ({ ...manifest, golden: { ...manifest.golden, file: '../golden.json' } }) },
      'manifest.json',
      /golden\.file/,
    ],
  ])('%s', async (_, options, file, reason) => {
    const model = written({ withCompiled: false, ...options });
    const [refusal] = await refusalsOf(model);
    expect(refusal).toMatchObject({ file, reason: expect.stringMatching(reason) });
  });

  it.each<[string, 'model.onnx' | 'golden.json', (bytes: Buffer) => Uint8Array, RegExp]>([
    ['a truncated file', 'model.onnx', (bytes) => bytes.subarray(0, 200), /./],
    ['an empty file', 'model.onnx', () => Buffer.alloc(0), /opset none/],
    ['a file of something else', 'model.onnx', () => Buffer.from('not a model'), /./],
    [
      'a weight that changed',
      'model.onnx',
      (bytes) => withFirstIntercept(bytes, 7),
      /answers .* bps where golden vector 0/,
    ],
    ['a weight that is no number', 'model.onnx', (bytes) => withFirstIntercept(bytes, NaN), /answers NaN bps/],
    ['golden vectors that are not JSON', 'golden.json', () => Buffer.from('{"vectors":'), /not a JSON object/],
    [
      'golden vectors without any',
      'golden.json',
      () => Buffer.from('{"absoluteToleranceBps":0.01,"vectors":[]}'),
      /vectors/,
    ],
    [
      'golden vectors with a tolerance that lets anything pass',
      'golden.json',
      (bytes) => Buffer.from(bytes.toString().replace('"absoluteToleranceBps":0.01', '"absoluteToleranceBps":1e9')),
      /absoluteToleranceBps/,
    ],
    [
      'a golden vector that is no row',
      'golden.json',
      () => Buffer.from('{"absoluteToleranceBps":0.01,"vectors":[null]}'),
      /vectors\.0\.inputs/,
    ],
  ])('%s, though the manifest vouches for its bytes', async (_, file, change, reason) => {
    const model = written({ withCompiled: false });
    forged(file, change, model);
    const [refusal] = await refusalsOf(model);
    expect(refusal).toMatchObject({ file, reason: expect.stringMatching(reason) });
  });

  it.each(['linear', 'linear/1.0', '../linear/1.0.0', 'linear/../../1.0.0', 'none/1.0.0'])(
    'a version that there is not: %s',
    async (modelVersion) => {
      const { library } = written();
      expect(await library.load(modelVersion)).toMatchObject({ ok: false, error: [{ file: 'manifest.json' }] });
    },
  );
});

/** The file's last but one tensor of numbers is the intercept; its first number is one of every row's answers. */
const withFirstIntercept = (onnx: Buffer, value: number): Buffer => {
  const bytes = Buffer.from(onnx);
  const name = bytes.indexOf('intercept', bytes.lastIndexOf('weights'));
  const rawData = name + 'intercept'.length + RAW_DATA_HEADER;
  bytes.writeFloatLE(value, rawData);
  return bytes;
};

/** Tag and length of a tensor's bytes: 45 floats. */
const RAW_DATA_HEADER = 3;
