import { describe, expect, it } from '@jest/globals';
import { lastLookCostBps, lastLookRejectProbability } from '#domain/rfq';
import { DealerHistory, DEFAULT_DEALER_PRIORS } from '#domain/scoring';
import { REFERENCE_CLIENTS } from '../clients/index.js';
import { referenceDealer } from '../dealers/index.js';
import { BuyerDataset } from './buyer-dataset.js';
import { referenceAuctions } from './auction-parameters.js';
import { firstDealers } from './buyer-policy.js';
import { DEFAULT_DIFFUSIVE_MARKET } from './diffusive-market.js';
import { simulateAuctions } from './simulate-auctions.js';

const LAST_LOOK = { holdSeconds: 2, thresholdBps: 0.5 };

describe('what a client learns of dealers from his own requests', () => {
  it('is what was planted', () => {
    const dataset = new BuyerDataset();
    const reference = referenceAuctions(31);
    const played = simulateAuctions(
      {
        auctions: {
          ...reference,
          clients: {
            ...REFERENCE_CLIENTS,
            tiers: [{ name: 'ALL', share: 1, reservation: { mean: 1_000, sd: 1 }, informedProbability: 0 }],
          },
          dealers: [
            referenceDealer('LOOKS', {
              responseProbability: 0.8,
              responseDelay: { medianSeconds: 1.5, logSd: 0.6 },
              lastLook: LAST_LOOK,
              valueErrorBps: 2,
              quoting: {
                kind: 'ENGINE',
                engine: {
                  reference: 'MID_NOW',
                  pricesSidesApart: true,
                  markupBps: ({ valueSignalBps }, side) => 5 + side * valueSignalBps,
                },
              },
            }),
          ],
        },
        market: DEFAULT_DIFFUSIVE_MARKET,
        requests: 4_000,
        requestsPerSecond: 1 / 600,
      },
      firstDealers(1),
      [dataset],
    );
    expect(played.ok).toBe(true);

    const history = new DealerHistory(['LOOKS'], reference.rules.markoutSeconds.length);
    for (const row of dataset.rows) history.add(row, 4);
    const [learned] = history.profiles(DEFAULT_DEALER_PRIORS);

    const { volatilityBpsPerSqrtSecond } = DEFAULT_DIFFUSIVE_MARKET;
    const rejects = lastLookRejectProbability(LAST_LOOK, volatilityBpsPerSqrtSecond);
    const { biasBps, rejectProbability, rejectMoveBps, response } = learned!;
    expect(Math.abs(biasBps.value - 1)).toBeLessThan(4 * biasBps.sd);
    expect(Math.abs(rejectProbability.value - rejects)).toBeLessThan(4 * rejectProbability.sd);
    const move = lastLookCostBps(LAST_LOOK, volatilityBpsPerSqrtSecond) / rejects;
    expect(Math.abs(rejectMoveBps.value - move)).toBeLessThan(4 * rejectMoveBps.sd);
    expect(Math.abs(response.answersWithin(10) - 0.8)).toBeLessThan(0.03);
    expect([biasBps, rejectProbability, rejectMoveBps].map(({ basis }) => basis)).toEqual([
      'LEARNED',
      'LEARNED',
      'LEARNED',
    ]);
  });
});
