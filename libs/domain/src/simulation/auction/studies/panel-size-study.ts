import { cheapestPanel, panelCostBps, type PanelCost } from '#domain/rfq';
import { referenceDealer } from '../../dealers/index.js';
import { REFERENCE_CLIENTS } from '../../clients/index.js';
import { firstDealers } from '../buyer-policy.js';
import { Mean } from '../../mean-estimate.js';
import { type Comparison } from './comparison.js';
import { AT_ONCE, NO_HEDGE, observeAuctions, STILL_MARKET, studyAuctions } from './study-simulation.js';

/** What asking so many dealers cost. */
export interface PanelSize {
  readonly dealers: number;
  /** `C(N) = m - sig d_N + l (N - 1)` against the mean cost of the best quote, in bps of the mid at arrival. */
  readonly cost: Comparison;
  /** `l (N - 1)` against the mean drift of the mid in the client's direction after the trade, in bps. */
  readonly drift: Comparison;
}

const OVER_SECONDS = 60;

/**
 * Auctions of 1 to `dealersMax` dealers who all answer with value plus a normal error and charge what the others will leak, over the
 * same requests and with the same luck; the client trades at any price and the market stands still but for the leakage. Without
 * leakage the cost less the mean is the bias of the best of N, `-sig d_N`.
 */
export const panelSizeStudy = (
  seed: number,
  cost: PanelCost,
  dealersMax: number,
  requests: number,
): readonly PanelSize[] => {
  const halfSpreadBps = 5;
  const quoting = {
    kind: 'PARAMETRIC',
    spread: {
      location: cost.meanBps / halfSpreadBps,
      scale: cost.quoteSdBps / halfSpreadBps,
      skewness: 0,
      shape: 2,
    },
    leakageCharge: 1,
  } as const;
  const base = studyAuctions(seed, {});
  const auctions = {
    ...base,
    instrument: { ...base.instrument, halfSpreadBps },
    rules: { ...base.rules, markoutSeconds: [OVER_SECONDS] },
    clients: {
      ...REFERENCE_CLIENTS,
      tiers: [{ ...REFERENCE_CLIENTS.tiers[0]!, reservation: { mean: ANY_PRICE, sd: 1 } }],
    },
    dealers: Array.from({ length: dealersMax }, (_, i) =>
      referenceDealer(`D${i + 1}`, {
        responseProbability: 1,
        responseDelay: AT_ONCE,
        leakage: { driftBps: cost.leakageBps, overSeconds: OVER_SECONDS, preHedgedShare: 0 },
        hedging: NO_HEDGE,
        quoting,
      }),
    ),
  };
  return Array.from({ length: dealersMax }, (_, i) => {
    const dealers = i + 1;
    const [costs, drifts] = [new Mean(), new Mean()];
    observeAuctions(auctions, STILL_MARKET, requests, firstDealers(dealers), (auction) => {
      const { order, endMid, markoutMids, tradedTicks } = auction;
      costs.add(auction.costBps(tradedTicks));
      drifts.add(order.side * Math.log(markoutMids[0]! / endMid) * 1e4);
    });
    const of = `${dealers} dealers, leakage ${cost.leakageBps} bps`;
    return {
      dealers,
      cost: { of, formula: panelCostBps(cost, dealers), simulated: costs.estimate() },
      drift: { of, formula: cost.leakageBps * i, simulated: drifts.estimate() },
    };
  });
};

/** In half-spreads: nobody passes. */
const ANY_PRICE = 1000;

/** The cheapest number of dealers, by the simulation and by the formula. */
export const cheapestOf = (
  sizes: readonly PanelSize[],
  cost: PanelCost,
): { readonly simulated: number; readonly formula: number } => {
  const cheapest = sizes.reduce((best, size) => (size.cost.simulated.value < best.cost.simulated.value ? size : best));
  return { simulated: cheapest.dealers, formula: cheapestPanel(cost, sizes.length) };
};
