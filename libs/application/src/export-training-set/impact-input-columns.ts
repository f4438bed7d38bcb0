import { fillImpactInputs, IMPACT_INPUTS } from '#domain/impact';
import { sessionSecondsOf } from '#domain/market-data';
import { type TableColumn } from '#application/ports';
import { requestOf, VECTOR_LENGTH } from './arrival-features.js';
import { type ColumnDescription } from './columns.js';
import { type DayRows } from './day-rows.js';

/** Inputs of an impact model carry this prefix. */
export const INPUT_PREFIX = 'x_';

export const describeInputs = (): readonly ColumnDescription[] =>
  IMPACT_INPUTS.map(({ name, unit, formula }) => ({
    name: `${INPUT_PREFIX}${name}`,
    type: 'DOUBLE',
    unit,
    meaning: formula,
    role: 'FEATURE',
  }));

/**
 * What an impact model reads of each order, in the single precision in which it will be served. `vectors` holds one feature
 * vector after the other, in the order of the rows.
 */
export const impactInputColumns = (day: DayRows, vectors: Float64Array): readonly TableColumn[] => {
  const width = IMPACT_INPUTS.length;
  const terms = { ...day.terms, sessionSeconds: sessionSecondsOf(day.session, day.terms) };
  const inputs = new Float32Array(day.rows.length * width);
  for (const [row, order] of day.rows.entries()) {
    const market = vectors.subarray(row * VECTOR_LENGTH, (row + 1) * VECTOR_LENGTH);
    fillImpactInputs(inputs, row * width, market, requestOf(order, day), terms);
  }
  return IMPACT_INPUTS.map(({ name }, column) => ({
    name: `${INPUT_PREFIX}${name}`,
    type: 'DOUBLE',
    values: Float64Array.from(day.rows, (_, row) => inputs[row * width + column]!),
  }));
};
