import { err, ok, type Result } from '#domain/core';
import { type ImpactForecast } from '#domain/impact';
import { dealerPriorsOf, DEFAULT_SCORING_SETTINGS, fairPrice, type PanelCandidate } from '#domain/scoring';
import { type DecidableBlock } from '#application/decidable-market';
import { type DeskSettings } from '#application/ports';
import { knownCandidates, type CandidatePorts, type NoDealerKnown } from '#application/whom-to-ask';
import { type SplitInputs } from './decide-venues.js';
import { splitForecasts } from './split-conditions.js';
import { WINDOW_SECONDS, type StatedSplit } from './stated-split.js';

/** Dealers asked at once where none are named: who pays more for the next one than he is worth long before that. */
const PANEL_MAX = 8;

/** Whom each venue would ask for the block, by venue; refused where a request is to be sent and nobody is known. */
export const venuePanels = async (
  ports: CandidatePorts,
  { deskId, scoring = DEFAULT_SCORING_SETTINGS }: Pick<DeskSettings, 'deskId' | 'scoring'>,
  { side, venues }: Pick<StatedSplit, 'side' | 'venues'>,
  { market, quantity }: Pick<DecidableBlock, 'market' | 'quantity'>,
  forecasts: readonly ImpactForecast[],
): Promise<Result<SplitInputs['panels'], NoDealerKnown>> => {
  const fairCostBps = fairPrice(side, market, splitForecasts(forecasts).hedge).costBps;
  const panels: (readonly PanelCandidate[])[] = [];
  for (const [v, { kind, dealers, waitSeconds = WINDOW_SECONDS }] of venues.entries()) {
    if (kind !== 'RFQ') {
      panels.push([]);
      continue;
    }
    const surroundings = { fairCostBps, windowSeconds: waitSeconds, assumedLeakageBps: scoring.leakageBps };
    const asked = { market, quantity, ...(dealers && { dealers }), priors: dealerPriorsOf(scoring), ...surroundings };
    const { candidates } = await knownCandidates(ports, deskId, asked);
    if (candidates.length === 0) return err(nobodyToAsk(v));
    panels.push(dealers === undefined ? cheapest(candidates) : candidates.map(panelCandidate));
  }
  return ok(panels);
};

const cheapest = (candidates: readonly PanelCandidate[]): readonly PanelCandidate[] =>
  [...candidates]
    .sort((a, b) => a.costBps.mean + a.leakageBps - b.costBps.mean - b.leakageBps || (a.dealer < b.dealer ? -1 : 1))
    .slice(0, PANEL_MAX)
    .map(panelCandidate);

/** What of a candidate the split rests on: that is kept. */
const panelCandidate = ({ dealer, costBps, responseProbability, leakageBps }: PanelCandidate): PanelCandidate => ({
  dealer,
  costBps,
  responseProbability,
  leakageBps,
});

const nobodyToAsk = (venue: number): NoDealerKnown => ({
  code: 'NO_DEALER_KNOWN',
  field: `venues.${venue}.dealers`,
  message: 'this desk has no request of this class of instrument in its history, and none was named who may be asked',
  allowed: 'names of dealers who may be asked',
});
