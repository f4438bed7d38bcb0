import { type ExecutionProvider } from '#domain/impact';
import { compareWithGolden, type GoldenVectors } from './golden-vectors.js';
import { OnnxSession } from './onnx-session.js';

/** A provider that was passed over, and why. */
export interface ProviderFailure {
  readonly provider: ExecutionProvider;
  readonly reason: string;
}

type Open = (bytes: Uint8Array, provider: ExecutionProvider) => Promise<OnnxSession>;

/**
 * A session on the first provider of a list that opens and answers the golden vectors. One that fails later gives way to the
 * next, which does the same work; the last one's failure is the session's.
 */
export class ProviderSession {
  private constructor(
    private readonly bytes: Uint8Array,
    private readonly golden: GoldenVectors,
    private readonly openOn: Open,
    /** Those that are left to try. */
    private readonly rest: ExecutionProvider[],
    private readonly failed: ProviderFailure[],
    private current: { readonly provider: ExecutionProvider; readonly session: OnnxSession },
  ) {}

  /** Rejects with the last provider's error when none opens. */
  static async open(
    bytes: Uint8Array,
    golden: GoldenVectors,
    providers: readonly ExecutionProvider[],
    openOn: Open = (file, provider) => OnnxSession.open(file, provider),
  ): Promise<ProviderSession> {
    const rest = [...providers];
    const failed: ProviderFailure[] = [];
    const first = await firstThatAnswers(bytes, golden, openOn, rest, failed);
    return new ProviderSession(bytes, golden, openOn, rest, failed, first);
  }

  get provider(): ExecutionProvider {
    return this.current.provider;
  }

  /** Providers that were passed over so far, in order. */
  get failures(): readonly ProviderFailure[] {
    return this.failed;
  }

  get outputWidth(): number {
    return this.current.session.shape.outputWidth;
  }

  async run(inputs: Float32Array, outputs: Float32Array, rows: number): Promise<void> {
    const { provider, session } = this.current;
    try {
      await session.run(inputs, outputs, rows);
    } catch (error) {
      if (this.rest.length === 0) throw error;
      this.failed.push({ provider, reason: textOf(error) });
      await session.release().catch(() => undefined); // what failed may fail to let go of what it held
      this.current = await firstThatAnswers(this.bytes, this.golden, this.openOn, this.rest, this.failed);
      await this.run(inputs, outputs, rows);
    }
  }

  release(): Promise<void> {
    return this.current.session.release();
  }
}

/** Takes providers off `rest` until one answers as it should; those before it go to `failed`. */
const firstThatAnswers = async (
  bytes: Uint8Array,
  golden: GoldenVectors,
  openOn: Open,
  rest: ExecutionProvider[],
  failed: ProviderFailure[],
): Promise<{ readonly provider: ExecutionProvider; readonly session: OnnxSession }> => {
  for (;;) {
    const provider = rest.shift();
    if (provider === undefined) throw new Error('there is no execution provider to run on');
    try {
      const session = await openOn(bytes, provider);
      try {
        const answers = new Float32Array(golden.rows * session.shape.outputWidth);
        await session.run(golden.inputs, answers, golden.rows);
        compareWithGolden(golden, answers, provider);
        return { provider, session };
      } catch (error) {
        await session.release();
        throw error;
      }
    } catch (error) {
      if (rest.length === 0) throw error;
      failed.push({ provider, reason: textOf(error) });
    }
  }
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
