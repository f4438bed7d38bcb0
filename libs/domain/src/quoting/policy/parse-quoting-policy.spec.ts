import { describe, expect, it } from '@jest/globals';
import { DEFAULT_QUOTING_POLICY, limitsOf, parseQuotingPolicy } from './index.js';

const parse = (stated: unknown) => parseQuotingPolicy(stated, DEFAULT_QUOTING_POLICY);

describe('parseQuotingPolicy', () => {
  it('takes what is left out from the usual policy, and of a client from the others', () => {
    expect(parse({})).toEqual({ ok: true, value: DEFAULT_QUOTING_POLICY });
    const parsed = parse({ clientLimits: { messagesMax: 5 }, limitsByClient: { FUND: { notionalMax: 7 } } });
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(limitsOf(parsed.value, 'FUND')).toEqual({ notionalMax: 7, messagesMax: 5 });
    expect(limitsOf(parsed.value, 'OTHER')).toEqual({ notionalMax: 1e9, messagesMax: 5 });
    expect(limitsOf(parsed.value, 'constructor')).toEqual({ notionalMax: 1e9, messagesMax: 5 });
  });

  it('explores only where a desk says how far and how often', () => {
    expect(parse({ exploration: { stepBps: 0.5, probability: 0.1 } })).toMatchObject({
      value: { exploration: { stepBps: 0.5, probability: 0.1 } },
    });
    expect(parse({ exploration: null })).toMatchObject({ value: { exploration: null } });
  });

  it.each([
    [null, 'quotingPolicy'],
    [[], 'quotingPolicy'],
    [{ riskAversion: 0 }, 'quotingPolicy.riskAversion'],
    [{ riskAversion: '1' }, 'quotingPolicy.riskAversion'],
    [{ riskaversion: 1 }, 'quotingPolicy.riskaversion'],
    [{ correlation: 1 }, 'quotingPolicy.correlation'],
    [{ validSecondsMin: 5, validSecondsMax: 2 }, 'quotingPolicy.validSecondsMax'],
    [{ guardrails: { maxSkew: 1 } }, 'quotingPolicy.guardrails.maxSkew'],
    [{ guardrails: { minSpreadBps: 20, maxSpreadBps: 10 } }, 'quotingPolicy.guardrails.maxSpreadBps'],
    [{ exploration: { stepBps: 0.5 } }, 'quotingPolicy.exploration.probability'],
    [{ exploration: { stepBps: 11, probability: 0.1 } }, 'quotingPolicy.exploration.stepBps'],
    [{ exploration: { stepBps: 1, probability: 0.6 } }, 'quotingPolicy.exploration.probability'],
    [{ exploration: { stepBps: 1, probability: 0.1, seed: 1 } }, 'quotingPolicy.exploration.seed'],
    [{ limitsByClient: { FUND: { notional: 1 } } }, 'quotingPolicy.limitsByClient.FUND.notional'],
    [{ limitsByClient: { FUND: { messagesMax: -1 } } }, 'quotingPolicy.limitsByClient.FUND.messagesMax'],
  ])('refuses %j by its field', (stated, field) => {
    expect(parse(stated)).toMatchObject({ ok: false, error: { code: 'INVALID_QUOTING_POLICY', field } });
  });
});
