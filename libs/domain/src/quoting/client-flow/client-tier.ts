import { type Estimate } from '#domain/microstructure';
import { type Gated } from './markouts.js';

/** How a desk treats a client, from what his requests and trades have shown. */
export type ClientTierName =
  /** Too little is known: quoted as the population. */
  | 'UNKNOWN'
  /** Trades come before moves against the dealer, beyond chance. */
  | 'INFORMED'
  /** Leaves for a small part of a half-spread. */
  | 'PRICE_SENSITIVE'
  | 'LOYAL';

/** `hazard`: share of his trades that one more half-spread loses at the usual price, from the fitted hit model. */
export const clientTier = (
  adverseMove: Gated<Estimate>,
  hazard: number,
  settings: { readonly adverseMoveBpsMin: number; readonly sensitiveHazardMin: number },
): ClientTierName => {
  if (adverseMove.kind === 'TOO_FEW') return 'UNKNOWN';
  if (adverseMove.value.low > settings.adverseMoveBpsMin) return 'INFORMED';
  return hazard > settings.sensitiveHazardMin ? 'PRICE_SENSITIVE' : 'LOYAL';
};
