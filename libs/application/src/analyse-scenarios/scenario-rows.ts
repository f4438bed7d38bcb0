import { type Result } from '#domain/core';
import { strategyRequests, strategyTable, type ScenarioRow } from '#domain/execution';
import { type ImpactForecast } from '#domain/impact';
import { type AnalysisMethod } from '#application/compute-analysis';
import { type ForecastUnavailable, type ImpactModel } from '#application/ports';
import { gridCell, ROWS_PER_CELL, type GridCell, type ScenarioGrid } from './scenario-grid.js';

/** What one strategy is forecast to cost in one cell of the grid. */
export interface GridRow extends Omit<ScenarioRow, 'slippage'> {
  /** Its number, from 0. */
  readonly row: number;
  /** In units. */
  readonly quantity: number;
  readonly volatilityFactor: number;
}

/** What becomes of a row: its costs, or that the block is out of the range of every model, with a field such as `rows.3`. */
export type GridAnswer = GridRow | ForecastUnavailable;

/** Rows of a grid from the served model; the parts of an analysis hold whole cells. */
export const scenarioMethod = (model: ImpactModel): AnalysisMethod => ({
  rows: async (inputs, from, to) => {
    const grid = JSON.parse(inputs) as ScenarioGrid;
    const cells: GridCell[] = [];
    for (let cell = from / ROWS_PER_CELL; cell < to / ROWS_PER_CELL; cell += 1) cells.push(gridCell(grid, cell));
    const answers = await askTogether(model, cells);
    return answers.flatMap((answer, i) => cellRows(grid, cells[i]!, from + i * ROWS_PER_CELL, answer));
  },
});

type CellForecasts = Result<readonly ImpactForecast[], ForecastUnavailable>;

/** By cell. A model refuses all of a call for one block out of its range: then each cell is asked by itself. */
const askTogether = async (model: ImpactModel, cells: readonly GridCell[]): Promise<readonly CellForecasts[]> => {
  const together = await model.forecast(cells.flatMap(({ block }) => strategyRequests(block)));
  if (together.ok) {
    return cells.map((_, i) => ({
      ok: true,
      value: together.value.slice(i * ROWS_PER_CELL, (i + 1) * ROWS_PER_CELL),
    }));
  }
  const answers: CellForecasts[] = [];
  for (const { block } of cells) answers.push(await model.forecast(strategyRequests(block)));
  return answers;
};

const cellRows = (
  { thresholdBps }: ScenarioGrid,
  { block, volatilityFactor }: GridCell,
  firstRow: number,
  forecasts: CellForecasts,
): readonly GridAnswer[] => {
  if (!forecasts.ok) {
    return Array.from({ length: ROWS_PER_CELL }, (_, i) => ({ ...forecasts.error, field: `rows.${firstRow + i}` }));
  }
  const table = strategyTable(block, forecasts.value, thresholdBps);
  return table.map(({ slippage: _, ...costs }, i) => ({
    row: firstRow + i,
    quantity: block.quantity,
    volatilityFactor,
    ...costs,
  }));
};
