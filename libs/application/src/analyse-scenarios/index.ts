import { type Result } from '#domain/core';
import { type AnalysisRecord, type InstrumentStates, type MarketState } from '#application/ports';
import { type IdempotencyConflict } from '#application/record-decision';
import { requestAnalysis, type RequestAnalysisPorts, type TooManyRows } from '#application/request-analysis';
import { cellsOf, ROWS_PER_CELL, scenarioGrid, type GridFailure, type StatedGrid } from './scenario-grid.js';

export { gridOf, type GridView } from './grid-view.js';
export { type ScenarioGrid } from './scenario-grid.js';
export { type GridAnswer, type GridRow, scenarioMethod } from './scenario-rows.js';

/** Cells of one part: a call of the model that leaves the thread that asks free again after milliseconds. */
const CELLS_PER_PART = 64;

/** A grid of blocks and shocks, as a client sends it. */
export interface AnalyseScenariosCommand extends StatedGrid {
  readonly idempotencyKey: string;
}

export interface AnalyseScenariosPorts extends RequestAnalysisPorts {
  readonly market: MarketState & InstrumentStates;
}

export type AnalyseScenariosFailure = GridFailure | TooManyRows | IdempotencyConflict;

/** Stores the comparison of all strategies over sizes, horizons and volatility in the market of this moment, to be computed by workers. */
export const analyseScenarios = (
  ports: AnalyseScenariosPorts,
  deskId: string,
  command: AnalyseScenariosCommand,
): Promise<Result<AnalysisRecord, AnalyseScenariosFailure>> => {
  const { idempotencyKey, ...grid } = command;
  return requestAnalysis(ports, deskId, {
    kind: 'SCENARIOS',
    idempotencyKey,
    command,
    rows: cellsOf(grid) * ROWS_PER_CELL,
    rowsPerPart: CELLS_PER_PART * ROWS_PER_CELL,
    inputs: () => scenarioGrid(ports.market, grid),
  });
};
