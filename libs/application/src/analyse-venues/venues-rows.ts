import { type VenuesFailure } from '#domain/venues';
import { type AnalysisMethod } from '#application/compute-analysis';
import { type ForecastUnavailable, type InThreads } from '#application/ports';
import { type splitOver, type VenueSplitView } from '#application/select-venues';
import { rowInputs, type VenuesAnalysisInputs } from './venues-inputs.js';

/** One order, split. */
export interface VenuesRow extends VenueSplitView {
  /** The order's number, from 0. */
  readonly row: number;
}

/** What becomes of an order: its split, or why there is none. */
export type VenuesAnswer = VenuesRow | ForecastUnavailable | VenuesFailure;

type Computing = InThreads<{ readonly splitOver: typeof splitOver }>;

/** Rows of orders, by the rule of a recorded split; those of a part are computed side by side, as far as there are threads. */
export const venuesMethod = (computing: Computing): AnalysisMethod => ({
  rows: (text, from, to) => {
    const inputs = JSON.parse(text) as VenuesAnalysisInputs;
    const rows = Array.from({ length: to - from }, (_, i) => from + i);
    return Promise.all(rows.map((row) => answerOf(computing, inputs, row)));
  },
});

const answerOf = async (computing: Computing, inputs: VenuesAnalysisInputs, row: number): Promise<VenuesAnswer> => {
  const asked = rowInputs(inputs, row);
  if (!asked.ok) return asked.error;
  const split = await computing.splitOver(asked.value);
  return split.ok ? { row, ...split.value } : split.error;
};
