import { type PossibleCost } from './possible-cost.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { max, min } = Math;

/** Of a normal law, as far as it counts: 7e-15 lie beyond on either side. */
const REACH_SD = 7.7;
/** Width of a panel, in standard deviations of the narrowest cost within reach of it. */
const PANEL_SD = 2.5;

/** A quadrature rule: `int f dx = sum weights[k] f(nodes[k])`. Both are as long as one another. */
export interface CostGrid {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss's rule of eight nodes in panels over [lowBps, highBps], for integrands made of the normal laws of these costs: each panel is
 * narrow for those that vary in it and ends where another begins to, so that their number is bounded by the number of costs, however
 * narrow one of them is. Empty where `lowBps >= highBps`.
 */
export const costGrid = (costs: readonly PossibleCost[], lowBps: number, highBps: number): CostGrid => {
  const edges = [lowBps];
  for (let from = lowBps; from < highBps;) {
    const to = panelEnd(costs, from, highBps);
    // Below the last bit of a node there is nothing in between.
    from = to > from ? to : highBps;
    edges.push(from);
  }
  const panels = edges.length - 1;
  const nodes = new Float64Array(GAUSS_8.length * panels);
  const weights = new Float64Array(nodes.length);
  for (let panel = 0; panel < panels; panel += 1) {
    const half = (edges[panel + 1]! - edges[panel]!) / 2;
    for (const [i, [x, weight]] of GAUSS_8.entries()) {
      const k = panel * GAUSS_8.length + i;
      nodes[k] = edges[panel]! + half * (1 + x);
      weights[k] = half * weight;
    }
  }
  return { nodes, weights };
};

const panelEnd = (costs: readonly PossibleCost[], from: number, high: number): number => {
  let to = high;
  for (const { meanBps, sdBps } of costs) {
    const begins = meanBps - REACH_SD * sdBps;
    if (begins > from) to = min(to, begins);
    else if (from < meanBps + REACH_SD * sdBps) to = min(to, from + PANEL_SD * sdBps);
  }
  return to;
};

/**
 * Where the least of these costs and of `otherwiseBps` may lie: from below all of them to the highest, neither beyond `otherwiseBps`.
 * Without costs both are `otherwiseBps`.
 */
export const reachOf = (
  costs: readonly PossibleCost[],
  otherwiseBps: number,
): { readonly lowBps: number; readonly highBps: number } => {
  let lowBps = otherwiseBps;
  let highBps = -Infinity;
  for (const { meanBps, sdBps } of costs) {
    lowBps = min(lowBps, meanBps - REACH_SD * sdBps);
    highBps = max(highBps, meanBps + REACH_SD * sdBps);
  }
  return { lowBps, highBps: max(lowBps, min(highBps, otherwiseBps)) };
};

/** Nodes and their weights of the Gauss-Legendre rule of eight nodes on [-1, 1]. */
const GAUSS_8 = [
  [-0.960_289_856_497_536_3, 0.101_228_536_290_376_3],
  [-0.796_666_477_413_626_7, 0.222_381_034_453_374_5],
  [-0.525_532_409_916_329, 0.313_706_645_877_887_3],
  [-0.183_434_642_495_649_8, 0.362_683_783_378_362],
  [0.183_434_642_495_649_8, 0.362_683_783_378_362],
  [0.525_532_409_916_329, 0.313_706_645_877_887_3],
  [0.796_666_477_413_626_7, 0.222_381_034_453_374_5],
  [0.960_289_856_497_536_3, 0.101_228_536_290_376_3],
] as const;
