import { describe, expect, it } from '@jest/globals';
import { parseInstrumentTable } from './index.js';

const LEG = { instrumentId: 'A', ratio: 1 };
const hours = (timeZone: string, ...sessions: readonly (readonly [string, string])[]): object => ({
  tradingHours: { timeZone, sessions: sessions.map(([opens, closes]) => ({ opens, closes })) },
});

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

  it('reads contracts: a spread of dated futures, an inverse perpetual, hours', () => {
    const table = parseInstrumentTable(`{
      "CALENDAR": {
        "kind": "SPREAD", "expiresAt": "2024-06-28T08:00:00Z",
        "legs": [{"instrumentId": "SEP", "ratio": 1}, {"instrumentId": "JUN", "ratio": -1}]
      },
      "COIN": {"kind": "PERPETUAL", "isInverse": true, "contractMultiplier": 100},
      "SHARE": {"tradingHours": {"timeZone": "Asia/Tokyo", "sessions": [
        {"opens": "09:00", "closes": "11:30"}, {"opens": "12:30", "closes": "15:00"}
      ]}}
    }`);
    expect(table.ok && table.value.get('CALENDAR')).toEqual({
      kind: 'SPREAD',
      expiresAt: '2024-06-28T08:00:00Z',
      legs: [
        { instrumentId: 'SEP', ratio: 1 },
        { instrumentId: 'JUN', ratio: -1 },
      ],
    });
    expect(table.ok && table.value.get('COIN')).toEqual({
      kind: 'PERPETUAL',
      isInverse: true,
      contractMultiplier: 100,
    });
    expect(table.ok && table.value.get('SHARE')).toMatchObject({
      tradingHours: { timeZone: 'Asia/Tokyo' },
      sessionSeconds: 18_000,
    });
  });

  it.each<[string, object, string, string]>([
    ['a spread of nothing', { kind: 'SPREAD' }, 'legs', 'at least two legs'],
    ['legs of a future', { kind: 'FUTURE', legs: [LEG, { ...LEG, instrumentId: 'B' }] }, 'kind', 'SPREAD'],
    ['legs of nobody knows what', { legs: [LEG, { ...LEG, instrumentId: 'B' }] }, 'kind', 'SPREAD'],
    ['one leg', { kind: 'SPREAD', legs: [LEG] }, 'legs', 'at least two legs'],
    ['a leg that is no leg', { kind: 'SPREAD', legs: [LEG, 'B'] }, 'legs.1', 'instrumentId and ratio'],
    ['a leg of more', { kind: 'SPREAD', legs: [{ ...LEG, side: 1 }, LEG] }, 'legs.0', 'instrumentId and ratio'],
    [
      'a nameless leg',
      { kind: 'SPREAD', legs: [LEG, { instrumentId: ' ', ratio: 1 }] },
      'legs.1.instrumentId',
      'empty',
    ],
    ['a leg of nothing', { kind: 'SPREAD', legs: [LEG, { instrumentId: 'B', ratio: 0 }] }, 'legs.1.ratio', 'not 0'],
    ['a leg without ratio', { kind: 'SPREAD', legs: [LEG, { instrumentId: 'B' }] }, 'legs.1.ratio', 'not 0'],
    ['a leg twice', { kind: 'SPREAD', legs: [LEG, LEG] }, 'legs.1.instrumentId', 'no other leg'],
    [
      'itself as a leg',
      { kind: 'SPREAD', legs: [LEG, { instrumentId: 'X', ratio: 1 }] },
      'legs.1.instrumentId',
      'another',
    ],
    ['an inverse share', { kind: 'EQUITY', isInverse: true }, 'isInverse', 'PERPETUAL and FUTURE'],
    ['a perpetual that ends', { kind: 'PERPETUAL', expiresAt: '2024-06-28T08:00:00Z' }, 'expiresAt', 'does not expire'],
    ['hours of nowhere', hours('Mars/Olympus', ['09:30', '16:00']), 'tradingHours.timeZone', 'America/New_York'],
    ['no hours', hours('UTC'), 'tradingHours.sessions', 'at least one session'],
    ['half past nine', hours('UTC', ['9:30', '16:00']), 'tradingHours.sessions.0.opens', 'such as 09:30'],
    ['an hour too many', hours('UTC', ['09:30', '24:00']), 'tradingHours.sessions.0.closes', 'such as 09:30'],
    [
      'hours that overlap',
      hours('UTC', ['09:00', '12:00'], ['11:00', '15:00']),
      'tradingHours.sessions.1.opens',
      'not overlap',
    ],
    [
      'two lengths of a day',
      { ...hours('UTC', ['09:30', '16:00']), sessionSeconds: 86_400 },
      'sessionSeconds',
      '23400',
    ],
  ])('refuses %s', (_, terms, field, allowed) => {
    const table = parseInstrumentTable(JSON.stringify({ X: terms }));
    expect(table).toMatchObject({ ok: false, error: { instrumentId: 'X', field } });
    expect(!table.ok && table.error.allowed).toContain(allowed);
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
