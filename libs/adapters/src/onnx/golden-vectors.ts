import { FileRefused } from './file-refused.js';

/** Rows with the answers that the trainer got for them. */
export interface GoldenVectors {
  readonly toleranceBps: number;
  readonly rows: number;
  /** [rows, F] */
  readonly inputs: Float32Array;
  /** [rows, L x K], bps. */
  readonly quantiles: Float64Array;
}

/** A looser one would let a model pass that answers otherwise than the one that was judged. */
const TOLERANCE_BPS_MAX = 0.1;

/** Reads `golden.json`; throws FileRefused where it is not `{ absoluteToleranceBps, vectors: [{ inputs, quantiles }] }` of these widths. */
export const parseGoldenVectors = (
  json: string,
  file: string,
  width: { readonly inputs: number; readonly quantiles: number },
): GoldenVectors => {
  const { absoluteToleranceBps, vectors } = documentOf(json, file);
  if (!(
    typeof absoluteToleranceBps === 'number' &&
    absoluteToleranceBps > 0 &&
    absoluteToleranceBps <= TOLERANCE_BPS_MAX
  ))
    throw new FileRefused(file, `absoluteToleranceBps must be a number within (0, ${TOLERANCE_BPS_MAX}]`);
  if (!Array.isArray(vectors) || vectors.length === 0)
    throw new FileRefused(file, 'vectors must be a list of at least one');
  const golden = {
    toleranceBps: absoluteToleranceBps,
    rows: vectors.length,
    inputs: new Float32Array(vectors.length * width.inputs),
    quantiles: new Float64Array(vectors.length * width.quantiles),
  };
  for (const [row, vector] of (vectors as readonly (Partial<Record<string, unknown>> | null)[]).entries()) {
    golden.inputs.set(numbers(vector?.inputs, width.inputs, file, `vectors.${row}.inputs`), row * width.inputs);
    golden.quantiles.set(
      numbers(vector?.quantiles, width.quantiles, file, `vectors.${row}.quantiles`),
      row * width.quantiles,
    );
  }
  return golden;
};

/** Throws FileRefused naming `file` unless `answers` [rows, L x K] are the golden ones within their tolerance. */
export const compareWithGolden = (golden: GoldenVectors, answers: ArrayLike<number>, file: string): void => {
  for (const [i, expected] of golden.quantiles.entries()) {
    const answer = answers[i]!;
    if (Math.abs(answer - expected) <= golden.toleranceBps) continue;
    const width = golden.quantiles.length / golden.rows;
    const place = `vector ${Math.floor(i / width)}, quantile ${i % width}`;
    throw new FileRefused(file, `answers ${answer} bps where golden ${place} says ${expected}`);
  }
};

const documentOf = (json: string, file: string): Readonly<Record<string, unknown>> => {
  try {
    const document = JSON.parse(json) as unknown;
    if (typeof document === 'object' && document !== null) return document as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new FileRefused(file, 'is not a JSON object');
};

const numbers = (value: unknown, length: number, file: string, field: string): readonly number[] => {
  if (Array.isArray(value) && value.length === length && value.every(Number.isFinite)) return value as number[];
  throw new FileRefused(file, `${field} must be a list of ${length} finite numbers`);
};
