import { seededRng } from '#domain/core';
import { IMPORT_COLUMNS } from '#domain/scoring';

export interface RfqListOptions {
  readonly requests: number;
  /** Mean distance of a dealer's quotes from the mid, in bps, by name. */
  readonly dealers: Readonly<Record<string, number>>;
}

/** A third party's list of requests for quote: two or three of the dealers quote each, the best one is traded with half of the time. */
export const rfqListCsv = (seed: number, { requests, dealers }: RfqListOptions): string => {
  const rng = seededRng(seed);
  const lines = [IMPORT_COLUMNS.join(',')];
  for (let i = 0; i < requests; i += 1) {
    const time = new Date(Date.UTC(2024, 2, 5, 9) + i * 60_000).toISOString();
    const isBuy = rng.uniform() < 0.5;
    const sign = isBuy ? 1 : -1;
    const mid = Number((95 + 10 * rng.uniform()).toFixed(3));
    const names = Object.keys(dealers).filter(() => rng.uniform() < 0.8);
    const quotes = (names.length === 0 ? Object.keys(dealers) : names).map((name) => ({
      name,
      price: Number((mid * (1 + (sign * (dealers[name]! + rng.normal())) / 1e4)).toFixed(6)),
    }));
    const best = quotes.reduce((one, other) => (sign * other.price < sign * one.price ? other : one));
    const isTraded = rng.uniform() < 0.5;
    const nextMid = Number((mid * (1 + (2 * rng.normal()) / 1e4)).toFixed(4));
    for (const quote of quotes) {
      const traded = isTraded && quote === best;
      const notional = 1e6 * (1 + (i % 5));
      const competitors = Object.keys(dealers).length - 1;
      const values = [time, `BOND${i % 3}`, isBuy ? 'BUY' : 'SELL', notional, quote.name, mid, quote.price];
      lines.push([...values, competitors, traded, nextMid].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
};
