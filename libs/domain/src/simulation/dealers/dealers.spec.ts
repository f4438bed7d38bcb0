import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyedRng } from '#domain/core';
import { bestReducedSpread, HitModel, REFERENCE_HIT_PARAMETERS, SkewExponentialPower } from '#domain/rfq';
import {
  answeredWithin,
  DealerBook,
  DEFAULT_STRATEGIC,
  drawDelaySeconds,
  parametricEngine,
  REFERENCE_PARAMETRIC,
  strategicCostBps,
  strategicEngine,
  type PricingRequest,
  type StrategicQuoting,
} from './index.js';

const HALF_SPREAD_BPS = 5;

const request = (change: Partial<PricingRequest> = {}): PricingRequest => ({
  timeNs: 0,
  side: 1,
  quantity: 10_000,
  blocks: 1,
  tier: 0,
  competitors: 3,
  othersLeakageBps: 0,
  arrivalMid: 100,
  mid: 100,
  halfSpreadBps: HALF_SPREAD_BPS,
  inventoryBlocks: 0,
  valueSignalBps: 0,
  ...change,
});

const rng = new KeyedRng(1);
const { reservation } = REFERENCE_HIT_PARAMETERS;
const markup = (quoting: Partial<StrategicQuoting>, change: Partial<PricingRequest>, side: 1 | -1 = 1): number =>
  strategicEngine({ ...DEFAULT_STRATEGIC, ...quoting }, [reservation]).markupBps(request(change), side, rng);

describe('a strategic dealer', () => {
  it('quotes what is best for him, once', () => {
    const model = new HitModel(REFERENCE_HIT_PARAMETERS);
    for (const [competitors, valueSignalBps] of [
      [0, 0],
      [3, 4],
      [9, -6],
    ] as const) {
      const cost = strategicCostBps(DEFAULT_STRATEGIC, request({ competitors, valueSignalBps }), 1);
      const exact = HALF_SPREAD_BPS * bestReducedSpread(model, competitors, cost / HALF_SPREAD_BPS);
      expect(Math.abs(markup({}, { competitors, valueSignalBps }) - exact)).toBeLessThan(2e-3);
    }
  });

  it('wants less of what he has: long, he offers lower and bids lower', () => {
    const [long, flat] = [{ inventoryBlocks: 2 }, {}];
    expect(markup({}, long, 1)).toBeLessThan(markup({}, flat, 1));
    expect(markup({}, long, -1)).toBeGreaterThan(markup({}, flat, -1));
    expect(markup({ riskAversionBps: 0 }, long, 1)).toBe(markup({ riskAversionBps: 0 }, flat, 1));
  });

  it.each<[string, Partial<StrategicQuoting>, Partial<PricingRequest>]>([
    ['a higher value, to who buys', {}, { valueSignalBps: 3 }],
    ['a larger block', {}, { blocks: 4 }],
    ['a costlier hedge', { hedgeCostBps: 4 }, {}],
    ['more adverse selection', { adverseSelectionBps: 2 }, {}],
    ['what the others will leak', {}, { othersLeakageBps: 1 }],
  ])('charges for %s', (_, quoting, change) => {
    expect(markup(quoting, change)).toBeGreaterThan(markup({}, {}));
  });

  it('gives way to competition', () => {
    const markups = [0, 1, 3, 9].map((competitors) => markup({}, { competitors }));
    expect(markups).toEqual([...markups].sort((a, b) => b - a));
  });

  it('mirrors: buying at a high value is selling at a low one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (value, held) => {
          const one = request({ valueSignalBps: value, inventoryBlocks: held });
          const other = request({ valueSignalBps: -value, inventoryBlocks: -held });
          expect(strategicCostBps(DEFAULT_STRATEGIC, one, 1)).toBeCloseTo(
            strategicCostBps(DEFAULT_STRATEGIC, other, -1),
            12,
          );
        },
      ),
    );
  });
});

describe('a parametric dealer', () => {
  it('quotes the half-spread times a draw of the model, and what the others will leak', () => {
    const engine = parametricEngine(REFERENCE_PARAMETRIC);
    const drawn = new SkewExponentialPower(REFERENCE_PARAMETRIC.spread).draw(rng.select(1, 2));
    const quoted = engine.markupBps(request({ othersLeakageBps: 0.6 }), 1, rng.select(1, 2));
    expect(quoted).toBeCloseTo(HALF_SPREAD_BPS * drawn + 0.6, 12);
  });
});

describe('the response delay', () => {
  it('is drawn as its distribution says', () => {
    const delay = { medianSeconds: 2, logSd: 0.6 };
    const draws = 10_000;
    rng.select(5, 5);
    const delays = Array.from({ length: draws }, () => drawDelaySeconds(delay, rng));
    for (const seconds of [0.5, 1, 2, 5]) {
      const p = answeredWithin(delay, seconds);
      const share = delays.filter((one) => one <= seconds).length / draws;
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / draws));
    }
    expect(answeredWithin({ medianSeconds: 2, logSd: 0 }, 2)).toBe(1);
    expect(answeredWithin({ medianSeconds: 2, logSd: 0 }, 1.9)).toBe(0);
  });
});

describe('a dealer book', () => {
  it('is worth what a round trip left', () => {
    const book = new DealerBook();
    book.trade(-1, 100, 10.05);
    expect([book.inventory, book.value(10)]).toEqual([-100, 5.000_000_000_000_114]);
    book.trade(1, 100, 10.01);
    expect(book.inventory).toBe(0);
    expect(book.value(123)).toBeCloseTo(4, 9);
  });
});
