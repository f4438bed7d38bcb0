import { describe, expect, it } from '@jest/globals';
import { LIQUID_STOCK } from './market-parameters.js';
import { parseMarket } from './parse-market.js';

const changed = (change: object): string => JSON.stringify({ ...LIQUID_STOCK, ...change });

describe('parseMarket', () => {
  it('reads what was written', () => {
    expect(parseMarket(JSON.stringify(LIQUID_STOCK))).toEqual({ ok: true, value: LIQUID_STOCK });
    const { makers: _, hiddenOrders: __, ...rest } = LIQUID_STOCK;
    expect(parseMarket(JSON.stringify(rest))).toEqual({ ok: true, value: rest });
  });

  it.each<[string, string]>([
    ['parameters', 'no JSON'],
    ['parameters', '[]'],
    ['tickSize', changed({ tickSize: '0.01' })],
    ['tickSize', changed({ tickSize: 0 })],
    ['tickSize', changed({ tickSize: null })],
    ['sessionSeconds', changed({ sessionSeconds: undefined })],
    ['surprise', changed({ surprise: 1 })],
    ['liquidity.limit', changed({ liquidity: { limit: 3, cancel: [1], market: 0 } })],
    ['liquidity.limit.1', changed({ liquidity: { limit: [1, -1], cancel: [1], market: 0 } })],
    ['liquidity.depth', changed({ liquidity: { limit: [1], cancel: [1], market: 0, depth: 1 } })],
    ['makers.memoryTrades', changed({ makers: { ...LIQUID_STOCK.makers, memoryTrades: [] } })],
    [
      'hiddenOrders.arrivals.branchingRatio',
      changed({
        hiddenOrders: {
          ...LIQUID_STOCK.hiddenOrders,
          arrivals: { ...LIQUID_STOCK.hiddenOrders!.arrivals, offspring: [[1]] },
        },
      }),
    ],
    ['news.0', changed({ news: [1] })],
    ['news.0.atSeconds', changed({ news: [{}] })],
  ])('refuses an impossible %s by name', (field, json) => {
    expect(parseMarket(json)).toMatchObject({ ok: false, error: { code: 'IMPOSSIBLE_PARAMETERS', field } });
  });
});
