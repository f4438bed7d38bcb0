/** The grid of reduced spreads on which hit models are tabulated and outcomes counted: from -8 to 16 half-spreads by 1/32. */
export const GRID_LOW = -8;
export const GRID_HIGH = 16;
export const GRID_STEP = 1 / 32;
export const GRID_CELLS = (GRID_HIGH - GRID_LOW) / GRID_STEP;

export const gridNode = (i: number): number => GRID_LOW + i * GRID_STEP;

/** The same for who walks a `HitCurve` cell by cell. */
export const HIT_GRID = { low: GRID_LOW, step: GRID_STEP } as const;
