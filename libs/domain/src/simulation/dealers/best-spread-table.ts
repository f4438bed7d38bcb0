import { bestReducedSpread, type HitModel } from '#domain/rfq';

/**
 * The best reduced spread by cost, for one client tier and number of competitors. A simulated dealer asks a million times, so it is
 * solved once per point of a grid, when somebody first needs that point, and interpolated; off the grid it is solved directly.
 * Error below 1e-4 of a half-spread, but for costs at which the optimum jumps.
 */
export class BestSpreadTable {
  private readonly values = new Float64Array(CELLS + 1).fill(NaN);

  constructor(
    private readonly model: HitModel,
    private readonly competitors: number,
  ) {}

  at(cost: number): number {
    const position = (cost - LOWEST) / WIDTH;
    const cell = Math.floor(position);
    if (!(cell >= 0 && cell < CELLS)) return bestReducedSpread(this.model, this.competitors, cost);
    const low = this.solved(cell);
    return low + (position - cell) * (this.solved(cell + 1) - low);
  }

  private solved(point: number): number {
    const known = this.values[point]!;
    // NaN: not solved yet.
    if (known === known) return known;
    return (this.values[point] = bestReducedSpread(this.model, this.competitors, LOWEST + point * WIDTH));
  }
}

const LOWEST = -4;
const WIDTH = 1 / 32;
const CELLS = 12 * 32;
