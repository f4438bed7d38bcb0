import { DEFAULT_ORDER_BOOK_MARKET, LIQUID_STOCK, OrderBookMarket, SimulatedMarket } from '#domain/simulation';
import { figure } from '../figure.mjs';

/** `DEFAULT_ORDER_BOOK_MARKET` was chosen on seeds below. */
const FIRST_SEED = 301;
const SECOND = 1e9;
const START = 600;
const WORKED = 60;
const LATER = 300;
const HEDGES = [1_000, 10_000, 30_000];
const DRIFT_BPS = 5;

export const hedges = {
  title: 'What dealers’ hedges do to the book',
  needs: [],
  notes:
    'A hedge is taken over a minute, ten minutes after the open, in the market of agents: how far the mid is moved in its direction when ' +
    'the minute is over and four minutes later, against the same seed without it. A drift of 5 bps is 6,250 units of nobody in particular.',
  measure({ quick }) {
    const seeds = Array.from({ length: quick ? 12 : 60 }, (_, i) => FIRST_SEED + i);
    const quiet = seeds.map((seed) => midsOf(seed, () => undefined));
    const moved = (name, act) => {
      const rows = seeds.map((seed, i) => {
        const sign = i % 2 === 0 ? 1 : -1;
        const mids = midsOf(seed, (market) => act(market, sign));
        return mids.map((mid, k) => sign * 1e4 * (mid / quiet[i][k] - 1));
      });
      return [
        mean(
          `${name}_at_its_end`,
          rows.map(([end]) => end),
        ),
        mean(
          `${name}_four_minutes_later`,
          rows.map(([, later]) => later),
        ),
      ];
    };
    return {
      figures: [
        ...HEDGES.flatMap((quantity) =>
          moved(`hedge_of_${quantity}`, (market, side) =>
            market.hedge(START * SECOND, { dealer: 0, side, quantity, overSeconds: WORKED }),
          ),
        ),
        ...moved(`drift_of_${DRIFT_BPS}_bps`, (market, sign) =>
          market.drift(START * SECOND, 'LEAKAGE', sign * DRIFT_BPS, WORKED),
        ),
      ],
    };
  },
};

/** The mid when the hedge is over, and when it has been for a while. */
const midsOf = (seed, act) => {
  const opened = SimulatedMarket.open(LIQUID_STOCK, seed);
  if (!opened.ok) throw new Error(opened.error.message);
  const market = new OrderBookMarket(opened.value, DEFAULT_ORDER_BOOK_MARKET, () => undefined);
  market.midAt(START * SECOND);
  act(market);
  return [START + WORKED, START + LATER].map((seconds) => {
    while (market.nextTimeNs <= seconds * SECOND) market.step();
    return market.midAt(seconds * SECOND);
  });
};

const mean = (name, values) => {
  const n = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1);
  const half = 1.96 * Math.sqrt(variance / n);
  return figure(name, 'bps', value, { low: value - half, high: value + half, n });
};
