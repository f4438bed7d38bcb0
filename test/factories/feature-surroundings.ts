import { SignalTable, type FeatureContext, type SignalRow } from '#domain/features';
import { type DailyBar } from '#domain/market-data';
import { featureSession, OPEN_NS } from './feature-market.js';

/** Middle of the prices of a random market. */
const CENTRE_TICKS = 1e6;
const DAYS = 25;

/** What is done to every price, and whether up has become down. */
export interface PriceImage {
  readonly price: (price: number) => number;
  readonly isMirrored: boolean;
}

/** All that a feature may know beside the events: terms, days before, signals. */
export const surroundings = ({ price, isMirrored }: PriceImage): Partial<FeatureContext> => {
  const { origin, instrumentId } = featureSession();
  return {
    terms: {
      kind: 'FUTURE',
      lotSize: 1,
      contractMultiplier: 50,
      isInverse: true,
      expiresAt: '2012-07-21T00:00:00Z',
      averageDailyVolume: 5000,
    },
    dailyBars: Array.from({ length: DAYS }, (_, day) => dailyBar(day, price)),
    signals: new SignalTable(signalRows(isMirrored ? -1 : 1)).lookup({ instrumentId, markets: ['TEST'], origin }),
  };
};

const dailyBar = (day: number, price: (price: number) => number): DailyBar => {
  const close = CENTRE_TICKS + 100 * ((day * 7) % 11);
  const ends = [price(close + 300), price(close - 200)];
  return {
    date: `2012-05-${String(day + 1).padStart(2, '0')}`,
    open: price(close - 50),
    high: Math.max(...ends),
    low: Math.min(...ends),
    close: price(close),
    volume: 5000,
  };
};

/** Figures that change every minute and a half, and events announced before they come. */
const signalRows = (up: 1 | -1): SignalRow[] => {
  const instant = (secondsAfterOpen: number): bigint =>
    featureSession().origin + BigInt(OPEN_NS) + BigInt(secondsAfterOpen) * 1_000_000_000n;
  return Array.from({ length: 80 }, (_, i) => {
    const row = { scope: 'market:TEST' as const, knownAt: instant(90 * i), source: 'test', version: 1 };
    return [
      { ...row, name: 'sentiment', value: (up * ((i % 7) - 3)) / 3 },
      { ...row, name: 'implied-volatility', value: 0.2 + 0.01 * (i % 5) },
      { ...row, name: 'event', eventAt: instant(90 * i + 200), value: NaN },
    ];
  }).flat();
};
