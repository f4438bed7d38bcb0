import { type Rng } from '#domain/core';

/** How child orders are dealt out to synthetic traders. */
export interface TraderMapping {
  readonly name: string;
  readonly traders: number;
  /** EQUAL: all trade as often. INVERSE_RANK: the k-th trader 1/k as often as the first. */
  readonly frequency: 'EQUAL' | 'INVERSE_RANK';
}

/** The mappings of reference 10, after Maitrier, Loeper and Bouchaud 2025 (arXiv 2503.18199). */
export const TRADER_MAPPINGS: readonly TraderMapping[] = [
  { name: 'H20', traders: 20, frequency: 'EQUAL' },
  { name: 'H80', traders: 80, frequency: 'EQUAL' },
  { name: 'P50', traders: 50, frequency: 'INVERSE_RANK' },
];

/** A trader for each of `children`, independent of all that the children are: what comes later changes no earlier one. */
export const assignTraders = ({ traders, frequency }: TraderMapping, children: number, rng: Rng): Uint8Array => {
  const upTo = cumulativeShares(traders, frequency);
  return Uint8Array.from({ length: children }, () => {
    const draw = rng.uniform();
    return upTo.findIndex((share) => draw < share);
  });
};

const cumulativeShares = (traders: number, frequency: TraderMapping['frequency']): readonly number[] => {
  const weights = Array.from({ length: traders }, (_, k) => (frequency === 'EQUAL' ? 1 : 1 / (k + 1)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const shares = weights.map((weight) => (sum += weight) / total);
  // The last share is 1 whatever the rounding, so that every draw finds its trader.
  shares[traders - 1] = 1;
  return shares;
};
