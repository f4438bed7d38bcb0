import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type ExecutionProvider } from '#domain/impact';
import { OnnxModelLibrary } from '#adapters/onnx';
import { parseGoldenVectors } from '../../libs/adapters/src/onnx/golden-vectors.js';
import { OnnxSession } from '../../libs/adapters/src/onnx/onnx-session.js';
import { ProviderSession } from '../../libs/adapters/src/onnx/provider-session.js';
import { startThreadFromSource } from '../factories/models/inference-thread.js';
import { writeModel } from '../factories/models/index.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const root = join(temporaryFolder(), 'models');
const { folder, manifest } = writeModel(root, {});
const bytes = readFileSync(join(folder, 'model.onnx'));
const golden = parseGoldenVectors(readFileSync(join(folder, 'golden.json'), 'utf8'), 'golden.json', {
  inputs: 5,
  quantiles: 45,
});

type Run = OnnxSession['run'];

/** A provider that stands in for one that this machine has not: the processor's session, with another run. */
const insteadOf = async (run: (real: Run) => Run): Promise<OnnxSession> => {
  const session = await OnnxSession.open(bytes);
  const real = session.run.bind(session);
  return Object.assign(session, { run: run(real) });
};

const absent = (provider: ExecutionProvider) => () => Promise.reject<OnnxSession>(new Error(`no ${provider} here`));

type Providers = Partial<Record<ExecutionProvider, () => Promise<OnnxSession>>>;

/** A session on CUDA, WebGPU or the processor, of which some are stood in for. */
const opened = (standIns: Providers): Promise<ProviderSession> =>
  ProviderSession.open(bytes, golden, ['CUDA', 'WEBGPU', 'CPU'], (file, provider) =>
    (standIns[provider] ?? (() => OnnxSession.open(file, provider)))(),
  );

const inputs = Float32Array.from([-3, 7, 100, 50, 2, 1, 2, 3, 4, 5]);

const answers = async (session: Pick<OnnxSession, 'run'>): Promise<readonly number[]> => {
  const outputs = new Float32Array(90);
  await session.run(inputs, outputs, 2);
  return [...outputs];
};

const onTheProcessor = async (): Promise<readonly number[]> => {
  const session = await OnnxSession.open(bytes);
  const expected = await answers(session);
  await session.release();
  return expected;
};

const failsAfter = (runs: number): (() => Promise<OnnxSession>) => {
  let left = runs;
  return () =>
    insteadOf((real) => (...args) => (left-- > 0 ? real(...args) : Promise.reject(new Error('device lost'))));
};

describe('a session on the first provider that works', () => {
  it.each<[string, Providers, ExecutionProvider, readonly string[]]>([
    ['takes the first', { CUDA: () => OnnxSession.open(bytes) }, 'CUDA', []],
    [
      'passes over those that do not start, and says why',
      { CUDA: absent('CUDA'), WEBGPU: absent('WEBGPU') },
      'CPU',
      ['CUDA: no CUDA here', 'WEBGPU: no WEBGPU here'],
    ],
    [
      'passes over one that answers otherwise than the golden vectors',
      {
        CUDA: () =>
          insteadOf((real) => async (rows, outputs, count) => {
            await real(rows, outputs, count);
            outputs[7]! += 1;
          }),
        WEBGPU: () => OnnxSession.open(bytes),
      },
      'WEBGPU',
      [expect.stringMatching(/^CUDA: answers .* where golden vector 0, quantile 7 says /) as unknown as string],
    ],
  ])('%s', async (_, providers, provider, failures) => {
    const session = await opened(providers);
    expect(session.provider).toBe(provider);
    expect(session.failures.map((one) => `${one.provider}: ${one.reason}`)).toEqual(failures);
    expect(await answers(session)).toEqual(await onTheProcessor());
    await session.release();
  });

  it('goes over to the next when one fails in the middle of its work, and finishes it', async () => {
    const session = await opened({ CUDA: failsAfter(2), WEBGPU: failsAfter(0) });
    const expected = await onTheProcessor();
    expect(await answers(session)).toEqual(expected);
    expect(session.provider).toBe('CUDA');
    expect(await answers(session)).toEqual(expected);
    expect(session.provider).toBe('CPU');
    expect(session.failures.map(({ provider, reason }) => `${provider}: ${reason}`)).toEqual([
      'CUDA: device lost',
      'WEBGPU: device lost',
    ]);
    await session.release();
  });

  it("fails with the last provider's reason where none works", async () => {
    const none = { CUDA: absent('CUDA'), WEBGPU: absent('WEBGPU'), CPU: absent('CPU') };
    await expect(opened(none)).rejects.toThrow('no CPU here');
    const late = await opened({ CUDA: absent('CUDA'), WEBGPU: absent('WEBGPU'), CPU: failsAfter(1) });
    await expect(answers(late)).rejects.toThrow('device lost');
    await late.release();
  });
});

describe('batches in threads', () => {
  it('run on whatever of a GPU and the processor is there, and say which, with the answers of single runs', async () => {
    const told: string[] = [];
    const passedOver: string[] = [];
    const library = new OnnxModelLibrary({
      folder: root,
      threads: 1,
      startThread: startThreadFromSource,
      providers: ['CUDA', 'WEBGPU', 'CPU'],
      onProvider: (modelVersion, { provider, failures }) => {
        told.push(`${modelVersion} ${provider}`);
        passedOver.push(...failures.map((one) => one.provider));
      },
    });
    const loaded = await library.load(manifest.modelVersion);
    if (!loaded.ok) throw new Error('refused');
    const session = loaded.value.session!;
    const rows = 200;
    const batch = Float32Array.from({ length: 5 * rows }, (_, i) => Math.sin(i) * 10);
    const together = new Float32Array(45 * rows);
    for (let run = 0; run < 2; run += 1) {
      const provider = await session.run(batch, together, rows);
      expect(told).toEqual([`linear/1.0.0 ${provider}`]);
      expect(passedOver).toEqual(['CUDA', 'WEBGPU', 'CPU'].slice(0, ['CUDA', 'WEBGPU', 'CPU'].indexOf(provider)));
    }
    const alone = new Float32Array(45);
    expect(await session.run(batch.subarray(5 * 199), alone, 1)).toBe('CPU');
    for (const [i, bps] of alone.entries()) expect(together[45 * 199 + i]).toBeCloseTo(bps, 3);
    await session.release();
    await library.close();
  });
});
