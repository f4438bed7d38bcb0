import { describe, expect, it } from '@jest/globals';
import {
  exceedanceProbability,
  quantileBps,
  type ForecastTier,
  type ImpactForecast,
  type ImpactRequest,
} from '#domain/impact';
import { type ImpactModel } from '#application/ports';
import { instrumentState } from '../factories/instrument-state.js';
import { market, terms } from '../factories/market.js';

/** An order in a market of the factories, with the features of its moment. */
export const impactRequest = (overrides: Partial<ImpactRequest> = {}): ImpactRequest => ({
  side: 'BUY',
  quantity: 40_000,
  horizonSeconds: 1_800,
  aggression: 0.5,
  market: market(),
  features: instrumentState(market()).features,
  ...overrides,
});

const SIZES = [1_000, 5_000, 40_000, 200_000, 1_000_000];

/** What every ImpactModel keeps. `open` gives one that answers from `tier`. */
export const impactModelContract = (name: string, tier: ForecastTier, open: () => Promise<ImpactModel>): void => {
  describe(`${name} keeps the ImpactModel contract`, () => {
    const forecasts = async (requests: readonly ImpactRequest[]): Promise<readonly ImpactForecast[]> => {
      const answer = await (await open()).forecast(requests);
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value;
    };

    it('answers a batch in the order of its requests, as it answers each alone', async () => {
      const requests = SIZES.map((quantity) => impactRequest({ quantity }));
      const together = await forecasts(requests);
      for (const [i, request] of requests.entries()) {
        const [alone] = await forecasts([request]);
        expect(together[i]!.slippage.meanBps).toBeCloseTo(alone!.slippage.meanBps, 4);
      }
      expect(await forecasts([])).toEqual([]);
    });

    it('says which tier answered and where its numbers come from', async () => {
      const [forecast] = await forecasts([impactRequest()]);
      expect(forecast).toMatchObject({ tier, modelVersion: expect.stringMatching(/^[\w-]+\/\d/) });
      expect(forecast!.identification).toBe(tier === 'PARAMETRIC' ? 'PUBLISHED_COEFFICIENTS' : 'SIMULATED');
    });

    it('gives a distribution whose parts sum to its mean, and whose quantiles do not cross', async () => {
      for (const forecast of await forecasts(SIZES.map((quantity) => impactRequest({ quantity })))) {
        expect(forecast.temporaryBps + forecast.permanentBps).toBeCloseTo(forecast.slippage.meanBps, 9);
        const quantiles = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((p) => quantileBps(forecast.slippage, p));
        expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
        expect(exceedanceProbability(forecast.slippage, -1e9)).toBeCloseTo(1, 9);
      }
    });

    it('never forecasts a lower cost for a larger order', async () => {
      const answers = await forecasts(SIZES.map((quantity) => impactRequest({ quantity })));
      for (const figure of [
        ({ slippage }: ImpactForecast) => slippage.meanBps,
        ({ slippage }: ImpactForecast) => quantileBps(slippage, 0.75),
        ({ slippage }: ImpactForecast) => quantileBps(slippage, 0.95),
      ]) {
        const costs = answers.map(figure);
        expect(costs).toEqual([...costs].sort((a, b) => a - b));
      }
    });

    it('answers with what is finite, or not at all', async () => {
      const missing = instrumentState(market()).features.values.map(() => null);
      const wild = missing.map((_, i) => (i % 2 === 0 ? 1e30 : -1e30));
      for (const values of [missing, wild]) {
        const features = { ...instrumentState(market()).features, values };
        const [forecast] = await forecasts([impactRequest({ features })]);
        for (const bps of [
          forecast!.slippage.meanBps,
          forecast!.slippage.sdBps,
          forecast!.temporaryBps,
          forecast!.lastingShiftBps,
        ])
          expect(Number.isFinite(bps)).toBe(true);
      }
    });

    it.each<[string, Partial<ImpactRequest>]>([
      ['quantity', { quantity: NaN }],
      ['quantity', { quantity: -1 }],
      ['horizonSeconds', { horizonSeconds: 0 }],
      ['horizonSeconds', { horizonSeconds: Infinity }],
      ['aggression', { aggression: 1.5 }],
      ['dailyVolatility', { market: market({ terms: terms({ dailyVolatility: NaN }) }) }],
      ['averageDailyVolume', { market: market({ terms: terms({ averageDailyVolume: 0 }) }) }],
    ])('refuses a %s that is out of every range, naming it', async (field, overrides) => {
      const answer = await (await open()).forecast([impactRequest(), impactRequest(overrides)]);
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'FORECAST_UNAVAILABLE', message: expect.stringContaining(field) },
      });
    });
  });
};
