import { expectedMaximum } from './winners-curse.js';

/** What asking several dealers costs, on average and in bps. */
export interface PanelCost {
  /** m: mean cost of one dealer's quote. */
  readonly meanBps: number;
  /** sig: standard deviation of one dealer's quote around it. */
  readonly quoteSdBps: number;
  /** l: what every further dealer who hears of the block adds. */
  readonly leakageBps: number;
}

/** `C(N) = m - sig d_N + l (N - 1)` (reference 4): the best of N quotes, less what N - 1 losers give away. */
export const panelCostBps = ({ meanBps, quoteSdBps, leakageBps }: PanelCost, dealers: number): number =>
  meanBps - quoteSdBps * expectedMaximum(dealers) + leakageBps * (dealers - 1);

/**
 * The number of dealers that costs least, the smaller one of equals. d_N grows ever more slowly, so the cost is convex in N
 * and the first number that its successor does not beat is the optimum. Without leakage that is `dealersMax`.
 */
export const cheapestPanel = (cost: PanelCost, dealersMax: number): number => {
  let dealers = 1;
  while (dealers < dealersMax && panelCostBps(cost, dealers + 1) < panelCostBps(cost, dealers)) dealers += 1;
  return dealers;
};
