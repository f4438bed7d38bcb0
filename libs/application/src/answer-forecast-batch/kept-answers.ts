import { type Side } from '#domain/core';
import { expectedShortfallBps, quantileBps, RISK_PROBABILITY, type ImpactForecast } from '#domain/impact';
import { type QuoteRequest } from '#domain/rfq';
import { SHOWN_PROBABILITIES } from '#application/forecast-impact';
import { type FailedOrder, type OrderAnswer, type OrderForecast } from './order-answer.js';

/** Where a forecast comes from: most orders of a part have this in common. */
type Origin = Pick<OrderForecast, 'provider' | 'modelVersion' | 'tier' | 'identification' | 'fallback' | 'flags'>;

/** A forecast by its numbers, in this order. */
type ForecastRow = readonly [
  /** Its place in `origins`. */
  origin: number,
  order: number,
  instrumentId: string,
  side: Side,
  quantity: number,
  horizonSeconds: number,
  temporaryBps: number,
  permanentBps: number,
  lastingShiftBps: number,
  meanBps: number,
  sdBps: number,
  valueAtRiskBps: number,
  expectedShortfallBps: number,
  /** At `probabilities`. */
  ...quantilesBps: number[],
];

interface KeptAnswers {
  readonly probabilities: readonly number[];
  readonly origins: readonly Origin[];
  /** In the order of the orders; what has no forecast stands as it is. */
  readonly answers: readonly (ForecastRow | FailedOrder)[];
}

/**
 * The answers of a part on their way to the text that is kept: JSON in which names, and what orders have in common, stand once. It has
 * about a third of the bytes of the answers themselves, and what a batch costs its worker and the database is mostly bytes.
 */
export class PartOfAnswers {
  private readonly origins: Origin[] = [];
  private readonly placeOf = new Map<string, number>();
  private readonly answers: (ForecastRow | FailedOrder)[] = [];

  constructor(private readonly firstOrder: number) {}

  fail(order: number, failure: FailedOrder): void {
    this.answers[order - this.firstOrder] = failure;
  }

  forecast(
    order: number,
    { instrumentId, side, quantity, horizonSeconds }: QuoteRequest,
    forecast: ImpactForecast,
  ): void {
    const { temporaryBps, permanentBps, lastingShiftBps, slippage } = forecast;
    const row: [...ForecastRow] = [
      this.originOf(forecast),
      order,
      instrumentId,
      side,
      quantity,
      horizonSeconds,
      temporaryBps,
      permanentBps,
      lastingShiftBps,
      slippage.meanBps,
      slippage.sdBps,
      quantileBps(slippage, RISK_PROBABILITY),
      expectedShortfallBps(slippage, RISK_PROBABILITY),
    ];
    for (const probability of SHOWN_PROBABILITIES) row.push(quantileBps(slippage, probability));
    this.answers[order - this.firstOrder] = row;
  }

  text(): string {
    const kept: KeptAnswers = { probabilities: SHOWN_PROBABILITIES, origins: this.origins, answers: this.answers };
    return JSON.stringify(kept);
  }

  private originOf({ accelerator, modelVersion, tier, identification, fallback, trained }: ImpactForecast): number {
    const key = JSON.stringify([accelerator, modelVersion, tier, fallback, trained?.flags]);
    const known = this.placeOf.get(key);
    if (known !== undefined) return known;
    this.placeOf.set(key, this.origins.length);
    const origin: Origin = {
      provider: accelerator ?? 'CPU',
      modelVersion,
      tier,
      identification,
      ...(fallback !== undefined && { fallback }),
      ...(trained !== undefined && { flags: trained.flags }),
    };
    return this.origins.push(origin) - 1;
  }
}

/** The answers of a kept part. Parts of earlier releases hold the answers themselves. */
export const keptAnswers = (text: string): readonly OrderAnswer[] => {
  const kept = JSON.parse(text) as KeptAnswers | readonly OrderAnswer[];
  if ('map' in kept) return kept;
  const { probabilities, origins, answers } = kept;
  return answers.map((answer) => ('code' in answer ? answer : forecastOf(answer, origins[answer[0]]!, probabilities)));
};

const forecastOf = (row: ForecastRow, origin: Origin, probabilities: readonly number[]): OrderForecast => {
  const [, order, instrumentId, side, quantity, horizonSeconds, temporaryBps, permanentBps, lastingShiftBps] = row;
  const [meanBps, sdBps, valueAtRiskBps, expectedShortfallBps] = [row[9], row[10], row[11], row[12]];
  const { provider, modelVersion, tier, identification, ...told } = origin;
  return {
    order,
    request: { instrumentId, side, quantity, horizonSeconds },
    provider,
    modelVersion,
    tier,
    identification,
    temporaryBps,
    permanentBps,
    lastingShiftBps,
    slippage: {
      meanBps,
      sdBps,
      quantiles: probabilities.map((probability, i) => ({ probability, bps: row[13 + i] as number })),
      valueAtRiskBps,
      expectedShortfallBps,
    },
    ...told,
  };
};
