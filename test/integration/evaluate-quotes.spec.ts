import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type RankedQuotes } from '#application/evaluate-quotes';
import { EVALUATE, evaluateInput, memoryPorts, send, startApi } from '../factories/api.js';

let app: NestFastifyApplication;

beforeAll(async () => {
  app = await startApi(memoryPorts());
});

afterAll(() => app.close());

describe('evaluateQuotes', () => {
  it('ranks three quotes by all-in cost, each a sum of named terms', async () => {
    const { status, data, errors } = await send<{ evaluateQuotes: RankedQuotes }>(app, EVALUATE, {
      input: evaluateInput(),
    });
    expect(errors).toEqual([]);
    expect(status).toBe(200);
    const { quotes, forecast, advice, market } = data.evaluateQuotes;
    expect(quotes.map((quote) => [quote.rank, quote.dealer])).toEqual([
      [1, 'SOUTH'],
      [2, 'NORTH'],
      [3, 'WEST'],
    ]);
    for (const quote of quotes) {
      expect(quote.terms.reduce((sum, term) => sum + term.bps, 0)).toBeCloseTo(quote.allInCostBps, 9);
    }
    expect(quotes.reduce((sum, quote) => sum + quote.bestProbability, 0)).toBeCloseTo(1, 9);
    expect(forecast.temporaryBps + forecast.permanentBps).toBeCloseTo(forecast.slippage.meanBps, 9);
    expect(advice.action).toMatch(/LIFT|WORK_ORDER/);
    expect(market.source).toEqual({ kind: 'SIMULATED', name: 'factory' });
  });
});
