import { describe, expect, it } from '@jest/globals';
import { ASK, BID, type MarketEvent, type TradeConditionName } from '#domain/market-data';
import { at, FeatureMarket, trade } from '../../../../../test/factories/feature-market.js';
import { quoteAround } from '../../../../../test/factories/quote-around.js';
import { largeTrade } from './large-trade.js';
import { markout } from './markout.js';
import { offExchange } from './off-exchange.js';
import { signedFlow } from './signed-flow.js';
import { tradeRate } from './trade-rate.js';

const bought = (seconds: number, size: number): MarketEvent => trade(seconds, ASK, 10_001, size);
const sold = (seconds: number, size: number): MarketEvent => trade(seconds, BID, 9999, size);
const print = (seconds: number, size: number, condition: TradeConditionName): MarketEvent => ({
  kind: 'TRADE',
  timeNs: at(seconds),
  price: 10_001,
  size,
  condition,
});

describe('signed flow', () => {
  const market = (): FeatureMarket => new FeatureMarket([signedFlow]).play(...quoteAround(-1800, 10_000));

  it('is what aggressors bought less what they sold, and its part of the volume', () => {
    const followed = market().play(bought(1, 300), sold(2.5, 100));
    expect([followed.value('signedFlow10sUnits'), followed.value('signedFlowFraction10s')]).toEqual([200, 0.5]);
  });

  it('holds the last whole seconds and the running one', () => {
    const followed = market().play(bought(1, 300), sold(2.5, 100));
    const flows = [11.999, 12, 12.999, 13].map((now) => followed.advanceTo(now).value('signedFlow10sUnits'));
    expect(flows).toEqual([200, -100, -100, 0]);
    expect(followed.value('signedFlowFraction10s')).toBeNaN();
    expect(followed.value('signedFlow1800sUnits')).toBe(200);
  });

  it('signs by the quote before where the source gives no side', () => {
    expect(
      market()
        .play(print(1, 70, 'HIDDEN'))
        .value('signedFlow60sUnits'),
    ).toBe(70);
  });

  it('leaves out what is off the exchange, in an auction, irregular or outside trading hours', () => {
    const others = (['OFF_EXCHANGE', 'AUCTION', 'IRREGULAR'] as const).map((condition) => print(2, 50, condition));
    const followed = market().play(bought(-1, 1000), bought(1, 30), ...others);
    expect([followed.value('signedFlow60sUnits'), followed.value('signedFlowFraction60s')]).toEqual([30, 1]);
  });

  it('is in units, whatever sizes are counted in', () => {
    const followed = new FeatureMarket([signedFlow], { session: { sizeUnitsPerUnit: 1000 } });
    expect(followed.play(...quoteAround(-60, 10_000), bought(1, 300)).value('signedFlow60sUnits')).toBe(0.3);
  });

  it('is missing until the window was followed in full', () => {
    const followed = new FeatureMarket([signedFlow]).play(...quoteAround(0, 10_000), bought(0.5, 300));
    expect(followed.advanceTo(9.9).value('signedFlow10sUnits')).toBeNaN();
    expect(followed.advanceTo(10).value('signedFlow10sUnits')).toBe(300);
  });
});

describe('trade rate', () => {
  const market = (): FeatureMarket =>
    new FeatureMarket([tradeRate]).play(
      ...quoteAround(-300, 10_000),
      bought(1, 300),
      sold(2, 100),
      print(3, 50, 'OFF_EXCHANGE'),
      print(3, 999, 'AUCTION'),
    );

  it('is executions and volume per second of the window', () => {
    const followed = market().advanceTo(11.5);
    expect(followed.value('tradeRate10sPerSecond')).toBeCloseTo(2 / 10.5, 12);
    expect(followed.value('volumeRate10sUnitsPerSecond')).toBeCloseTo(450 / 10.5, 12);
  });

  it('counts no time before the open', () => {
    const followed = market().advanceTo(5);
    expect([followed.value('tradeRate60sPerSecond'), followed.value('volumeRate300sUnitsPerSecond')]).toEqual([
      0.4, 90,
    ]);
  });

  it('is missing before the open', () => {
    expect(
      new FeatureMarket([tradeRate])
        .play(...quoteAround(-300, 10_000))
        .advanceTo(-1)
        .value('tradeRate10sPerSecond'),
    ).toBeNaN();
  });
});

