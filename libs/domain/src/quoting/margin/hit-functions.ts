import { type HitFunction } from '#domain/rfq';

/** `hit = min(1, A e^(-k d))`: of Avellaneda and Stoikov; below the kink every quote is hit. */
export const exponentialHits = (scale: number, decay: number): HitFunction => ({
  hit: (d) => Math.min(1, scale * Math.exp(-decay * d)),
  hazard: (d) => (scale * Math.exp(-decay * d) < 1 ? decay : 0),
});

/** `hit = 1 / (1 + e^(a + b d))`, reference 5. */
export const logisticHits = (a: number, b: number): HitFunction => ({
  hit: (d) => 1 / (1 + Math.exp(a + b * d)),
  hazard: (d) => b / (1 + Math.exp(-a - b * d)),
});
