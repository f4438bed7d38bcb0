import { type Side } from '#domain/core';
import { marketView, type MarketView } from '#application/decidable-market';
import { type AnalysisStore } from '#application/ports';
import { type ScenarioGrid } from './scenario-grid.js';

/** What all rows of a grid have in common. */
export interface GridView {
  readonly instrumentId: string;
  readonly side: Side;
  /** At the time of the request. */
  readonly market: MarketView;
}

/** Of an analysis of scenarios; undefined when this desk has no such analysis. */
export const gridOf = async (
  analyses: AnalysisStore,
  deskId: string,
  analysisId: string,
): Promise<GridView | undefined> => {
  const inputs = await analyses.inputs(deskId, analysisId);
  if (inputs === undefined) return undefined;
  const { instrumentId, side, market } = JSON.parse(inputs) as ScenarioGrid;
  return { instrumentId, side, market: marketView(market) };
};
