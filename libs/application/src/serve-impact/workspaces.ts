import { type ExecutionProvider } from '#domain/impact';

/** Room for the rows of one call. */
export interface Workspace {
  /** [capacity, F] */
  readonly inputs: Float32Array;
  /** [capacity, L x K] of the session, which computes in single precision. */
  readonly quantiles: Float32Array;
  /** The same of the compiled form, which computes in double precision. */
  readonly exactQuantiles: Float64Array;
  /** What computed the call's answers. */
  provider: ExecutionProvider;
}

/** As many rows as a job asks about at once. Larger ones are made for one call: they are rare and would stay for ever. */
const KEPT_ROWS_MAX = 128;

/** The buffers of one model's calls. A call that ends hands its own to the next, so that single forecasts allocate none. */
export class Workspaces {
  private readonly free: Workspace[] = [];

  constructor(
    private readonly inputWidth: number,
    private readonly outputWidth: number,
  ) {}

  borrow(rows: number): Workspace {
    return rows > KEPT_ROWS_MAX ? this.made(rows) : (this.free.pop() ?? this.made(KEPT_ROWS_MAX));
  }

  giveBack(workspace: Workspace): void {
    if (workspace.inputs.length === KEPT_ROWS_MAX * this.inputWidth) this.free.push(workspace);
  }

  private made(rows: number): Workspace {
    return {
      inputs: new Float32Array(rows * this.inputWidth),
      quantiles: new Float32Array(rows * this.outputWidth),
      exactQuantiles: new Float64Array(rows * this.outputWidth),
      provider: 'CPU',
    };
  }
}
