import { normalPdf } from '#domain/core';
import { costGrid, reachOf, survival } from '../fair-value/index.js';
import { possibleCost, type PanelCandidate } from './candidate.js';
import { type Panel } from './panel.js';

/**
 * A panel that grows dealer by dealer, told from tables of all candidates at nodes they share. With `S_i = 1 - p_i F_i`,
 *
 *     E[min(quotes that come, a)] = low + int_low^a prod_i S_i dx,  sum_i l_i P(i wins) = int_low^a sum_i l_i p_i f_i prod_{j != i} S_j dx,
 *
 * and one dealer more multiplies what is under the integrals by his S and adds `l p f prod S` to the second: neither needs a new integral.
 */
export class GrowingPanel {
  private readonly dealers: string[] = [];
  /** Of what those asked would leak were there no winner. */
  private leakageBps = 0;
  private silence = 1;
  private readonly lowBps: number;
  private readonly beyondBps: number;
  private readonly weights: Float64Array;
  /** prod S of those asked, at each node. */
  private readonly none: Float64Array;
  /** sum l p f prod S of the others, at each node: what the winner keeps. */
  private readonly kept: Float64Array;
  private readonly tables: ReadonlyMap<PanelCandidate, CandidateTable>;

  /** `candidates`: who may be added. Throws RangeError on an alternative that is not finite. */
  constructor(candidates: readonly PanelCandidate[], alternativeBps: number) {
    if (!Number.isFinite(alternativeBps)) throw new RangeError(`alternativeBps must be finite, got ${alternativeBps}`);
    const costs = candidates.map(possibleCost);
    const { lowBps, highBps } = reachOf(costs, alternativeBps);
    const { nodes, weights } = costGrid(costs, lowBps, highBps);
    this.lowBps = lowBps;
    this.beyondBps = alternativeBps - highBps;
    this.weights = weights;
    this.none = new Float64Array(nodes.length).fill(1);
    this.kept = new Float64Array(nodes.length);
    this.tables = new Map(candidates.map((candidate) => [candidate, tableOf(candidate, nodes)]));
  }

  /** The panel with one of the candidates added. */
  with(candidate: PanelCandidate): Panel {
    const { weights, none, kept } = this;
    const { survivals, keeps } = this.tables.get(candidate)!;
    let tradedBps = this.lowBps + this.silence * (1 - candidate.responseProbability) * this.beyondBps;
    let leakageBps = this.leakageBps + candidate.leakageBps;
    for (let k = 0; k < weights.length; k += 1) {
      tradedBps += weights[k]! * none[k]! * survivals[k]!;
      leakageBps -= weights[k]! * (kept[k]! * survivals[k]! + keeps[k]! * none[k]!);
    }
    return { dealers: [...this.dealers, candidate.dealer], costBps: tradedBps + leakageBps, leakageBps };
  }

  add(candidate: PanelCandidate): void {
    const { none, kept } = this;
    const { survivals, keeps } = this.tables.get(candidate)!;
    for (let k = 0; k < none.length; k += 1) {
      kept[k] = kept[k]! * survivals[k]! + keeps[k]! * none[k]!;
      none[k] = none[k]! * survivals[k]!;
    }
    this.dealers.push(candidate.dealer);
    this.leakageBps += candidate.leakageBps;
    this.silence *= 1 - candidate.responseProbability;
  }
}

/** What asking these dealers at once is expected to cost. Throws RangeError on an alternative that is not finite. */
export const panelOf = (dealers: readonly PanelCandidate[], alternativeBps: number): Panel => {
  const panel = new GrowingPanel(dealers, alternativeBps);
  let grown: Panel = { dealers: [], costBps: alternativeBps, leakageBps: 0 };
  for (const dealer of dealers) {
    grown = panel.with(dealer);
    panel.add(dealer);
  }
  return grown;
};

/** Of one candidate at each node. */
interface CandidateTable {
  /** `S`. */
  readonly survivals: Float64Array;
  /** `l p f`. */
  readonly keeps: Float64Array;
}

const tableOf = (candidate: PanelCandidate, nodes: Float64Array): CandidateTable => {
  const { costBps, responseProbability, leakageBps } = candidate;
  const cost = possibleCost(candidate);
  const scale = (leakageBps * responseProbability) / costBps.sd;
  return {
    survivals: nodes.map((x) => survival(cost, x)),
    keeps: nodes.map((x) => scale * normalPdf((x - costBps.mean) / costBps.sd)),
  };
};
