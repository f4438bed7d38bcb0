import { describe, expect, it } from '@jest/globals';
import { checkDeskOrders, type TextRow } from './index.js';

const order = (over: Record<string, string> = {}): Record<string, string> => ({
  orderId: 'A',
  instrumentId: 'TEST',
  side: 'BUY',
  quantityUnits: '1000',
  arrivalTime: '2024-03-05T10:00:00-05:00',
  endTime: '2024-03-05T15:30:00Z',
  ...over,
});
const fill = (over: Record<string, string> = {}): Record<string, string> => ({
  orderId: 'A',
  time: '2024-03-05T15:10:00.5Z',
  quantityUnits: '400',
  price: '100.02',
  ...over,
});
const rows = (values: readonly Record<string, string>[]): readonly TextRow[] =>
  values.map((one, i) => ({ line: i + 2, values: one }));

const check = (orders: readonly Record<string, string>[], fills: readonly Record<string, string>[]) => {
  const { accepted, refused } = checkDeskOrders(rows(orders), rows(fills));
  return {
    accepted: accepted.map(({ order: { orderId }, filledUnits, fillPrice, fills: count }) => [
      orderId,
      filledUnits,
      fillPrice,
      count,
    ]),
    refused: refused.map(({ table, line, reason }) => `${table} ${line} ${reason}`),
  };
};

describe("a desk's orders", () => {
  it('are taken with what their fills come to', () => {
    const fills = [fill(), fill({ time: '1709652600000000000', quantityUnits: '100', price: '100.07' })];
    expect(check([order({ strategy: 'VWAP', limitPrice: '100.1' })], fills)).toEqual({
      accepted: [['A', 500, (400 * 100.02 + 100 * 100.07) / 500, 2]],
      refused: [],
    });
  });

  it.each<[string, Record<string, string>]>([
    ['MISSING_VALUE', { orderId: '' }],
    ['MISSING_VALUE', { instrumentId: '' }],
    ['BAD_SIDE', { side: 'Buy' }],
    ['BAD_QUANTITY', { quantityUnits: '-1000' }],
    ['BAD_QUANTITY', { quantityUnits: '0' }],
    ['BAD_QUANTITY', { quantityUnits: '1,000' }],
    ['BAD_TIME', { arrivalTime: '2024-03-05 10:00:00' }],
    ['BAD_TIME', { endTime: '2024-02-30T10:00:00Z' }],
    ['END_BEFORE_ARRIVAL', { endTime: '2024-03-05T14:59:59Z' }],
    ['BAD_PRICE', { limitPrice: '0' }],
  ])('%s: an order with %j is refused, and its fills with it', (reason, over) => {
    const orderId = over.orderId ?? 'A';
    expect(check([order(over)], orderId === '' ? [] : [fill()])).toEqual({
      accepted: [],
      refused: [`orders 2 ${reason}`, ...(orderId === '' ? [] : ['fills 2 ORDER_REFUSED'])],
    });
  });

  it.each<[string, Record<string, string>]>([
    ['MISSING_VALUE', { price: '' }],
    ['BAD_TIME', { time: 'soon' }],
    ['BAD_QUANTITY', { quantityUnits: 'NaN' }],
    ['BAD_PRICE', { price: '-1' }],
    ['FILL_OUTSIDE_ORDER', { time: '2024-03-05T14:59:59.999999999Z' }],
    ['FILL_OUTSIDE_ORDER', { time: '2024-03-05T15:30:00.000000001Z' }],
    ['OVERFILL', { quantityUnits: '600.01' }],
    ['PRICE_BEYOND_LIMIT', { price: '100.11' }],
  ])('%s: with a fill of %j the whole order is refused', (reason, over) => {
    expect(
      check([order({ limitPrice: '100.1' }), order({ orderId: 'B' })], [fill(), fill(over), fill({ orderId: 'B' })]),
    ).toEqual({
      accepted: [['B', 400, 100.02, 1]],
      refused: [`fills 3 ${reason}`, 'orders 2 FILL_REFUSED'],
    });
  });

  it('a sell is bounded by its limit from below', () => {
    const sell = order({ side: 'SELL', limitPrice: '100.03' });
    expect(check([sell], [fill()]).refused).toEqual(['fills 2 PRICE_BEYOND_LIMIT', 'orders 2 FILL_REFUSED']);
    expect(check([sell], [fill({ price: '100.03' })]).refused).toEqual([]);
  });

  it('names orders without fills, fills without orders and ids used twice', () => {
    const orders = [order(), order({ orderId: 'B' }), order({ orderId: 'C' }), order({ orderId: 'C' })];
    expect(check(orders, [fill(), fill({ orderId: 'C' }), fill({ orderId: 'D' })])).toEqual({
      accepted: [['A', 400, 100.02, 1]],
      refused: [
        'orders 4 DUPLICATE_ORDER',
        'orders 5 DUPLICATE_ORDER',
        'fills 3 ORDER_REFUSED',
        'fills 4 UNKNOWN_ORDER',
        'orders 3 NO_FILLS',
      ],
    });
  });

  it('accounts for every row', () => {
    const wrong: TextRow = { line: 2, values: order(), hasWrongColumnCount: true };
    expect(checkDeskOrders([wrong], []).refused).toMatchObject([
      { line: 2, reason: 'WRONG_COLUMN_COUNT', orderId: 'A' },
    ]);
  });
});
