import { logNormalSurvival } from '#domain/core';
import { competitorCdf } from './competitor-table.js';
import { type HitModel } from './hit-model.js';
import { GRID_CELLS, GRID_LOW, GRID_STEP, gridNode } from './reduced-spread-grid.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { exp, floor, log, max, min } = Math;

/** P(done) as a function of the spread: what the best quote is found on. */
export interface HitFunction {
  hit(d: number): number;
  /** `-hit' / hit`, never negative. */
  hazard(d: number): number;
}

/**
 * A hit model against a number of competitors, for who asks a thousand times: exact at the nodes of the grid, its logarithm linear
 * in between and beyond, so that it never rises and its slope is exactly `-hazard hit`. Within 2e-3 of the closed form inside
 * the grid for scales from 0.4 half-spreads and shapes from 0.7.
 */
export class HitCurve implements HitFunction {
  /** Of each cell of the grid; the first and the last cell go on without end. */
  readonly hazards = new Float64Array(GRID_CELLS);
  /** From this cell on hazards never fall: who found that a markup there no longer pays has seen enough. */
  readonly risesFrom: number;
  private readonly logHits = new Float64Array(GRID_CELLS + 1);

  /** `competitors` who were asked; need not be whole where it is an effective number. */
  constructor(model: HitModel, competitors: number) {
    const { reservation, responseProbability } = model.parameters;
    const cdf = competitorCdf(model.competitors);
    for (let i = 0; i <= GRID_CELLS; i += 1) {
      const ofClient = logNormalSurvival((gridNode(i) - reservation.mean) / reservation.sd);
      this.logHits[i] = ofClient + competitors * log(max(1 - responseProbability * cdf[i]!, LEAST));
      if (i > 0) this.hazards[i - 1] = (this.logHits[i - 1]! - this.logHits[i]!) / GRID_STEP;
    }
    let risesFrom = GRID_CELLS - 1;
    while (risesFrom > 0 && this.hazards[risesFrom - 1]! <= this.hazards[risesFrom]!) risesFrom -= 1;
    this.risesFrom = risesFrom;
  }

  hit(d: number): number {
    const cell = this.cellOf(d);
    return exp(min(0, this.logHits[cell]! - (d - gridNode(cell)) * this.hazards[cell]!));
  }

  hazard(d: number): number {
    return this.hazards[this.cellOf(d)]!;
  }

  /** The cell that d lies in. */
  cellOf(d: number): number {
    return max(0, min(GRID_CELLS - 1, floor((d - GRID_LOW) / GRID_STEP)));
  }
}

/** Of the probability that nobody answers with less: certain competitors leave nothing, and a logarithm needs something. */
const LEAST = 1e-12;
