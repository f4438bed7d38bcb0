import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parametricForecast, type ImpactForecast } from '#domain/impact';
import { forecastView } from '#application/forecast-impact';
import { market } from '../../../../test/factories/market.js';
import { keptAnswers, PartOfAnswers } from './kept-answers.js';

const order = (quantity: number) => ({
  instrumentId: 'TEST',
  side: 'BUY' as const,
  quantity,
  horizonSeconds: 3_600,
  aggression: 0.5,
});

const forecastOf = (quantity: number): ImpactForecast =>
  parametricForecast({ ...order(quantity), market: market(), features: null });

const TIMED_OUT = { code: 'MODEL_FAILED', message: 'a thread ended' } as const;

/** Origins that a forecast may have. */
const origins: readonly ((forecast: ImpactForecast) => ImpactForecast)[] = [
  (forecast) => forecast,
  (forecast) => ({ ...forecast, fallback: TIMED_OUT }),
  (forecast) => ({ ...forecast, accelerator: 'CUDA' }),
];

const shown = (number: number, quantity: number, forecast: ImpactForecast): object => {
  const { residual: _, members: __, ...view } = forecastView(forecast);
  const { aggression: ___, ...request } = order(quantity);
  return { order: number, request, provider: forecast.accelerator ?? 'CPU', ...view };
};

describe('kept answers', () => {
  it('are what a single forecast shows, to the last digit and in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(...origins)), { maxLength: 20 }),
        fc.nat(2_000),
        (asked, firstOrder) => {
          const part = new PartOfAnswers(firstOrder);
          const expected: object[] = [];
          for (const [i, [quantity, from]] of asked.entries()) {
            const forecast = from(forecastOf(quantity));
            part.forecast(firstOrder + i, order(quantity), forecast);
            expected.push(shown(firstOrder + i, quantity, forecast));
          }
          expect(keptAnswers(part.text())).toEqual(expected);
        },
      ),
    );
  });

  it('keep the place of what has no forecast, in whichever order they come', () => {
    const failure = { code: 'INVALID_QUANTITY', field: 'orders.7.quantity', message: 'no', allowed: 'yes' } as const;
    const part = new PartOfAnswers(6);
    part.forecast(8, order(300), forecastOf(300));
    part.fail(7, failure);
    part.forecast(6, order(100), forecastOf(100));
    expect(keptAnswers(part.text())).toEqual([shown(6, 100, forecastOf(100)), failure, shown(8, 300, forecastOf(300))]);
  });

  it('of earlier releases are the answers themselves', () => {
    const answers = [shown(0, 100, forecastOf(100))];
    expect(keptAnswers(JSON.stringify(answers))).toEqual(answers);
  });
});