describe('time since the last large trade', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => bought(1 + i / 100, 100 + (i % 3)));

  it('counts from an execution above the 95 % quantile of those before it', () => {
    const followed = new FeatureMarket([largeTrade]).play(...quoteAround(-1, 10_000), ...hundred, bought(10, 120));
    expect(followed.value('lastLargeTradeSeconds')).toBe(0);
    expect(followed.play(sold(12, 100)).advanceTo(14.5).value('lastLargeTradeSeconds')).toBe(4.5);
  });

  it('is missing while nothing is large, or too little to compare with has traded', () => {
    const ordinary = new FeatureMarket([largeTrade]).play(...quoteAround(-1, 10_000), ...hundred, bought(10, 104));
    const early = new FeatureMarket([largeTrade]).play(
      ...quoteAround(-1, 10_000),
      ...hundred.slice(1),
      bought(10, 5000),
    );
    expect([ordinary.value('lastLargeTradeSeconds'), early.value('lastLargeTradeSeconds')]).toEqual([NaN, NaN]);
  });
});

describe('off-exchange fraction', () => {
  it('is the part of the volume that is reported from off the exchange', () => {
    const prints = [bought(1, 250), print(2, 100, 'OFF_EXCHANGE'), print(3, 50, 'IRREGULAR'), print(4, 77, 'AUCTION')];
    const followed = new FeatureMarket([offExchange]).play(...quoteAround(-1, 10_000), ...prints);
    expect([followed.value('offExchangeFraction300s'), followed.value('offExchangeFractionSession')]).toEqual([
      0.25, 0.25,
    ]);
    followed.advanceTo(302);
    expect(followed.value('offExchangeFraction300s')).toBeCloseTo(2 / 3, 12);
    followed.advanceTo(400);
    expect([followed.value('offExchangeFraction300s'), followed.value('offExchangeFractionSession')]).toEqual([
      NaN,
      0.25,
    ]);
  });
});

describe('markout', () => {
  const market = (...events: MarketEvent[]): FeatureMarket =>
    new FeatureMarket([markout]).play(...quoteAround(-1, 10_000), ...events);

  it('is where the mid is so long after the end of the second of the trade, in the direction of the trade', () => {
    const followed = market(
      bought(0.5, 100),
      ...quoteAround(1.2, 10_002),
      ...quoteAround(3, 10_010),
      ...quoteAround(7, 9990),
    );
    const at1 = followed.value('markout1sBps');
    expect(at1).toBeCloseTo(2, 9);
    expect(followed.value('markout5sBps')).toBeCloseTo(10, 9);
    expect(followed.value('markout30sBps')).toBeNaN();
    expect(followed.advanceTo(31).value('markout30sBps')).toBeCloseTo(-10, 9);
  });

  it('is turned around for a sale', () => {
    expect(
      market(sold(0.5, 100), ...quoteAround(1.2, 10_002))
        .advanceTo(2)
        .value('markout1sBps'),
    ).toBeCloseTo(-2, 9);
  });

  it('is the mean over executions, not over their size', () => {
    const followed = market(
      bought(0.5, 900),
      ...quoteAround(1.2, 10_002),
      bought(2.5, 1),
      ...quoteAround(3.5, 10_000),
    ).advanceTo(4);
    expect(followed.value('markout1sBps')).toBeCloseTo((2 + 1e4 * (10_000 / 10_002 - 1)) / 2, 9);
  });

  it('forgets a trade whose later mid is older than the window', () => {
    const followed = market(bought(0.5, 100));
    expect(followed.advanceTo(301.9).value('markout1sBps')).toBeCloseTo(0, 9);
    expect(followed.advanceTo(302).value('markout1sBps')).toBeNaN();
  });

  it('leaves out a trade that has no later mid', () => {
    const halted: MarketEvent = { kind: 'STATUS', timeNs: at(1.5), status: 'HALTED' };
    expect(market(bought(0.5, 100), halted).advanceTo(10).value('markout1sBps')).toBeNaN();
  });
});
