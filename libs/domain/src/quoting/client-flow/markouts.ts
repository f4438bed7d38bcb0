import { type Estimate } from '#domain/microstructure';

/** Sums of the moves against the dealer after his trades with somebody, at one horizon; bps of the mid at the trade. */
export interface MarkoutSums {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

export const NO_MARKOUTS: MarkoutSums = { n: 0, sum: 0, squares: 0 };

/** `againstBps`: s (mid later - mid at the trade), s the client's side: positive is what the client knew. Throws RangeError unless finite. */
export const withMarkout = ({ n, sum, squares }: MarkoutSums, againstBps: number): MarkoutSums => {
  if (!Number.isFinite(againstBps)) throw new RangeError(`againstBps must be finite, got ${againstBps}`);
  return { n: n + 1, sum: sum + againstBps, squares: squares + againstBps ** 2 };
};

/** What is known, or how much is missing. */
export type Gated<T> =
  | { readonly kind: 'KNOWN'; readonly n: number; readonly value: T }
  | { readonly kind: 'TOO_FEW'; readonly n: number; readonly nMin: number };

/** Trades below which nothing is said of a client. */
export const TRADES_MIN = 30;

/**
 * Expected move against the dealer after a trade with a client, shrunk towards what all clients show: normal means with a normal prior
 * around the population's mean, `betweenSdBps` the standard deviation of true means between clients. Of few trades little is
 * believed; of fewer than `TRADES_MIN` nothing is said.
 */
export const expectedAdverseMove = (
  client: MarkoutSums,
  population: MarkoutSums,
  betweenSdBps: number,
): Gated<Estimate> => {
  if (client.n < TRADES_MIN) return { kind: 'TOO_FEW', n: client.n, nMin: TRADES_MIN };
  const within = variance(population) / client.n;
  const between = betweenSdBps ** 2;
  const weight = between / (between + within);
  const value = weight * (client.sum / client.n) + (1 - weight) * (population.sum / population.n);
  const sd = Math.sqrt(weight * within + ((1 - weight) ** 2 * variance(population)) / population.n);
  return { kind: 'KNOWN', n: client.n, value: { value, low: value - NORMAL_95 * sd, high: value + NORMAL_95 * sd } };
};

/**
 * How far true means of clients lie apart, by moments: the variance of their observed means less what chance alone would make of it
 * (DerSimonian and Laird, Controlled Clinical Trials 7, 1986), not below 0. Clients with fewer than two trades say nothing.
 */
export const betweenClientsSdBps = (clients: readonly MarkoutSums[], population: MarkoutSums): number => {
  const known = clients.filter(({ n }) => n > 1);
  const within = variance(population);
  const mean = population.sum / population.n;
  const total = known.reduce((sum, { n }) => sum + n, 0);
  const heterogeneity = known.reduce((sum, one) => sum + (one.n * (one.sum / one.n - mean) ** 2) / within, 0);
  const scale = (total - known.reduce((sum, { n }) => sum + n * n, 0) / total) / within;
  return Math.sqrt(Math.max(0, (heterogeneity - (known.length - 1)) / scale));
};

const NORMAL_95 = 1.959_963_984_540_054;

const variance = ({ n, sum, squares }: MarkoutSums): number => Math.max(0, (squares - (sum * sum) / n) / (n - 1));
