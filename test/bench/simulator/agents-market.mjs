import { LIQUID_STOCK, SimulatedMarket } from '#domain/simulation';

/** Liquidity that keeps a mean number of orders at rest at each of the nearest prices, each for a mean time. */
const resting = (prices, ordersPerPrice, meanSeconds) => ({
  limit: new Array(prices).fill(ordersPerPrice / meanSeconds),
  cancel: [1 / meanSeconds],
  market: 0,
});

/** As many orders arrive as in `LIQUID_STOCK`; each waits 5,000 s instead of 1,000 s. */
const PATIENT = { ...LIQUID_STOCK, liquidity: resting(300, 35, 5_000) };

/** The flow of `PATIENT` on ticks ten times as wide, 5 bps of the price, as in a stock at 20 or a short future: queues are long. */
const LARGE_TICK = {
  ...PATIENT,
  initialMidTicks: 2_000,
  liquidity: resting(30, 350, 5_000),
  makers: { ...LIQUID_STOCK.makers, halfSpreadTicks: 0.5, surpriseTicks: 0.2 },
};

/** Markets of agents by how deep their books are, and how long their queues. */
export const MARKETS = { liquid: LIQUID_STOCK, patient: PATIENT, largeTick: LARGE_TICK };

/** A market of agents at its open; a session of so many seconds. */
export const openMarket = (sessionSeconds, seed, parameters = LIQUID_STOCK) => {
  const opened = SimulatedMarket.open({ ...parameters, sessionSeconds }, seed);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};
