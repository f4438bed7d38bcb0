import { seededRng } from '#domain/core';
import { BlockSums } from '#domain/microstructure';

const SEED = 1;

/**
 * Statistics of sums over orders, with 95 % intervals over resampled 5-minute blocks (reference 10). `termsOf` gives the
 * numbers of an order that are summed, or undefined where it does not count. `n`: orders that count.
 */
export const byBlocks = (orders, termsOf, statisticsOf) => {
  let sums;
  let n = 0;
  for (const order of orders) {
    const terms = termsOf(order);
    if (terms === undefined) continue;
    sums ??= new BlockSums(terms.length);
    const block = sums.of(order.block);
    for (const [i, term] of terms.entries()) block[i] += term;
    n += 1;
  }
  return { n, estimates: sums === undefined ? [] : sums.estimate(statisticsOf, seededRng(SEED)) };
};
