import { bestReducedSpread, type HitModel } from '#domain/rfq';

/**
 * The best reduced spread by cost, for one client tier and number of competitors: solved once on a grid and interpolated, since a
 * simulated dealer asks a million times. Off the grid it is solved directly. Error below 1e-4 of a half-spread away from costs at
 * which the optimum jumps.
 */
export class BestSpreadTable {
  private readonly values: Float64Array;

  constructor(
    private readonly model: HitModel,
    private readonly competitors: number,
  ) {
    this.values = Float64Array.from({ length: CELLS + 1 }, (_, i) =>
      bestReducedSpread(model, competitors, LOWEST + i * WIDTH),
    );
  }

  at(cost: number): number {
    const position = (cost - LOWEST) / WIDTH;
    const cell = Math.floor(position);
    if (!(cell >= 0 && cell < CELLS)) return bestReducedSpread(this.model, this.competitors, cost);
    const low = this.values[cell]!;
    return low + (position - cell) * (this.values[cell + 1]! - low);
  }
}

const LOWEST = -4;
const WIDTH = 1 / 32;
const CELLS = 12 * 32;
