import { describe, expect, it } from '@jest/globals';
import { type KnownTerms } from '#domain/market-data';
import { FeatureMarket } from '../../../../../test/factories/feature-market.js';
import { quoteAround } from '../../../../../test/factories/quote-around.js';
import { contractTerms } from './contract-terms.js';

const NAMES = ['tickBps', 'lotNotional', 'contractMultiplierUnits', 'toExpiryDays', 'isInverse'];
const FLAGS = ['isEquity', 'isSpot', 'isPerpetual', 'isFuture', 'isOption', 'isSpread'];
const market = (terms: KnownTerms): FeatureMarket =>
  new FeatureMarket([contractTerms], { context: { terms } }).play(...quoteAround(0, 10_000));
const values = (terms: KnownTerms): number[] => NAMES.map((name) => market(terms).value(name));
const flags = (terms: KnownTerms): number[] => FLAGS.map((name) => market(terms).value(name));

describe('contract terms', () => {
  it.each<[KnownTerms, number[]]>([
    [{}, [1, NaN, NaN, NaN, NaN]],
    [{ kind: 'EQUITY', lotSize: 1 }, [1, 100, 1, NaN, 0]],
    [{ kind: 'SPOT', lotSize: 0.001 }, [1, 0.1, 1, NaN, 0]],
    // The session opens on 2012-06-21 at 13:30 UTC.
    [{ kind: 'FUTURE', contractMultiplier: 50, expiresAt: '2012-06-23T01:30:00Z' }, [1, NaN, 50, 1.5, 0]],
    [{ kind: 'PERPETUAL', isInverse: true }, [1, NaN, NaN, NaN, 1]],
    [{ kind: 'PERPETUAL', isInverse: true, lotSize: 100, contractMultiplier: 100 }, [1, 100, 100, NaN, 1]],
    [{ kind: 'OPTION', expiresAt: '2012-06-20T00:00:00Z' }, [1, NaN, NaN, NaN, 0]],
  ])('of %j', (terms, expected) => {
    expect(values(terms)).toEqual(expected);
  });

  it('say the kind', () => {
    expect(flags({ kind: 'EQUITY' })).toEqual([1, 0, 0, 0, 0, 0]);
    expect(flags({ kind: 'OPTION' })).toEqual([0, 0, 0, 0, 1, 0]);
    expect(flags({ kind: 'SPREAD' })).toEqual([0, 0, 0, 0, 0, 1]);
    expect(flags({})).toEqual(FLAGS.map(() => NaN));
  });
});
