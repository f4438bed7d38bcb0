import { describe, expect, it } from '@jest/globals';
import { MARKOUT_SECONDS } from '#domain/rfq';
import { DEFAULT_DEALER_PRIORS, ResponseHazard } from '#domain/scoring';
import { AssumedDealerProfiles } from './index.js';

describe('profiles of dealers whom nobody has seen', () => {
  it('are the stated priors, under their names and in their order', async () => {
    const profiles = await new AssumedDealerProfiles().profiles('desk', 'TEST', ['B', 'A'], DEFAULT_DEALER_PRIORS);
    expect(profiles.map(({ dealer }) => dealer)).toEqual(['B', 'A']);
    for (const { biasBps, errorSdBps, rejectProbability, rejectMoveBps, driftBps } of profiles) {
      expect(biasBps).toMatchObject({ value: DEFAULT_DEALER_PRIORS.biasBps.pool.value, evidence: 0, basis: 'PRIOR' });
      expect(errorSdBps.value).toBeCloseTo(DEFAULT_DEALER_PRIORS.errorSdBps, 12);
      expect(rejectProbability).toMatchObject({ value: DEFAULT_DEALER_PRIORS.rejectProbability.rate, evidence: 0 });
      expect(rejectMoveBps).toMatchObject({ value: DEFAULT_DEALER_PRIORS.rejectMoveBps.pool.value, basis: 'PRIOR' });
      expect(driftBps).toHaveLength(MARKOUT_SECONDS.length);
    }
  });

  it('are the same after they were written down and read again', async () => {
    const [profile] = await new AssumedDealerProfiles().profiles('desk', 'TEST', ['A'], DEFAULT_DEALER_PRIORS);
    const { response, ...read } = JSON.parse(JSON.stringify(profile)) as NonNullable<typeof profile>;
    expect({ ...read, response: new ResponseHazard(response.overStep, response.evidence) }).toEqual(profile);
  });
});
