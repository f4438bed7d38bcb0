import { type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type ShadowLog, type ShadowPrediction, type WallClock } from '#application/ports';
import { type LineUp } from './line-up.js';
import { type ServedVersion } from './served-version.js';
import { type ServingObserver } from './serving-observer.js';

/** An answered request that a shadow is to be asked about too. */
export interface ShadowedRequest {
  readonly request: ImpactRequest;
  readonly answer: ImpactForecast;
}

/** Rows that wait for shadows at most: they come after answers, and more would only grow. */
const WAITING_ROWS_MAX = 4_096;

/** Asks shadows after the answer has gone, and logs what they would have said. */
export class ShadowRuns {
  private waitingRows = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly log: ShadowLog,
    private readonly clock: WallClock,
    private readonly observer: ServingObserver,
  ) {}

  /** Returns at once; the line-up is held until the shadow has answered. */
  follow(lineUp: LineUp, shadow: ServedVersion, answered: readonly ShadowedRequest[]): void {
    if (this.waitingRows + answered.length > WAITING_ROWS_MAX) {
      this.observer.shadowsDropped(answered.length);
      return;
    }
    this.waitingRows += answered.length;
    lineUp.begin();
    this.running = this.running
      .then(() => this.clock.sleep(0))
      .then(() => this.predict(shadow, answered))
      .catch((error: unknown) => {
        this.observer.error(error);
      })
      .finally(() => {
        this.waitingRows -= answered.length;
        lineUp.end();
      });
  }

  /** Resolves when nothing waits. */
  idle(): Promise<void> {
    return this.running;
  }

  private async predict(shadow: ServedVersion, answered: readonly ShadowedRequest[]): Promise<void> {
    const { modelVersion } = shadow.manifest;
    const forecasts = await shadow.answer(
      answered.map(({ request }) => request),
      () => this.clock.nowMs(),
    );
    const predictions: ShadowPrediction[] = [];
    let differenceBps = 0;
    for (const [i, forecast] of forecasts.entries()) {
      if (!('slippage' in forecast)) continue;
      const { request, answer } = answered[i]!;
      predictions.push({ modelVersion, answeredBy: answer.modelVersion, request, answer, shadow: forecast });
      differenceBps += Math.abs(forecast.slippage.meanBps - answer.slippage.meanBps);
    }
    if (predictions.length === 0) return;
    await this.log.append(predictions);
    this.observer.shadowed(modelVersion, predictions.length, differenceBps / predictions.length);
  }
}
