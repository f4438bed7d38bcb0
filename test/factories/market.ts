import { type ImpactForecast } from '#domain/impact';
import { type InstrumentTerms, type TwoSidedMarket } from '#domain/market-data';

/** Terms of a liquid US share: 4 million a day, 2 % daily volatility. */
export const terms = (overrides: Partial<InstrumentTerms> = {}): InstrumentTerms => ({
  instrumentId: 'TEST',
  kind: 'EQUITY',
  currency: 'USD',
  tickSize: 0.01,
  lotSize: 1,
  contractMultiplier: 1,
  sessionSeconds: 23_400,
  averageDailyVolume: 4_000_000,
  dailyVolatility: 0.02,
  sharesOutstanding: 450_000_000,
  feesAndSettlementBps: 0.2,
  estimated: [],
  ...overrides,
});

/** A two-sided market around 100.00, one cent wide, 500 a side. */
export const market = (overrides: Partial<TwoSidedMarket> = {}): TwoSidedMarket => ({
  terms: terms(),
  source: { kind: 'SIMULATED', name: 'factory' },
  status: 'OPEN',
  sequence: 1,
  exchangeTime: '2024-03-05T15:00:00.000000000Z',
  bids: [{ price: 99.995, size: 500 }],
  asks: [{ price: 100.005, size: 500 }],
  tradedVolume: 1_000_000,
  averageSpreadBps: 1,
  realisedDailyVolatility: 0.02,
  ...overrides,
});

/** A forecast with the given expected slippage, three quarters of it temporary. */
export const forecast = (slippageBps: number, sdBps = 3): ImpactForecast => ({
  modelVersion: 'factory/1',
  tier: 'PARAMETRIC',
  identification: 'PUBLISHED_COEFFICIENTS',
  temporaryBps: 0.75 * slippageBps,
  permanentBps: 0.25 * slippageBps,
  lastingShiftBps: 0.5 * slippageBps,
  slippage: { kind: 'NORMAL', meanBps: slippageBps, sdBps },
  residual: [
    { name: 'timingRisk', kind: 'MARKET', sdBps: 0.9 * sdBps, origin: 'factory' },
    { name: 'modelUncertainty', kind: 'MODEL', sdBps: Math.sqrt(0.19) * sdBps, origin: 'factory' },
  ],
  members: [{ name: 'factory', slippageBps }],
});
