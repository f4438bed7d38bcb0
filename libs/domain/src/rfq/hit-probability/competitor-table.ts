import { integrate } from '#domain/core';
import { GRID_CELLS, GRID_LOW, GRID_STEP, gridNode } from './reduced-spread-grid.js';
import { type SkewExponentialPower } from './skew-exponential-power.js';

/** Nodes and weights of the Gauss-Legendre rule of three points on [-1, 1]. */
const GAUSS_NODE = Math.sqrt(3 / 5);
const GAUSS_SIDE = 5 / 18;
const GAUSS_MIDDLE = 8 / 18;

/**
 * F of a competitor's reduced spread at the nodes of the grid, lowest first, by adding up the density: a skewed cdf costs a
 * quadrature, its density nothing. Cells next to the density's cusp at the location are integrated by a rule that bears it.
 * Absolute error below 1e-8 for scales from a tenth of a half-spread.
 */
export const competitorCdf = (distribution: SkewExponentialPower): Float64Array => {
  const { location } = distribution.parameters;
  const cdf = new Float64Array(GRID_CELLS + 1);
  cdf[0] = distribution.cdf(GRID_LOW);
  for (let i = 0; i < GRID_CELLS; i += 1) {
    const low = gridNode(i);
    const isNearCusp = low - location < GRID_STEP && location - low < 2 * GRID_STEP;
    const mass = isNearCusp ? massAround(distribution, low, location) : smoothMass(distribution, low);
    cdf[i + 1] = Math.min(1, cdf[i]! + mass);
  }
  return cdf;
};

const smoothMass = (distribution: SkewExponentialPower, low: number): number => {
  const half = GRID_STEP / 2;
  const middle = low + half;
  const reach = GAUSS_NODE * half;
  const sides = distribution.density(middle - reach) + distribution.density(middle + reach);
  return GRID_STEP * (GAUSS_SIDE * sides + GAUSS_MIDDLE * distribution.density(middle));
};

const massAround = (distribution: SkewExponentialPower, low: number, location: number): number => {
  const density = (y: number): number => distribution.density(y);
  const cusp = Math.min(Math.max(location, low), low + GRID_STEP);
  return integrate(density, low, cusp) + integrate(density, cusp, low + GRID_STEP);
};
