import { type DealerOutcome, type FinishedRequest } from '#domain/scoring';

/** A client bought 10,000 units, of a usual market in which the model saw 4 bps; nobody was asked yet. */
export const finishedRequest = (overrides: Partial<FinishedRequest> = {}): FinishedRequest => ({
  source: 'LIFECYCLE',
  instrumentId: 'TEST',
  side: 'BUY',
  quantity: 10_000,
  requestedAt: '2024-03-05T15:00:00.000000000Z',
  endedAfterMs: 6_000,
  arrivalMid: 100,
  endMid: 100,
  conditions: {
    instrumentKind: 'EQUITY',
    unitsPerLot: 10,
    spreadBps: 2,
    averageDailyVolume: 1e6,
    dailyVolatility: 0.02,
    realisedDailyVolatility: 0.02,
    fairCostBps: { BUY: 4, SELL: 4 },
  },
  panelSize: overrides.dealers?.length ?? 0,
  dealers: [],
  coverPrice: null,
  markouts: [],
  nextMid: null,
  ...overrides,
});

/** A dealer who offered at 100.05 after a second, and was not taken. */
export const dealerOutcome = (dealer: string, overrides: Partial<DealerOutcome> = {}): DealerOutcome => ({
  dealer,
  fate: 'LOST',
  answeredAfterMs: 1_000,
  quote: { bid: null, offer: 100.05, mid: 100 },
  takings: 0,
  rejections: 0,
  rejectMoveBps: null,
  filledLots: 0,
  ...overrides,
});
