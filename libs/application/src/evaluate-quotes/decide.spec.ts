import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priceAtCost, type Side } from '#domain/core';
import { parametricForecast } from '#domain/impact';
import { DEFAULT_SCORING_SETTINGS, fairPrice } from '#domain/scoring';
import { market, terms } from '../../../../test/factories/market.js';
import { evaluationInputs, standingQuote } from '../../../../test/factories/evaluation.js';
import {
  decideEvaluateQuotes,
  parseInputs,
  type EvaluateQuotesInputs,
  type RankedQuotes,
  type StandingQuote,
} from './index.js';

const book = market({ terms: terms({ feesAndSettlementBps: 0 }) });

const decide = (inputs: EvaluateQuotesInputs): RankedQuotes => {
  const decided = decideEvaluateQuotes(inputs);
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
};

/** A firm quote at the fair price of its size. */
const atFair = (dealer: string, side: Side, quantity: number, horizonSeconds = 1_800): StandingQuote => {
  const hedge = parametricForecast({ side, quantity, horizonSeconds, aggression: 0.5, market: book, features: null });
  const { costBps, arrivalMid } = fairPrice(side, book, hedge);
  return standingQuote({ dealer, price: priceAtCost(side, arrivalMid, costBps), quantity, validForMs: 1e9 });
};

describe('decideEvaluateQuotes', () => {
  it('a block does not become cheaper by being split: the rest is worked while the dealer hedges his part', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Side>('BUY', 'SELL'),
        fc.integer({ min: 1_000, max: 400_000 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (side, quantity, share) => {
          const part = Math.max(1, Math.floor(quantity * share));
          const request = { instrumentId: 'TEST', side, quantity, horizonSeconds: 1_800 };
          const { quotes } = decide(
            evaluationInputs({
              request,
              quotes: [atFair('WHOLE', side, quantity), atFair('PART', side, part)],
              market: book,
            }),
          );
          expect(quotes[0]!.allInCostBps).toBeCloseTo(quotes[1]!.allInCostBps, 6);
        },
      ),
    );
  });

  const quotes = [
    standingQuote({ dealer: 'FIRM', price: 100.05 }),
    standingQuote({ dealer: 'LAST LOOK', price: 100.04, lastLookMs: 200 }),
    standingQuote({ dealer: 'PART', price: 100.03, quantity: 4_000 }),
    standingQuote({ dealer: 'SHORT', price: 100.045, validForMs: 700, ageSeconds: 3, midMovedBps: null }),
    standingQuote({ dealer: 'FAR', price: 101 }),
    standingQuote({ dealer: 'LATE', validForMs: 0 }),
  ];

  it('adds up, term by term, and says of each what it rests on', () => {
    const { quotes: ranked } = decide(evaluationInputs({ quotes }));
    expect(ranked).toHaveLength(5);
    for (const { terms, allInCostBps } of ranked) {
      expect(Math.abs(terms.reduce((sum, { bps }) => sum + bps, 0) - allInCostBps)).toBeLessThan(1e-9);
      expect(terms.map(({ basis }) => basis)).toEqual([
        'MODEL',
        'MARKET',
        'PRIOR',
        'REFERENCE_DATA',
        'PRIOR',
        'MODEL',
        'PRIOR',
      ]);
    }
  });

  it('takes all quotes for what the block is worth, and few from one that is off the market or old', () => {
    const { fairPrice, quotes: ranked } = decide(evaluationInputs({ quotes }));
    const weightOf = (name: string): number => ranked.find(({ dealer }) => dealer === name)!.fairWeight;
    expect(fairPrice.prior.weight + ranked.reduce((sum, { fairWeight }) => sum + fairWeight, 0)).toBeCloseTo(1, 9);
    expect(fairPrice.sdBps).toBeLessThan(fairPrice.prior.sdBps);
    expect(fairPrice.bestOfNBps).toBeLessThan(0);
    expect(ranked.find(({ dealer }) => dealer === 'FAR')!.evidenceFlag).toBe('OFF_MARKET');
    expect(weightOf('SHORT')).toBeLessThan(weightOf('FIRM'));
  });

  it('says the same again of what it wrote down', () => {
    const inputs = evaluationInputs({
      quotes,
      awaited: [{ dealer: 'SLOW', waitedSeconds: 2 }],
      secondsLeft: 20,
      further: ['NEW'],
    });
    const output = JSON.stringify(decide(inputs));
    expect(JSON.stringify(decide(parseInputs(JSON.stringify(inputs))))).toBe(output);
  });

  it('looks at every action that is possible, each with its interval', () => {
    const { advice } = decide(
      evaluationInputs({
        quotes: [standingQuote({ price: 100.2, quantity: 6_000 }), standingQuote({ dealer: 'B', quantity: 6_000 })],
        awaited: [{ dealer: 'SLOW', waitedSeconds: 0 }],
        secondsLeft: 30,
        further: ['NEW'],
        scoring: { ...DEFAULT_SCORING_SETTINGS, passCostBps: 40 },
      }),
    );
    expect(new Set(advice.actions.map(({ action }) => action))).toEqual(
      new Set(['LIFT', 'SPLIT', 'COUNTER', 'WAIT', 'ASK_MORE', 'WORK_ORDER', 'PASS']),
    );
    for (const { lowBps, meanBps, highBps } of advice.actions) {
      expect(lowBps).toBeLessThanOrEqual(meanBps);
      expect(meanBps).toBeLessThanOrEqual(highBps);
    }
    expect(advice.action).toBe(advice.actions[0]!.action);
    expect(advice.savingBps).toBe(advice.actions[1]!.riskAdjustedBps - advice.actions[0]!.riskAdjustedBps);
  });

  it('has no advice for a block that is larger than anything the model stands for', () => {
    const { advice } = decide(
      evaluationInputs({
        request: { instrumentId: 'TEST', side: 'BUY', quantity: 1_000_000, horizonSeconds: 1_800 },
        quotes: [standingQuote({ quantity: 1_000_000 })],
      }),
    );
    expect(advice.action).toBe('ABSTAIN');
    expect(advice.reason).toContain('0.25 days of average volume');
  });

  it('counts what the desk decides of its counterparties, and leakage until it is known', () => {
    const dear = { settlementBps: 1, addOnBps: { value: 2, sd: 0.1 } };
    const { quotes: ranked, sunkLeakage } = decide(
      evaluationInputs({
        quotes: [standingQuote({ dealer: 'DEAR', price: 100.04 }), standingQuote({ dealer: 'OTHER', price: 100.05 })],
        scoring: { ...DEFAULT_SCORING_SETTINGS, counterparties: { DEAR: dear } },
      }),
    );
    expect(ranked.map(({ dealer }) => dealer)).toEqual(['OTHER', 'DEAR']);
    expect(sunkLeakage).toEqual({ bps: 2 * DEFAULT_SCORING_SETTINGS.leakageBps, basis: 'PRIOR' });
  });
});
