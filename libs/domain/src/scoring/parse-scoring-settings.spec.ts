import { describe, expect, it } from '@jest/globals';
import { dealerPriorsOf, DEFAULT_DEALER_PRIORS, DEFAULT_SCORING_SETTINGS, parseScoringSettings } from './index.js';

describe('parseScoringSettings', () => {
  it('takes what is left out from the defaults, and of a counterparty from the other dealers', () => {
    expect(parseScoringSettings({})).toEqual({ ok: true, value: DEFAULT_SCORING_SETTINGS });
    const stated = { otherDealer: { settlementBps: 0.3 }, counterparties: { A: {}, B: { settlementBps: 1 } } };
    const { addOnBps } = DEFAULT_SCORING_SETTINGS.otherDealer;
    expect(parseScoringSettings(stated)).toMatchObject({
      value: { counterparties: { A: { settlementBps: 0.3, addOnBps }, B: { settlementBps: 1, addOnBps } } },
    });
  });

  it('takes what is left out of what is assumed of dealers from the usual assumptions', () => {
    const stated = { dealerPriors: { biasBps: { pool: { value: 3 } }, response: { hazardPerSecond: 1 } } };
    const parsed = parseScoringSettings(stated);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const usual = DEFAULT_DEALER_PRIORS;
    expect(dealerPriorsOf(parsed.value)).toEqual({
      ...usual,
      biasBps: { ...usual.biasBps, pool: { ...usual.biasBps.pool, value: 3 } },
      response: { ...usual.response, hazardPerSecond: 1 },
    });
    expect(dealerPriorsOf(DEFAULT_SCORING_SETTINGS)).toBe(usual);
    expect(parseScoringSettings({ dealerPriors: usual })).toMatchObject({ value: { dealerPriors: usual } });
  });

  it.each([
    [null, 'scoring'],
    [[], 'scoring'],
    [{ feesBps: '1' }, 'scoring.feesBps'],
    [{ feesBps: 1e6 }, 'scoring.feesBps'],
    [{ fees: 1 }, 'scoring.fees'],
    [{ leakageBps: -1 }, 'scoring.leakageBps'],
    [{ informationBps: { value: 0, sd: 0 } }, 'scoring.informationBps.sd'],
    [{ counterparties: { A: { addOnBps: { value: null } } } }, 'scoring.counterparties.A.addOnBps.value'],
    [{ counterparties: { A: 3 } }, 'scoring.counterparties.A'],
    [{ dealerPriors: null }, 'scoring.dealerPriors'],
    [{ dealerPriors: { bias: 1 } }, 'scoring.dealerPriors.bias'],
    [{ dealerPriors: { errorSdBps: 0 } }, 'scoring.dealerPriors.errorSdBps'],
    [{ dealerPriors: { biasBps: { pool: { sd: 0 } } } }, 'scoring.dealerPriors.biasBps.pool.sd'],
    [{ dealerPriors: { rejectProbability: { rate: 1 } } }, 'scoring.dealerPriors.rejectProbability.rate'],
    [{ dealerPriors: { response: { answers: 0 } } }, 'scoring.dealerPriors.response.answers'],
  ])('refuses %j by its field', (stated, field) => {
    expect(parseScoringSettings(stated)).toMatchObject({ ok: false, error: { field } });
  });
});
