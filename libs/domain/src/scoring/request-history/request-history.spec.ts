import { describe, expect, it } from '@jest/globals';
import { MARKOUT_SECONDS, type RfqCommand, type RfqConditions } from '#domain/rfq';
import { rfqEventsOf, rfqQuote, rfqTerms, rfqTime } from '../../../../../test/factories/rfq.js';
import { DealerHistory, DEFAULT_DEALER_PRIORS } from '../dealer-history/index.js';
import { finishRequest, quotedRequestOf, type FinishedRequest } from './index.js';

const CONDITIONS: RfqConditions = {
  instrumentKind: 'EQUITY',
  unitsPerLot: 10,
  spreadBps: 2,
  averageDailyVolume: 1e6,
  dailyVolatility: 0.02,
  realisedDailyVolatility: 0.03,
  fairCostBps: { BUY: 4 },
};

const open = (terms: Parameters<typeof rfqTerms>[0] = {}): RfqCommand => ({
  type: 'OPEN',
  at: rfqTime(0),
  mid: 100,
  terms: rfqTerms(terms),
  conditions: CONDITIONS,
});
const offer = (dealer: string, seconds: number, price: number, mid: number, validUntil = rfqTime(30)): RfqCommand => ({
  type: 'QUOTE',
  at: rfqTime(seconds),
  mid,
  dealer,
  quote: rfqQuote(`${dealer}${seconds}`, { offer: { price, lots: 1_000 }, validUntil, lastLookMs: 500 }),
});
const lift = (dealer: string, quoted: number, seconds: number, mid: number): RfqCommand => ({
  type: 'LIFT',
  at: rfqTime(seconds),
  mid,
  dealer,
  quoteId: `${dealer}${quoted}`,
  lots: 1_000,
});
const fill = (dealer: string, quoted: number, seconds: number, mid: number): RfqCommand => ({
  type: 'FILL',
  at: rfqTime(seconds),
  mid,
  dealer,
  quoteId: `${dealer}${quoted}`,
  execId: 'x',
  lots: 1_000,
});

const row = (...commands: readonly RfqCommand[]): FinishedRequest | undefined => finishRequest(rfqEventsOf(commands));

/** A quotes twice, B quotes and refuses, C is silent; A is lifted and fills. */
const traded: readonly RfqCommand[] = [
  open(),
  offer('A', 1, 100.05, 100.01),
  offer('B', 2, 100.02, 100.01),
  lift('B', 2, 3, 100.01),
  { type: 'REJECT', at: rfqTime(3.2), mid: 100.03, dealer: 'B', quoteId: 'B2' },
  offer('A', 4, 100.06, 100.03),
  lift('A', 4, 5, 100.02),
  fill('A', 4, 6, 100.02),
  { type: 'MARKOUT', at: rfqTime(16), horizonMs: 10_000, price: 100.04 },
];

