import { type ExecutionProvider } from '#domain/impact';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';

// What fails is thrown and told once; the runtime would write it to standard error too.
env.logLevel = 'fatal';

/** Rows and numbers per row of a model's only input and only output. */
export interface ModelShape {
  readonly input: string;
  readonly inputWidth: number;
  readonly output: string;
  readonly outputWidth: number;
}

/**
 * One ONNX Runtime session on one provider. A run blocks the thread it is called on for as long as it takes, so its own threads
 * would only compete with the process's.
 */
export class OnnxSession {
  private constructor(
    private readonly session: InferenceSession,
    readonly shape: ModelShape,
  ) {}

  /**
   * Rejects with RangeError when the graph does not take one float32 tensor [N, F] and answer with one, and with the
   * runtime's error when it cannot read the bytes or has no such provider. It is asked for one alone: of several it would not
   * tell which one runs.
   */
  static async open(bytes: Uint8Array, provider: ExecutionProvider = 'CPU'): Promise<OnnxSession> {
    const session = await InferenceSession.create(bytes, {
      ...SESSION_OPTIONS,
      executionProviders: [RUNTIME_NAMES[provider]],
    });
    try {
      return new OnnxSession(session, shapeOf(session));
    } catch (error) {
      await session.release();
      throw error;
    }
  }

  /** Answers of `rows` rows of `inputs` [rows, F] into `outputs` [rows, W]; both are read and written in place. */
  async run(inputs: Float32Array, outputs: Float32Array, rows: number): Promise<void> {
    const { input, inputWidth, output, outputWidth } = this.shape;
    await this.session.run(
      { [input]: new Tensor('float32', inputs.subarray(0, rows * inputWidth), [rows, inputWidth]) },
      { [output]: new Tensor('float32', outputs.subarray(0, rows * outputWidth), [rows, outputWidth]) },
    );
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

const ERRORS_ONLY = 3;

const RUNTIME_NAMES: Readonly<Record<ExecutionProvider, string>> = { CUDA: 'cuda', WEBGPU: 'webgpu', CPU: 'cpu' };

const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: ERRORS_ONLY,
};

const shapeOf = ({ inputMetadata, outputMetadata }: InferenceSession): ModelShape => {
  const [input, inputWidth] = onlyTensor('input', inputMetadata);
  const [output, outputWidth] = onlyTensor('output', outputMetadata);
  return { input, inputWidth, output, outputWidth };
};

/** Its name and its width: a matrix of float32 with a free number of rows. */
const onlyTensor = (role: string, metadata: readonly InferenceSession.ValueMetadata[]): [string, number] => {
  const [only, ...others] = metadata;
  if (only === undefined || others.length > 0) throw new RangeError(`it has ${metadata.length} ${role}s; expected one`);
  const [rows, width, ...more] = only.isTensor ? only.shape : [];
  const type = only.isTensor ? only.type : 'no tensor';
  if (type !== 'float32' || typeof rows !== 'string' || typeof width !== 'number' || more.length > 0)
    throw new RangeError(
      `its ${role} ${only.name} is ${type} [${only.isTensor ? only.shape.join(', ') : ''}]; expected float32 [N, width]`,
    );
  return [only.name, width];
};
