import { describe, expect, it } from '@jest/globals';
import { parametricForecast } from '#domain/impact';
import { DEFAULT_QUOTING_POLICY } from '#domain/quoting';
import { DEFAULT_DEALER_PRIORS, DEFAULT_SCORING_SETTINGS, type DealerPriors } from '#domain/scoring';
import { AssumedDealerProfiles } from '#application/dealer-profiles';
import { MemoryDecisionLog, MemoryDeskEvents, MemoryMarketState, MemoryOutbox } from '#adapters/memory';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { market } from '../../../../test/factories/market.js';
import { rfqTime } from '../../../../test/factories/rfq.js';
import { decideStoredEvaluation, evaluateQuotes, type EvaluateQuotesCommand } from './index.js';

const COMMAND: EvaluateQuotesCommand = {
  instrumentId: 'TEST',
  side: 'BUY',
  quantity: 10_000,
  quantityUnit: 'UNITS',
  horizonSeconds: 1_800,
  quotes: [
    { dealer: 'A', price: 100.05, validForMs: 30_000, lastLookMs: 200 },
    { dealer: 'B', price: 100.06, validForMs: 30_000 },
  ],
  idempotencyKey: 'key',
};

/** An evaluation under these assumptions of dealers, and where it is stored. */
const evaluation = async (dealerPriors: DealerPriors | undefined, changes: Partial<EvaluateQuotesCommand> = {}) => {
  const state = new MemoryMarketState();
  state.setSnapshot(market());
  state.setNow(rfqTime(2));
  const decisions = new MemoryDecisionLog(new MemoryDeskEvents(), new MemoryOutbox());
  const ports = {
    dealerProfiles: new AssumedDealerProfiles(),
    market: state,
    model: {
      forecast: (requests: readonly Parameters<typeof parametricForecast>[0][]) =>
        Promise.resolve({ ok: true, value: requests.map(parametricForecast) } as const),
    },
    decisions,
    identifiers: new NodeIdentifiers(),
  };
  const scoring = { ...DEFAULT_SCORING_SETTINGS, ...(dealerPriors && { dealerPriors }) };
  const desk = { deskId: 'alpha', name: 'alpha', riskAversion: 0.1, quoting: DEFAULT_QUOTING_POLICY, scoring };
  return { decisions, answer: await evaluateQuotes(ports, desk, { ...COMMAND, ...changes }) };
};

/** An evaluation, and how it was stored. */
const evaluated = async (dealerPriors: DealerPriors | undefined) => {
  const { decisions, answer } = await evaluation(dealerPriors);
  if (!answer.ok) throw new Error(answer.error.message);
  const stored = await decisions.find('alpha', answer.value.decisionId);
  return { answer: answer.value, stored: stored! };
};

describe('what a desk assumes of dealers', () => {
  it('is in its evaluations, and in what is stored of them, which replays', async () => {
    const rejectProbability = { rate: 0.4, poolStrength: 20, strength: 20 };
    const wary = await evaluated({ ...DEFAULT_DEALER_PRIORS, rejectProbability });
    const usual = await evaluated(undefined);
    const rejection = ({ answer }: typeof wary) =>
      answer.quotes.find(({ dealer }) => dealer === 'A')!.rejectProbability.value;
    expect(rejection(wary)).toBeCloseTo(0.4, 12);
    expect(rejection(usual)).toBeCloseTo(DEFAULT_DEALER_PRIORS.rejectProbability.rate, 12);
    const inputs = JSON.parse(wary.stored.inputs) as { readonly scoring: object };
    expect(inputs.scoring).toMatchObject({ dealerPriors: { ...DEFAULT_DEALER_PRIORS, rejectProbability } });
    for (const { answer, stored } of [wary, usual]) {
      const replayed = decideStoredEvaluation(stored.inputs);
      expect(JSON.stringify(replayed.ok && replayed.value)).toBe(stored.output);
      expect(JSON.stringify(answer)).toBe(stored.output);
    }
  });
});

describe('who is awaited', () => {
  it.each<[string, EvaluateQuotesCommand['awaited']]>([
    ['awaited.1.dealer', [{ dealer: 'C' }, { dealer: 'C', waitedMs: 500 }]],
    ['awaited.0.dealer', [{ dealer: 'A' }]],
  ])('is each dealer once who has not answered: refused at %s', async (field, awaited) => {
    const { answer } = await evaluation(undefined, { awaited: awaited!, openForMs: 10_000 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_PANEL', field } });
  });
});