describe('a request that is over, from its events', () => {
  it('is a row of all that became of it', () => {
    expect(row(...traded)).toEqual({
      source: 'LIFECYCLE',
      instrumentId: 'TEST',
      side: 'BUY',
      quantity: 10_000,
      requestedAt: '2024-03-05T15:00:00.000000000Z',
      endedAfterMs: 6_000,
      arrivalMid: 100,
      endMid: 100.02,
      conditions: CONDITIONS,
      panelSize: 3,
      dealers: [
        {
          dealer: 'A',
          fate: 'DONE',
          answeredAfterMs: 1_000,
          quote: { bid: null, offer: 100.06, mid: 100.03 },
          takings: 1,
          rejections: 0,
          rejectMoveBps: null,
          filledLots: 1_000,
        },
        {
          dealer: 'B',
          fate: 'LAST_LOOK_REJECTED',
          answeredAfterMs: 2_000,
          quote: { bid: null, offer: 100.02, mid: 100.01 },
          takings: 1,
          rejections: 1,
          rejectMoveBps: expect.closeTo(2, 6),
          filledLots: 0,
        },
        {
          dealer: 'C',
          fate: 'NO_ANSWER',
          answeredAfterMs: null,
          quote: null,
          takings: 0,
          rejections: 0,
          rejectMoveBps: null,
          filledLots: 0,
        },
      ],
      coverPrice: null,
      markouts: [{ horizonMs: 10_000, mid: 100.04 }],
      nextMid: null,
    });
  });

  it('is not there while the request is open, and grows when more is learned of it later', () => {
    expect(row(...traded.slice(0, 7))).toBeUndefined();
    const cover: RfqCommand = { type: 'COVER', at: rfqTime(20), price: 100.07 };
    expect(row(...traded.slice(0, 8))).toMatchObject({ markouts: [], coverPrice: null });
    expect(row(...traded, cover)).toMatchObject({ coverPrice: 100.07 });
  });

  it('says what became of quotes that nobody took', () => {
    const passed = row(
      open(),
      offer('A', 1, 100.05, 100),
      offer('B', 1, 100.05, 100, rfqTime(2)),
      { type: 'DECLINE', at: rfqTime(1), dealer: 'C' },
      { type: 'PASS', at: rfqTime(3), mid: 100 },
    );
    expect(passed?.dealers.map(({ fate }) => fate)).toEqual(['LOST', 'EXPIRED', 'DECLINED']);
    const withdrawn = row(
      open(),
      offer('A', 1, 100.05, 100),
      { type: 'WITHDRAW', at: rfqTime(2), dealer: 'A', quoteId: 'A1' },
      { type: 'PASS', at: rfqTime(3) },
    );
    expect(withdrawn?.dealers[0]).toMatchObject({ fate: 'EXPIRED', quote: { offer: 100.05 } });
    expect(withdrawn).toMatchObject({ endMid: null });
  });

  it('ended when it expired, with the mid of that time or none', () => {
    const expired = (seconds: number) => row(open(), { type: 'EXPIRE', at: rfqTime(seconds), mid: 101 });
    expect(expired(61)).toMatchObject({ endedAfterMs: 60_000, endMid: 101 });
    expect(expired(66)).toMatchObject({ endedAfterMs: 60_000, endMid: null });
  });

  it('ended when the client let it go, whatever he did elsewhere', () => {
    const away = row(
      open(),
      { type: 'PASS', at: rfqTime(3), mid: 100 },
      { type: 'DONE_AWAY', at: rfqTime(9), mid: 105 },
    );
    expect(away).toMatchObject({ endedAfterMs: 3_000, endMid: 100 });
  });

  it('of two sides has the one that was traded, or none', () => {
    const both = open({ side: 'TWO_SIDED' });
    expect(row(both, { type: 'PASS', at: rfqTime(3) })).toMatchObject({ side: null });
    expect(row(both, offer('A', 1, 100.05, 100), lift('A', 1, 2, 100), fill('A', 1, 3, 100))).toMatchObject({
      side: 'BUY',
    });
  });

  it('is no row where prices are differences', () => {
    const leg = { instrumentId: 'OTHER', side: 'SELL', lotsPerLot: 1 } as const;
    const legs = [...rfqTerms().legs, leg];
    expect(row(open({ legs, isDifference: true }), { type: 'PASS', at: rfqTime(3) })).toBeUndefined();
  });
});

describe('rows as statistics read them', () => {
  const history = (rows: readonly FinishedRequest[]) => {
    const names = ['A', 'B', 'C'];
    const dealers = new DealerHistory(names, MARKOUT_SECONDS.length);
    for (const one of rows) {
      dealers.add(
        quotedRequestOf(one, (dealer) => names.indexOf(dealer)),
        one.conditions?.fairCostBps?.BUY ?? NaN,
      );
    }
    return dealers.profiles(DEFAULT_DEALER_PRIORS);
  };

  it('come to the profiles of their dealers', () => {
    const [a, b, c] = history(Array.from({ length: 400 }, () => row(...traded)!));
    // 100.06 against a mid of 100.03 is 3 bps; the model saw 4.
    expect(a!.biasBps.value).toBeCloseTo(-1, 1);
    expect(a!.driftBps[MARKOUT_SECONDS.indexOf(10)]!.value).toBeCloseTo(2, 1);
    expect(b!.rejectProbability.value).toBeGreaterThan(0.9);
    expect(b!.rejectMoveBps.value).toBeCloseTo(2, 1);
    expect(c!.response.answersWithin(6)).toBeLessThan(0.05);
    expect(a!.response.answersWithin(6)).toBeGreaterThan(0.9);
  });

  it('say nothing where the market was not known, rather than something that is no number', () => {
    const blind = traded.map(({ mid: _, ...command }) => command as RfqCommand);
    const [opening, ...rest] = blind;
    const { conditions: __, ...unknown } = opening as Extract<RfqCommand, { type: 'OPEN' }>;
    const profiles = history([row(unknown, ...rest)!]);
    expect(JSON.stringify(profiles)).not.toContain('null');
    expect(profiles[1]).toMatchObject({ biasBps: { evidence: 0 }, rejectProbability: { evidence: 1 } });
  });
});
