import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SCORING_SETTINGS, parseScoringSettings } from './index.js';

describe('parseScoringSettings', () => {
  it('takes what is left out from the defaults, and of a counterparty from the other dealers', () => {
    expect(parseScoringSettings({})).toEqual({ ok: true, value: DEFAULT_SCORING_SETTINGS });
    const stated = { otherDealer: { settlementBps: 0.3 }, counterparties: { A: {}, B: { settlementBps: 1 } } };
    const { addOnBps } = DEFAULT_SCORING_SETTINGS.otherDealer;
    expect(parseScoringSettings(stated)).toMatchObject({
      value: { counterparties: { A: { settlementBps: 0.3, addOnBps }, B: { settlementBps: 1, addOnBps } } },
    });
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
  ])('refuses %j by its field', (stated, field) => {
    expect(parseScoringSettings(stated)).toMatchObject({ ok: false, error: { field } });
  });
});
