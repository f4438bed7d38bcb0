import {
  additiveQuantiles,
  prepareForecast,
  trainedForecast,
  trainedModel,
  type ExecutionProvider,
  type ForecastFallback,
  type ImpactForecast,
  type ImpactRequest,
  type ModelManifest,
  type PreparedForecast,
  type TrainedModel,
} from '#domain/impact';
import { type LoadedModel } from '#application/ports';
import { CircuitBreaker } from './circuit-breaker.js';
import { requireFiniteForecast } from './finite-forecast.js';
import { type ModelTier } from './model-tier.js';
import { type ServingObserver } from './serving-observer.js';
import { Workspaces, type Workspace } from './workspaces.js';

/** A request's answer, or why this version has none. */
export type VersionAnswer = ImpactForecast | { readonly fallback: ForecastFallback };

/** A row that a model may be asked about, with its place among the requests. */
interface AskedRow {
  readonly place: number;
  readonly prepared: PreparedForecast;
}

/**
 * One model version while it is served: its tiers, each behind a breaker, and its buffers. It is held by the line-ups that
 * name it and by the calls in hand, and lets go of its session when nobody holds it.
 */
export class ServedVersion {
  private readonly model: TrainedModel;
  private readonly tiers: readonly ModelTier[];
  private readonly workspaces: Workspaces;
  private readonly outputWidth: number;
  private holders = 0;
  private releasing: Promise<void> = Promise.resolve();

  constructor(
    private readonly loaded: LoadedModel,
    private readonly observer: ServingObserver,
  ) {
    const { manifest } = loaded;
    this.model = trainedModel(manifest);
    this.outputWidth = manifest.labels.length * manifest.probabilities.length;
    this.workspaces = new Workspaces(manifest.inputs.length, this.outputWidth);
    this.tiers = tiersOf(loaded);
  }

  get manifest(): ModelManifest {
    return this.loaded.manifest;
  }

  hold(): void {
    this.holders += 1;
  }

  letGo(): void {
    this.holders -= 1;
    if (this.holders > 0) return;
    this.releasing = (this.loaded.session?.release() ?? Promise.resolve()).catch((error: unknown) => {
      this.observer.error(error);
    });
  }

  /** Resolves when it has let go of what it let go of. */
  released(): Promise<void> {
    return this.releasing;
  }

  /**
   * One run of one tier for all requests that the model can be asked about; so one tier answers all of them. Rejects with
   * RangeError when a number of a request is out of every model's range.
   */
  async answer(requests: readonly ImpactRequest[], nowMs: () => number): Promise<readonly VersionAnswer[]> {
    const answers = new Array<VersionAnswer>(requests.length);
    const asked: AskedRow[] = [];
    for (const [place, request] of requests.entries()) {
      const prepared = prepareForecast(this.model, request);
      if (prepared.ok) asked.push({ place, prepared: prepared.value });
      else answers[place] = { fallback: { code: prepared.error.code, message: prepared.error.message } };
    }
    if (asked.length > 0) await this.ask(asked, answers, nowMs);
    return answers;
  }

  private async ask(asked: readonly AskedRow[], answers: VersionAnswer[], nowMs: () => number): Promise<void> {
    const workspace = this.workspaces.borrow(asked.length);
    try {
      const width = this.model.inputs.length;
      for (const [row, { prepared }] of asked.entries()) workspace.inputs.set(prepared.row.inputs, row * width);
      let fallback = this.refusedSession();
      for (const tier of this.tiers) {
        if (!tier.breaker.admits(nowMs())) {
          fallback ??= { code: 'BREAKER_OPEN', message: `${this.manifest.modelVersion} failed lately and rests` };
          continue;
        }
        const failure = await this.tryTier(tier, workspace, asked, answers, fallback, nowMs);
        if (failure === undefined) return;
        fallback ??= failure;
      }
      for (const { place } of asked) answers[place] = { fallback: fallback! };
    } finally {
      this.workspaces.giveBack(workspace);
    }
  }

  /** Undefined when the tier answered all rows. */
  private async tryTier(
    by: ModelTier,
    workspace: Workspace,
    asked: readonly AskedRow[],
    answers: VersionAnswer[],
    fallback: ForecastFallback | undefined,
    nowMs: () => number,
  ): Promise<ForecastFallback | undefined> {
    const { modelVersion } = this.manifest;
    const { tier, breaker } = by;
    const stateBefore = breaker.state;
    let failure: unknown;
    try {
      const quantiles = await by.run(workspace, asked.length);
      for (const [row, { place, prepared }] of asked.entries()) {
        const forecast = trainedForecast(this.model, prepared, quantiles, row * this.outputWidth, tier);
        if (!forecast.ok) throw new Error(forecast.error.message);
        answers[place] = withOrigin(requireFiniteForecast(forecast.value), fallback, workspace.provider);
      }
      breaker.succeeded();
    } catch (error) {
      failure = error;
      breaker.failed(nowMs());
      this.observer.tierFailed(modelVersion, tier, error);
    }
    if (breaker.state !== stateBefore) this.observer.breaker(modelVersion, tier, breaker.state);
    return failure === undefined
      ? undefined
      : { code: 'MODEL_FAILED', message: `${modelVersion} failed: ${textOf(failure)}` };
  }

  private refusedSession(): ForecastFallback | undefined {
    if (this.loaded.session !== null) return undefined;
    const [first] = this.loaded.refusals;
    return {
      code: 'MODEL_REFUSED',
      message: `${this.manifest.modelVersion}: ${first?.file ?? ''} ${first?.reason ?? ''}`,
    };
  }
}

const tiersOf = ({ session, compiled }: LoadedModel): readonly ModelTier[] => {
  const tiers: ModelTier[] = [];
  if (session !== null) {
    tiers.push({
      tier: 'MODEL',
      breaker: new CircuitBreaker(),
      run: async (workspace, rows) => {
        workspace.provider = await session.run(workspace.inputs, workspace.quantiles, rows);
        return workspace.quantiles;
      },
    });
  }
  if (compiled !== null) {
    tiers.push({
      tier: 'COMPILED',
      breaker: new CircuitBreaker(),
      run: (workspace, rows) => {
        additiveQuantiles(compiled, workspace.inputs, workspace.exactQuantiles, rows);
        workspace.provider = 'CPU';
        return Promise.resolve(workspace.exactQuantiles);
      },
    });
  }
  return tiers;
};

/** Decisions hold forecasts as they are: what need not be said is absent. */
const withOrigin = (
  forecast: ImpactForecast,
  fallback: ForecastFallback | undefined,
  provider: ExecutionProvider,
): ImpactForecast =>
  fallback === undefined && provider === 'CPU'
    ? forecast
    : { ...forecast, ...(fallback && { fallback }), ...(provider !== 'CPU' && { accelerator: provider }) };

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
