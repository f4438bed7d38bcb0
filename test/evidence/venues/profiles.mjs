import { KeyedRng } from '#domain/core';
import { crossingPriors, learnCrossing, learnTaking } from '#domain/venues';
import {
  COUNTERPARTIES,
  DEALERS,
  HORIZON,
  LOT,
  MIRROR_FEES,
  BOOK_FEES,
  ORDER,
  POOL_FEES,
  WINDOW,
  work,
} from './world.mjs';

const EXPONENT = 0.5;
const SIZE_STREAM = 91;
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const sdOf = (values) => Math.sqrt(meanOf(values.map((value) => (value - meanOf(values)) ** 2)));

/**
 * What a desk learns by sending orders of random sizes to each venue alone: profiles, and what the lit market is like. `seeds`: of
 * the sessions, none of which is judged.
 */
export const learnVenues = (seeds) => {
  const rng = new KeyedRng(1);
  const sized = seeds.map((seed) => ({
    seed,
    units: LOT * (10 + rng.select(seed, SIZE_STREAM).below(ORDER / LOT - 9)),
  }));
  const taken = sized.map(({ seed, units }) => ({ units, bps: work(seed, { lit: units }).venues.lit.costBps }));
  const mirrored = sized.map(({ seed, units }) => work(seed, { mirror: units }).venues.mirror.costBps);
  // Both pools in the same sessions, as neither moves anything.
  const waited = sized.map(({ seed, units }) => ({ units, ...work(seed, { pool: units, quiet_pool: units }) }));
  const asked = sized.map(({ seed, units }, i) => {
    const { quotes, meanMoveBps } = work(seed, { rfq: units });
    // While an order waits in the pool nothing of it is in the book: the same session without the hedge.
    return { units, quotes, hedgeBps: meanMoveBps - waited[i].meanMoveBps };
  });
  const { halfSpreadBps, impactBps } = learnTaking(
    taken.map(({ units, bps }) => ({ units, shortfallBps: bps - BOOK_FEES.taker.bps })),
    ORDER,
    EXPONENT,
    { halfSpreadBps: { value: 1, sd: 1 }, impactBps: { value: 5, sd: 5 }, orderSdBps: 7 },
  );
  const fitted = (units) => halfSpreadBps.value + impactBps.value * (units / ORDER) ** EXPONENT;
  const residuals = taken.map(({ units, bps }) => bps - BOOK_FEES.taker.bps - fitted(units));
  const volatility = sdOf(waited.map(({ moveBps }) => moveBps)) / Math.sqrt(HORIZON);
  const conditions = {
    halfSpreadBps: Math.max(0, halfSpreadBps.value),
    takerFeeBps: BOOK_FEES.taker.bps,
    volatilityBpsPerSqrtSecond: volatility,
    horizonSeconds: HORIZON,
    workSeconds: HORIZON,
    driftBpsPerSecond: 0,
    impactBps: impactBps.value,
    referenceUnits: ORDER,
    exponent: EXPONENT,
    residualSdBps: Math.sqrt(Math.max(0, sdOf(residuals) ** 2 - (volatility ** 2 * HORIZON) / 3)),
  };
  const widerBps = Math.max(
    0,
    meanOf(mirrored.map((bps, i) => bps - MIRROR_FEES.taker.bps - (taken[i].bps - BOOK_FEES.taker.bps))),
  );
  const crossing = (name) =>
    learnCrossing(
      waited.map(({ units, pools }) => ({
        units,
        filledUnits: pools[name].units,
        adverseBps: pools[name].costBps,
        driftBps: NaN,
      })),
      { ...crossingPriors(COUNTERPARTIES.meanUnits * 10), leakageBps: { value: 0, sd: 1e-9, observationSd: 1 } },
    );
  const bounds = { minUnits: 0, maxUnits: ORDER, allOrNone: false, latencySeconds: 0 };
  return {
    conditions,
    venues: [
      {
        ...bounds,
        name: 'lit',
        kind: 'LIT',
        makerFeeBps: BOOK_FEES.maker.bps,
        takerFeeBps: BOOK_FEES.taker.bps,
        tickBps: 0,
        widerBps: 0,
      },
      {
        ...bounds,
        name: 'mirror',
        kind: 'LIT',
        makerFeeBps: MIRROR_FEES.maker.bps,
        takerFeeBps: MIRROR_FEES.taker.bps,
        tickBps: 0,
        widerBps,
      },
      ...['pool', 'quiet_pool'].map((name) => ({
        ...bounds,
        name,
        kind: 'DARK',
        makerFeeBps: POOL_FEES.maker.bps,
        takerFeeBps: POOL_FEES.taker.bps,
        ...crossing(name),
        minExecutionUnits: 1,
        waitSeconds: 0,
      })),
      { ...bounds, name: 'rfq', kind: 'RFQ', makerFeeBps: 0, takerFeeBps: 0, ...learnDealers(asked) },
    ],
  };
};

/** Quotes are linear in the square root of the size, each dealer about the same with an error of his own. */
const learnDealers = (asked) => {
  const referenceUnits = ORDER / 2;
  const growth = (units) => (Math.sqrt(units / referenceUnits) - 1) / (Math.SQRT2 - 1);
  const points = asked.flatMap(({ units, quotes }) => quotes.map((quote) => ({ ...quote, x: growth(units) })));
  const [meanX, meanY] = [meanOf(points.map(({ x }) => x)), meanOf(points.map(({ costBps }) => costBps))];
  const doublingBps = Math.max(
    0,
    points.reduce((sum, { x, costBps }) => sum + (x - meanX) * (costBps - meanY), 0) /
      points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0),
  );
  // Of the dealers who lost as well: their drift is in the same sessions, and no leakage is counted beside it.
  const roots = asked.map(({ units }) => Math.sqrt(units / referenceUnits));
  const hedgeMoveBps = Math.max(
    0,
    asked.reduce((sum, { hedgeBps }, i) => sum + hedgeBps * roots[i], 0) /
      roots.reduce((sum, root) => sum + root ** 2, 0),
  );
  const panel = Array.from({ length: DEALERS }, (_, dealer) => {
    const own = points.filter((point) => point.dealer === dealer).map(({ x, costBps }) => costBps - doublingBps * x);
    return {
      dealer: `D${dealer + 1}`,
      costBps: { mean: meanOf(own), sd: sdOf(own) },
      responseProbability: own.length / asked.length,
      leakageBps: 0,
    };
  });
  return {
    panel,
    referenceUnits,
    doublingBps,
    rejectProbability: 0,
    rejectMoveBps: 0,
    hedgeMoveBps,
    waitSeconds: WINDOW,
  };
};
