/**
 * Branching ratio from counts in windows much longer than the kernel: `n = 1 - sqrt(mean / variance)`; 0 for a Poisson process.
 * Source: Hardiman and Bouchaud, "Branching-ratio approximation for the self-exciting Hawkes process", Phys. Rev. E 90, 2014.
 * NaN with less than two windows or no event.
 */
export const fanoBranchingRatio = (counts: ArrayLike<number>): number => {
  const n = counts.length;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i += 1) {
    sum += counts[i]!;
    squares += counts[i]! ** 2;
  }
  const mean = sum / n;
  const variance = (squares - n * mean * mean) / (n - 1);
  return n < 2 || sum === 0 ? NaN : 1 - Math.sqrt(mean / variance);
};
