import { sideSign, type Side } from './side.js';

/** Basis points per unit: 1 bps = 1e-4. */
export const BPS = 1e4;

/** Cost in bps of `benchmark`, by the sign rule: positive is worse for the client. */
export const costBps = (side: Side, paid: number, benchmark: number): number =>
  (sideSign(side) * (paid - benchmark) * BPS) / benchmark;

/** The price that lies `bps` of `benchmark` away, in the direction that is worse for the client. */
export const priceAtCost = (side: Side, benchmark: number, bps: number): number =>
  benchmark * (1 + (sideSign(side) * bps) / BPS);
