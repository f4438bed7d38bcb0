import { type PanelCandidate } from './candidate.js';
import { GrowingPanel } from './growing-panel.js';
import { type Panel } from './panel.js';

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
 * `alternativeBps`: cost of what is done when no quote is better; finite. `dealersMax`: of the largest panel. Throws RangeError without
 * candidates.
 */
export const choosePanel = (
  candidates: readonly PanelCandidate[],
  alternativeBps: number,
  dealersMax = candidates.length,
): PanelChoice => {
  const bySize: Panel[] = [];
  let left = [...candidates].sort((a, b) => (a.dealer < b.dealer ? -1 : 1));
  const growing = new GrowingPanel(left, alternativeBps);
  while (left.length > 0 && bySize.length < dealersMax) {
    let best: Panel | undefined;
    let added: PanelCandidate | undefined;
    for (const candidate of left) {
      const panel = growing.with(candidate);
      if (best === undefined || panel.costBps < best.costBps) [best, added] = [panel, candidate];
    }
    growing.add(added!);
    left = left.filter((candidate) => candidate !== added);
    bySize.push(best!);
  }
  if (bySize.length === 0) throw new RangeError('choosePanel: candidates must not be empty');
  return { bySize, cheapest: bySize.reduce((best, panel) => (panel.costBps < best.costBps ? panel : best)) };
};
