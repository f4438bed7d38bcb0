import { describe, expect, it } from '@jest/globals';
import { importRequests, type ImportText } from './index.js';

const row = (line: number, overrides: Readonly<Record<string, string>> = {}): ImportText => ({
  line,
  values: {
    Time: '2024-03-05T15:00:00Z',
    Bond: 'XS1',
    Side: 'BUY',
    Notional: '1000000',
    Counterparty: 'A',
    MidPrice: '100',
    QuotedPrice: '100.05',
    Competitors: '2',
    Traded: '1',
    NextMidPrice: '100.02',
    ...overrides,
  },
});
const lost = (line: number, Counterparty: string, QuotedPrice: string, others = {}) =>
  row(line, { Counterparty, QuotedPrice, Traded: 'False', ...others });

describe("a third party's list of requests", () => {
  it('becomes one request of the rows that share time, bond, side and size', () => {
    const { requests, refused } = importRequests([row(2), lost(3, 'B', '100.09'), lost(4, 'C', '100.07')]);
    expect(refused).toEqual([]);
    expect(requests).toMatchObject([
      {
        row: {
          source: 'IMPORTED',
          instrumentId: 'XS1',
          side: 'BUY',
          quantity: 1e6,
          requestedAt: '2024-03-05T15:00:00.000000000Z',
          arrivalMid: 100,
          panelSize: 3,
          coverPrice: 100.07,
          nextMid: 100.02,
          dealers: [
            { dealer: 'A', fate: 'DONE', quote: { bid: null, offer: 100.05, mid: 100 }, filledLots: 1 },
            { dealer: 'B', fate: 'LOST', quote: { offer: 100.09 }, filledLots: 0 },
            { dealer: 'C', fate: 'LOST' },
          ],
        },
      },
    ]);
  });

  it('reads sides, times and numbers as they are commonly written', () => {
    const { requests, refused } = importRequests([
      row(2, { Side: 'Sell', Time: '2024-03-05 15:00:00', Notional: '1e6', Traded: 'TRUE', NextMidPrice: '' }),
      lost(3, 'B', '99.5', { Side: 'SELL', Time: '2024-03-05T16:00:00+01:00', NextMidPrice: '' }),
    ]);
    expect(refused).toEqual([]);
    expect(requests).toMatchObject([{ row: { side: 'SELL', nextMid: null, coverPrice: 99.5, dealers: [{}, {}] } }]);
  });

  it('has no cover where nothing was traded, or nobody else is named', () => {
    const { requests } = importRequests([lost(2, 'A', '100.05'), row(3, { Bond: 'XS2' })]);
    expect(requests.map(({ row: { coverPrice } }) => coverPrice)).toEqual([null, null]);
  });

  it.each([
    ['Time', 'yesterday'],
    ['Time', '2024-02-30T00:00:00Z'],
    ['Bond', ''],
    ['Side', 'BID'],
    ['Notional', '0'],
    ['Notional', '1,000'],
    ['Counterparty', ''],
    ['MidPrice', '-1'],
    ['MidPrice', 'NaN'],
    ['MidPrice', 'Infinity'],
    ['QuotedPrice', '10005'],
    ['QuotedPrice', ''],
    ['Competitors', '-1'],
    ['Competitors', '1.5'],
    ['Competitors', '50'],
    ['Traded', 'maybe'],
    ['NextMidPrice', '1'],
  ])('refuses %s of "%s" by line and column', (column, value) => {
    const { requests, refused } = importRequests([row(7, { [column]: value })]);
    expect(requests).toEqual([]);
    expect(refused).toEqual([
      {
        line: 7,
        column,
        reason: 'BAD_VALUE',
        message: expect.stringContaining(`line 7, ${column}: "${value}" is not`),
      },
    ]);
  });

  it.each<[string, ImportText]>([
    ['CONTRADICTION', lost(3, 'B', '100.06', { MidPrice: '100.01' })],
    ['CONTRADICTION', lost(3, 'B', '100.06', { Competitors: '3' })],
    ['CONTRADICTION', lost(3, 'B', '100.06', { NextMidPrice: '' })],
    ['DUPLICATE_DEALER', lost(3, 'A', '100.06')],
    ['TRADED_TWICE', row(3, { Counterparty: 'B' })],
    ['BAD_VALUE', lost(3, 'B', '0')],
    ['WRONG_COLUMN_COUNT', { ...lost(3, 'B', '100.06'), hasWrongColumnCount: true }],
  ])('refuses a request whole: %s', (reason, second) => {
    const { requests, refused } = importRequests([row(2), second, row(9, { Bond: 'XS2' })]);
    expect(requests).toHaveLength(1);
    expect(refused.map((one) => [one.line, one.reason])).toEqual([
      [2, 'REQUEST_REFUSED'],
      [3, reason],
    ]);
  });

  it('refuses more quotes than dealers were asked', () => {
    const { refused } = importRequests(['A', 'B', 'C', 'D'].map((name, i) => lost(2 + i, name, '100.05')));
    expect(refused.at(-1)).toMatchObject({ line: 5, reason: 'MORE_QUOTES_THAN_DEALERS' });
    expect(refused).toHaveLength(4);
  });
});
