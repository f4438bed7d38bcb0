import { type ModelManifest } from '#domain/impact';
import { FileRefused } from './file-refused.js';
import { compareWithGolden, type GoldenVectors } from './golden-vectors.js';
import { readOnnxHeader } from './onnx-header.js';
import { OnnxSession } from './onnx-session.js';

/** Runs of one row before a session counts as ready: the first ones are tens of times slower. */
const WARM_UP_RUNS = 50;

/**
 * A warm session that answers the golden vectors, one by one and all in one run. Rejects with FileRefused, and then holds
 * nothing open.
 */
export const openCheckedSession = async (
  manifest: ModelManifest,
  bytes: Uint8Array,
  golden: GoldenVectors,
): Promise<OnnxSession> => {
  const { file } = manifest.model;
  requireOpset(manifest, bytes);
  const session = await OnnxSession.open(bytes).catch((error: unknown) => {
    throw new FileRefused(file, error instanceof Error ? error.message : String(error));
  });
  try {
    requireShape(manifest, session);
    await replayGolden(session, golden, file);
    return session;
  } catch (error) {
    await session.release();
    throw error;
  }
};

const requireOpset = ({ model: { file, opset } }: ModelManifest, bytes: Uint8Array): void => {
  let stated: number | undefined;
  try {
    stated = readOnnxHeader(bytes).opsets.get('');
  } catch (error) {
    throw new FileRefused(file, error instanceof RangeError ? error.message : String(error));
  }
  if (stated !== opset) throw new FileRefused(file, `has opset ${stated ?? 'none'}; the manifest says ${opset}`);
};

const requireShape = (manifest: ModelManifest, { shape }: OnnxSession): void => {
  const expected = {
    input: manifest.input,
    inputWidth: manifest.inputs.length,
    output: manifest.output,
    outputWidth: manifest.labels.length * manifest.probabilities.length,
  };
  for (const part of ['input', 'inputWidth', 'output', 'outputWidth'] as const) {
    if (shape[part] !== expected[part])
      throw new FileRefused(manifest.model.file, `has ${part} ${shape[part]}; the manifest needs ${expected[part]}`);
  }
};

const replayGolden = async (session: OnnxSession, golden: GoldenVectors, file: string): Promise<void> => {
  const { rows, inputs } = golden;
  const { inputWidth, outputWidth } = session.shape;
  const together = new Float32Array(rows * outputWidth);
  await session.run(inputs, together, rows);
  compareWithGolden(golden, together, file);
  const oneByOne = new Float32Array(rows * outputWidth);
  for (let run = 0; run < Math.max(rows, WARM_UP_RUNS); run += 1) {
    const row = run % rows;
    await session.run(inputs.subarray(row * inputWidth), oneByOne.subarray(row * outputWidth), 1);
  }
  compareWithGolden(golden, oneByOne, file);
};
