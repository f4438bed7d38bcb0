import { normalCdf, normalPdf } from '#domain/core';
import { expectedMinimumBps } from '../fair-value/index.js';
import { possibleCost, type PanelCandidate } from './candidate.js';

/** A panel and what it is expected to cost, leakage included. */
export interface Panel {
  /** In the order in which they were chosen: the most useful first. */
  readonly dealers: readonly string[];
  readonly costBps: number;
  /** Part of it that those who lose give away. */
  readonly leakageBps: number;
}

/** The best panels of 1, 2, .. dealers, and the cheapest of them. */
export interface PanelChoice {
  readonly bySize: readonly Panel[];
  readonly cheapest: Panel;
}

/**
 * Whom to ask: `C(panel) = E[min(quotes that come, alternative)] + sum l_i P(i does not win)`, for equal dealers who all answer
 * `m - sig d_N + l (N - 1)` (reference 4). Panels grow by the dealer who adds least; a further one is worth less the more there are, so that is
 * near the best of all panels of that size.
 *
 * `alternativeBps`: cost of what is done when no quote is better. `dealersMax`: of the largest panel. Throws RangeError without candidates.
 */
export const choosePanel = (
  candidates: readonly PanelCandidate[],
  alternativeBps: number,
  dealersMax = candidates.length,
): PanelChoice => {
  const bySize: Panel[] = [];
  let chosen: readonly PanelCandidate[] = [];
  let left = [...candidates].sort((a, b) => (a.dealer < b.dealer ? -1 : 1));
  while (left.length > 0 && chosen.length < dealersMax) {
    let best: Panel | undefined;
    let added: PanelCandidate | undefined;
    for (const candidate of left) {
      const panel = panelOf([...chosen, candidate], alternativeBps);
      if (best === undefined || panel.costBps < best.costBps) [best, added] = [panel, candidate];
    }
    chosen = [...chosen, added!];
    left = left.filter((candidate) => candidate !== added);
    bySize.push(best!);
  }
  if (bySize.length === 0) throw new RangeError('choosePanel: candidates must not be empty');
  return { bySize, cheapest: bySize.reduce((best, panel) => (panel.costBps < best.costBps ? panel : best)) };
};

/** What asking these dealers at once is expected to cost. */
export const panelOf = (dealers: readonly PanelCandidate[], alternativeBps: number): Panel => {
  const tradedBps = expectedMinimumBps(dealers.map(possibleCost), alternativeBps);
  let leakageBps = 0;
  for (const [i, { leakageBps: ofDealer }] of dealers.entries()) {
    if (ofDealer !== 0) leakageBps += ofDealer * (1 - winProbability(dealers, i, alternativeBps));
  }
  return { dealers: dealers.map(({ dealer }) => dealer), costBps: tradedBps + leakageBps, leakageBps };
};

const REACH_SD = 8;
const CELLS = 256;

/** P(his quote comes, is below the alternative and below all others that come), by Simpson's rule over his quote. */
const winProbability = (dealers: readonly PanelCandidate[], winner: number, alternativeBps: number): number => {
  const { costBps, responseProbability } = dealers[winner]!;
  const reach = Math.min(REACH_SD, (alternativeBps - costBps.mean) / costBps.sd);
  if (reach <= -REACH_SD) return 0;
  const step = (reach + REACH_SD) / CELLS;
  const density = (z: number): number => {
    let unbeaten = normalPdf(z);
    for (const [i, other] of dealers.entries()) {
      if (i === winner) continue;
      const x = (costBps.mean + costBps.sd * z - other.costBps.mean) / other.costBps.sd;
      unbeaten *= 1 - other.responseProbability * normalCdf(x);
    }
    return unbeaten;
  };
  let sum = density(-REACH_SD) + density(reach);
  for (let cell = 1; cell < CELLS; cell += 1) sum += (cell % 2 === 1 ? 4 : 2) * density(-REACH_SD + cell * step);
  return (responseProbability * sum * step) / 3;
};
