import { ok, type Result } from '#domain/core';
import { type ForecastFallback, type ImpactForecast, type ImpactRequest, type ModelManifest } from '#domain/impact';
import {
  type ForecastUnavailable,
  type ImpactModel,
  type NamedModels,
  type ShadowLog,
  type WallClock,
} from '#application/ports';
import { LineUp } from './line-up.js';
import { LineUpLoader, type LineUpPorts } from './line-up-loader.js';
import { parametricAnswers } from './parametric-answers.js';
import { type ServedVersion, type VersionAnswer } from './served-version.js';
import { ShadowRuns } from './shadow-runs.js';

export interface ModelServerPorts extends LineUpPorts {
  readonly shadows: ShadowLog;
  readonly clock: WallClock;
}

/**
 * Serves the versions that the registry names: ONNX, then compiled, then the published formulas, then the refusal. Each
 * answer says which tier gave it, and why not an earlier one.
 */
export class ModelServer implements NamedModels {
  private lineUp = new LineUp([], []);
  private refreshing: Promise<void> = Promise.resolve();
  private readonly loader: LineUpLoader;
  private readonly shadowRuns: ShadowRuns;

  constructor(private readonly ports: ModelServerPorts) {
    this.loader = new LineUpLoader(ports);
    this.shadowRuns = new ShadowRuns(ports.shadows, ports.clock, ports.observer);
  }

  /** The impact model over orders of one definition: M for orders that are worked, W for windows of flow. */
  modelFor(definition: ModelManifest['definition']): ImpactModel {
    return { forecast: (requests) => this.forecast(championOf(definition), requests, definition) };
  }

  /** The same for requests that nobody means: no shadow is asked, and nothing is logged or counted. */
  rehearsalFor(definition: ModelManifest['definition']): ImpactModel {
    return { forecast: (requests) => this.forecast(championOf(definition), requests) };
  }

  /** No shadow is asked: who names a model compares nothing with the champion of orders. */
  named(name: string): ImpactModel | undefined {
    if (this.lineUp.championNamed(name) === undefined) return undefined;
    const choose: Choice = (lineUp, instrumentId) => lineUp.championNamedFor(name, instrumentId);
    return { forecast: (requests) => this.forecast(choose, requests) };
  }

  names(): readonly string[] {
    return this.lineUp.championNames();
  }

  /**
   * Serves what the registry names now. What is loaded and still named stays; a version is swapped in when it has passed its
   * checks, and until then, or when it does not, the champion before it goes on. Rejects when the registry cannot be read;
   * what was served is served on.
   */
  refresh(): Promise<void> {
    const next = this.refreshing
      .catch(() => undefined)
      .then(async () => {
        this.swap(await this.loader.next(this.lineUp));
      });
    this.refreshing = next;
    return next;
  }

  /** Resolves when shadows have answered and all sessions are released. No forecast may be asked for any more. */
  async close(): Promise<void> {
    await this.refreshing.catch(() => undefined);
    await this.shadowRuns.idle();
    const last = this.lineUp;
    this.swap(new LineUp([], []));
    await last.released();
  }

  /** `followed`: the definition whose shadows hear of it; absent: nothing is logged or counted. */
  private async forecast(
    choose: Choice,
    requests: readonly ImpactRequest[],
    followed?: ModelManifest['definition'],
  ): Promise<Result<readonly ImpactForecast[], ForecastUnavailable>> {
    const { lineUp } = this;
    lineUp.begin();
    try {
      const answers = await this.askVersions(lineUp, choose, requests);
      const forecasts = withFormulas(requests, answers);
      if (forecasts.ok && followed !== undefined) this.follow(lineUp, followed, requests, forecasts.value);
      return forecasts;
    } finally {
      lineUp.end();
    }
  }

  /** Requests of one version go to it together. */
  private async askVersions(
    lineUp: LineUp,
    choose: Choice,
    requests: readonly ImpactRequest[],
  ): Promise<readonly VersionAnswer[]> {
    const answers = new Array<VersionAnswer>(requests.length);
    const placesOf = new Map<ServedVersion, number[]>();
    for (const [place, { market }] of requests.entries()) {
      const { instrumentId } = market.terms;
      const version = choose(lineUp, instrumentId);
      if (version === undefined) answers[place] = { fallback: noModel(instrumentId) };
      else if (!placesOf.get(version)?.push(place)) placesOf.set(version, [place]);
    }
    for (const [version, places] of placesOf) {
      const own = await version
        .answer(
          places.map((place) => requests[place]!),
          () => this.ports.clock.nowMs(),
        )
        .catch(outOfRange(places.length));
      for (const [i, place] of places.entries()) answers[place] = own[i]!;
    }
    return answers;
  }

  private follow(
    lineUp: LineUp,
    definition: ModelManifest['definition'],
    requests: readonly ImpactRequest[],
    forecasts: readonly ImpactForecast[],
  ): void {
    for (const forecast of forecasts) this.ports.observer.answered(forecast);
    const instruments = new Set(requests.map(({ market }) => market.terms.instrumentId));
    for (const instrumentId of instruments) {
      for (const shadow of lineUp.shadowsFor(instrumentId, definition)) {
        const answered = requests
          .map((request, i) => ({ request, answer: forecasts[i]! }))
          .filter(({ request }) => request.market.terms.instrumentId === instrumentId);
        this.shadowRuns.follow(lineUp, shadow, answered);
      }
    }
  }

  private swap(lineUp: LineUp): void {
    const before = this.lineUp;
    this.lineUp = lineUp;
    before.supersede();
    this.ports.observer.swapped(lineUp.served());
  }
}

/** Which version answers for an instrument. */
type Choice = (lineUp: LineUp, instrumentId: string) => ServedVersion | undefined;

const championOf =
  (definition: ModelManifest['definition']): Choice =>
  (lineUp, instrumentId) =>
    lineUp.championFor(instrumentId, definition);

/** The answers, with the formulas' where no version gave one. */
const withFormulas = (
  requests: readonly ImpactRequest[],
  answers: readonly VersionAnswer[],
): Result<readonly ImpactForecast[], ForecastUnavailable> => {
  const open = requests.filter((_, i) => !('slippage' in answers[i]!));
  if (open.length === 0) return ok(answers as readonly ImpactForecast[]);
  const formulas = parametricAnswers(open);
  if (!formulas.ok) return formulas;
  const rest = formulas.value.values();
  return ok(
    answers.map((answer) => ('slippage' in answer ? answer : { ...rest.next().value!, fallback: answer.fallback })),
  );
};

const noModel = (instrumentId: string): ForecastFallback => ({
  code: 'NO_MODEL',
  message: `no model is served for ${instrumentId}`,
});

/** Numbers that no model takes are the formulas' to refuse: they name the field. */
const outOfRange =
  (rows: number) =>
  (error: unknown): readonly VersionAnswer[] => {
    if (!(error instanceof RangeError)) throw error;
    const fallback: ForecastFallback = { code: 'INPUT_NOT_FINITE', message: error.message };
    return Array.from({ length: rows }, () => ({ fallback }));
  };
