import { describe, expect, it } from '@jest/globals';
import { parseInstrumentTable } from './index.js';

describe('parseInstrumentTable', () => {
  it('reads terms by instrument', () => {
    const table = parseInstrumentTable('{"AMZN": {"averageDailyVolume": 4e6, "kind": "EQUITY"}, "Ωμέγα": {}}');
    expect(table).toEqual({
      ok: true,
      value: new Map([
        ['AMZN', { averageDailyVolume: 4e6, kind: 'EQUITY' }],
        ['Ωμέγα', {}],
      ]),
    });
  });

  it('takes __proto__ for an instrument like any other', () => {
    const table = parseInstrumentTable('{"__proto__": {"lotSize": 1}}');
    expect(table.ok && [...table.value.keys()]).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).lotSize).toBeUndefined();
  });

  it.each([
    ['not JSON', '{"AMZN":', undefined, undefined, 'a JSON object'],
    ['an array', '[]', undefined, undefined, 'a JSON object'],
    ['an empty id', '{" ": {}}', ' ', undefined, 'not empty'],
    ['terms that are no object', '{"AMZN": 4}', 'AMZN', undefined, 'a JSON object of terms'],
    ['an unknown field', '{"AMZN": {"adv": 4}}', 'AMZN', 'adv', 'averageDailyVolume'],
    ['an inherited name', '{"AMZN": {"constructor": 4}}', 'AMZN', 'constructor', 'one of kind'],
    ['a text for a number', '{"AMZN": {"tickSize": "0.01"}}', 'AMZN', 'tickSize', 'from 1e-9'],
    ['zero volume', '{"AMZN": {"averageDailyVolume": 0}}', 'AMZN', 'averageDailyVolume', 'from 1e-9'],
    ['an infinite number', '{"AMZN": {"sharesOutstanding": 1e999}}', 'AMZN', 'sharesOutstanding', 'to 1e15'],
    ['a mistaken unit', '{"AMZN": {"sharesOutstanding": 1e18}}', 'AMZN', 'sharesOutstanding', 'to 1e15'],
    ['a day of a second', '{"AMZN": {"sessionSeconds": 1}}', 'AMZN', 'sessionSeconds', 'from 60'],
    ['volatility in percent', '{"AMZN": {"dailyVolatility": 20}}', 'AMZN', 'dailyVolatility', '0.02 is 2 %'],
    ['a day of 25 hours', '{"AMZN": {"sessionSeconds": 90000}}', 'AMZN', 'sessionSeconds', '86400'],
    ['a negative fee', '{"AMZN": {"feesAndSettlementBps": -1}}', 'AMZN', 'feesAndSettlementBps', 'from 0'],
    ['an unknown kind', '{"AMZN": {"kind": "STOCK"}}', 'AMZN', 'kind', 'PERPETUAL'],
    ['an expiry that is no instant', '{"AMZN": {"expiresAt": "2024-02-30"}}', 'AMZN', 'expiresAt', '2024-03-29T08'],
    ['a word for a yes', '{"AMZN": {"isInverse": "yes"}}', 'AMZN', 'isInverse', 'true or false'],
    ['a currency sign', '{"AMZN": {"currency": "$"}}', 'AMZN', 'currency', 'capital letters'],
  ])('refuses %s, naming the place and what is allowed', (_, json, instrumentId, field, allowed) => {
    const table = parseInstrumentTable(json);
    expect(table.ok).toBe(false);
    if (table.ok) return;
    expect(table.error.code).toBe('INVALID_INSTRUMENT_TABLE');
    expect([table.error.instrumentId, table.error.field]).toEqual([instrumentId, field]);
    expect(table.error.allowed).toContain(allowed);
    for (const part of [instrumentId, field]) expect(table.error.message).toContain(part ?? '');
  });
});
