import { expect, it } from '@jest/globals';
import { featureSession, FeatureMarket, OPEN_NS } from '../../../../../test/factories/feature-market.js';
import { quoteAround } from '../../../../../test/factories/quote-around.js';
import { type SignalRow } from '../signal-row.js';
import { SignalTable } from '../signal-table.js';
import { outsideSignals } from './outside-signals.js';

const { origin, instrumentId } = featureSession();

const row = (name: string, secondsAfterOpen: number, value: number): SignalRow => ({
  name,
  scope: 'market:US',
  knownAt: origin + BigInt(OPEN_NS) + BigInt(secondsAfterOpen) * 1_000_000_000n,
  value,
  source: 'test',
  version: 1,
});

it('signals are as they were known', () => {
  const event = { ...row('fomc', 100, NaN), eventAt: row('fomc', 400, 0).knownAt };
  const rows = [row('implied-volatility', 100, 0.25), row('sentiment', 50, -0.5), row('sentiment', 120, 0.5), event];
  const signals = new SignalTable(rows).lookup({ instrumentId, markets: ['US'], origin });
  const market = new FeatureMarket([outsideSignals], { context: { signals } }).play(...quoteAround(0, 10_000));
  const vectors = [49, 99.5, 100, 120, 400].map((now) => [...market.advanceTo(now).vector()]);
  expect(vectors).toEqual([
    [NaN, NaN, NaN],
    [NaN, -0.5, NaN],
    [0.25, -0.5, 300],
    [0.25, 0.5, 280],
    [0.25, 0.5, NaN],
  ]);
});
