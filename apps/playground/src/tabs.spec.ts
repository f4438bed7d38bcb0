import { expect, it } from '@jest/globals';
import { EXAMPLES } from './examples/index.js';
import { exampleTabs } from './tabs.js';

const MARKET = {
  instrumentId: 'TEST',
  mid: 100,
  tickSize: 0.01,
  lotSize: 1,
  averageDailyVolume: 4_000_000,
  source: { kind: 'RECORDED' },
};

const headersOf = (tabs: ReturnType<typeof exampleTabs>): readonly unknown[] =>
  tabs.map(({ headers }) => JSON.parse(headers) as unknown);

it('gives every tab the key of its role', () => {
  const keys = { trader: 'fp_t', dealer: 'fp_d', quant: 'fp_q' };
  expect(headersOf(exampleTabs(keys, MARKET, () => 'key'))).toEqual(
    EXAMPLES.map(({ role }) => ({ authorization: `Bearer ${keys[role]}` })),
  );
});

it('gives every tab the one key that there is', () => {
  expect(headersOf(exampleTabs({ entered: 'fp_mine' }, MARKET, () => 'key'))).toEqual(
    EXAMPLES.map(() => ({ authorization: 'Bearer fp_mine' })),
  );
});

it('quotes three dealers above the mid under an idempotency key of its own', () => {
  let keys = 0;
  const [rankQuotes] = exampleTabs({}, MARKET, () => `key ${++keys}`);
  expect(JSON.parse(rankQuotes!.variables)).toEqual({
    input: {
      instrumentId: 'TEST',
      side: 'BUY',
      quantity: 20_000,
      horizonSeconds: 1800,
      idempotencyKey: 'key 1',
      quotes: [
        { dealer: 'Dealer A', price: 100.03, validForMs: 3_600_000 },
        { dealer: 'Dealer B', price: 100.05, validForMs: 3_600_000 },
        { dealer: 'Dealer C', price: 100.08, validForMs: 3_600_000 },
      ],
    },
  });
});
