import { type Rng } from '#domain/core';
import { BlockSums, type Estimate } from '#domain/microstructure';
import { type MetaorderParameters } from '../flow/metaorders/metaorder-parameters.js';
import { signAutocorrelations } from '../flow/metaorders/metaorder-signs.js';

export interface MetaorderFit {
  readonly parameters: MetaorderParameters;
  readonly concurrent: Estimate;
  readonly tailExponent: Estimate;
  /** Root mean square of what is left of the autocorrelation over the lags: near 0 where the model fits. */
  readonly residual: number;
}

const LAGS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300];
const CONCURRENT = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 25, 28, 32, 36, 40, 50, 64, 80, 100,
];
const EXPONENTS = Array.from({ length: 37 }, (_, i) => 1.05 + 0.025 * i);
/** Not told by the signs of a session: only the longest lags depend on it. */
export const MOST_CHILDREN = 500;
const TRADES_MIN = 1000;
/** Trades that are resampled together. */
const BLOCK_TRADES = 500;

/**
 * How many metaorders are worked at a time and the tail of their lengths: the pair, on a grid, whose exact autocorrelation of
 * signs is nearest to the measured one in least squares over lags 1 to 300. Intervals by bootstrap over blocks of 500 trades.
 * Undefined with less than 1000 trades. `signs`: of each session's trades in their order.
 */
export const fitMetaorders = (signs: readonly Float64Array[], rng: Rng): MetaorderFit | undefined => {
  if (signs.reduce((sum, { length }) => sum + length, 0) < TRADES_MIN) return undefined;
  const models = CONCURRENT.flatMap((concurrent) =>
    EXPONENTS.map((tailExponent) => {
      const parameters = { concurrent, tailExponent, mostChildren: MOST_CHILDREN };
      return { parameters, expected: signAutocorrelations(parameters, LAGS) };
    }),
  );
  const nearest = (sums: Float64Array) => {
    const measured = LAGS.map((_, k) => sums[2 * k]! / sums[2 * k + 1]!);
    let best = { parameters: models[0]!.parameters, squares: Infinity };
    for (const { parameters, expected } of models) {
      let squares = 0;
      for (let k = 0; k < LAGS.length; k += 1) squares += (measured[k]! - expected[k]!) ** 2;
      if (squares < best.squares) best = { parameters, squares };
    }
    return best;
  };
  const blocks = signProducts(signs);
  const { parameters, squares } = nearest(blocks.total());
  const [concurrent, tailExponent] = blocks.estimate((sums) => {
    const { parameters: drawn } = nearest(sums);
    return [drawn.concurrent, drawn.tailExponent];
  }, rng) as [Estimate, Estimate];
  return { parameters, concurrent, tailExponent, residual: Math.sqrt(squares / LAGS.length) };
};

/** Per lag: sum of products and their number. */
const signProducts = (signs: readonly Float64Array[]): BlockSums => {
  const blocks = new BlockSums(2 * LAGS.length);
  let firstBlock = 0;
  for (const session of signs) {
    for (let i = 0; i < session.length; i += 1) {
      const sums = blocks.of(firstBlock + Math.floor(i / BLOCK_TRADES));
      for (let k = 0; k < LAGS.length && LAGS[k]! <= i; k += 1) {
        sums[2 * k]! += session[i]! * session[i - LAGS[k]!]!;
        sums[2 * k + 1]! += 1;
      }
    }
    firstBlock += Math.ceil(session.length / BLOCK_TRADES);
  }
  return blocks;
};
