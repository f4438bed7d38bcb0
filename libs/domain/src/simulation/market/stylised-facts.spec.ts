import { beforeAll, describe, expect, it } from '@jest/globals';
import { KeyedRng } from '#domain/core';
import { signAutocorrelation } from '../flow/metaorders/metaorder-signs.js';
import { LIQUID_STOCK } from './market-parameters.js';
import { recordSession, type SessionRecord } from './session-record.js';
import { stylisedFacts, type StylisedFacts } from './stylised-facts.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('stylised facts of the default market', () => {
  let facts: StylisedFacts;
  let sessions: SessionRecord[];

  beforeAll(() => {
    sessions = SEEDS.map((seed) => {
      const recorded = recordSession(LIQUID_STOCK, seed);
      if (!recorded.ok) throw new Error(recorded.error.message);
      return recorded.value;
    });
    facts = stylisedFacts(sessions, new KeyedRng(1));
  }, 240_000);

  it('impact is concave in size, of both sides alike', () => {
    const { exponent, sideAsymmetry, isIdentified } = facts.impact!;
    expect(isIdentified).toBe(true);
    expect(exponent.value).toBeGreaterThan(0.4);
    expect(exponent.value).toBeLessThan(0.7);
    expect(Math.abs(sideAsymmetry.value)).toBeLessThan(0.2);
  });

  it('impact decays after the order', () => {
    expect(facts.afterToPeak.value).toBeGreaterThan(0.5);
    expect(facts.afterToPeak.value).toBeLessThan(0.85);
    // Eight closes say little: what a hundred say is in docs/simulator.md.
    expect(facts.closeToPeak.value).toBeGreaterThan(0.2);
    expect(facts.closeToPeak.value).toBeLessThan(1.1);
  });

  it('signs remember as long as their theory says', () => {
    const { metaorders } = LIQUID_STOCK.hiddenOrders!;
    const theory =
      Math.log(signAutocorrelation(metaorders, 10) / signAutocorrelation(metaorders, 316)) / Math.log(31.6);
    expect(Math.abs(facts.signExponent.value - theory)).toBeLessThan(0.2);
  });

  it('spreads are a few ticks, returns have fat tails that thin out, the signature is flat', () => {
    expect(facts.meanSpreadTicks.value).toBeGreaterThan(1.5);
    expect(facts.meanSpreadTicks.value).toBeLessThan(5);
    expect(facts.kurtosis10s.value).toBeGreaterThan(2);
    expect(facts.kurtosis300s.value).toBeLessThan(facts.kurtosis10s.value);
    const volatilities = facts.signature.map(({ hourlyBps }) => hourlyBps.value);
    expect(Math.max(...volatilities) / Math.min(...volatilities)).toBeLessThan(2);
  });

  it('a record is of its seed', () => {
    expect(new Set(sessions.map(({ hash }) => hash)).size).toBe(SEEDS.length);
    for (const { mids, signs, tradedUnits } of sessions) {
      expect(mids).toHaveLength(23_401);
      expect(signs.length).toBeGreaterThan(10_000);
      expect(tradedUnits).toBeGreaterThan(signs.length);
    }
  });
});
