import { type AuctionReport } from '#application/ports';

/** A client sold to the better of two dealers, of whom the other one never answered. */
export const auctionReport = (overrides: Partial<AuctionReport> = {}): AuctionReport => ({
  auctionId: '4',
  requestedAt: '2012-06-21T13:34:10Z',
  endedAt: '2012-06-21T13:34:18.5Z',
  knownAt: '2012-06-21T13:34:29Z',
  side: 'SELL',
  quantity: 3_000,
  clientTier: 'ALL',
  arrivalMid: 100,
  quotes: [
    { dealer: 'D1', price: 99.98, responseSeconds: 1.25, fate: 'DONE' },
    { dealer: 'D2', fate: 'NO_ANSWER' },
  ],
  result: 'TRADED',
  trade: { dealer: 'D1', price: 99.98, costBps: 2 },
  ...overrides,
});
