import { BPS, KeyedRng } from '#domain/core';
import { OutcomeCounts } from '#domain/rfq';
import {
  AuctionEventKind,
  DealerDataset,
  decideByPrice,
  DEFAULT_DIFFUSIVE_MARKET,
  referenceAuctions,
  referenceDealer,
  simulateAuctions,
} from '#domain/simulation';
import { valueOf } from './estimates.mjs';

/** How competitors quote and clients decide: what a dealer has to learn. */
export const PLANTED = {
  reservation: { mean: 1.7, sd: 0.9 },
  competitors: { location: 0.9, scale: 0.8, skewness: 0.5, shape: 0.8 },
  responseProbability: 0.6,
};

export const HALF_SPREAD_BPS = 5;
const COMPETITORS_MAX = 5;
const REQUESTS_PER_SECOND = 1 / 30;
const FIRM = {
  responseDelay: { medianSeconds: 1, logSd: 0 },
  leakage: { driftBps: 0, overSeconds: 0, preHedgedShare: 0 },
  lastLook: null,
};

/** Asks our dealer and so many others, by lot. */
const asksUsAnd = (competitorsOf) => ({
  panel: ({ index }) => Array.from({ length: competitorsOf(index) + 1 }, (_, i) => i),
  decide: decideByPrice,
});

/** Auctions with our dealer, whose engine is given, among parametric competitors. `tiers`: of the clients; `quantityLogSd`: of sizes. */
const auctionsWith = (seed, engine, { tiers, hedging, markoutSeconds = [], quantityLogSd = 0 }) => {
  const reference = referenceAuctions(seed);
  const competitor = (_, i) =>
    referenceDealer(`D${i + 1}`, {
      ...FIRM,
      responseProbability: PLANTED.responseProbability,
      hedging: { share: 0, overSeconds: 0 },
      quoting: { kind: 'PARAMETRIC', spread: PLANTED.competitors, leakageCharge: 0 },
    });
  const us = { ...FIRM, responseProbability: 1, hedging, quoting: { kind: 'ENGINE', engine } };
  return {
    ...reference,
    instrument: { ...reference.instrument, tickSize: 1e-5, halfSpreadBps: HALF_SPREAD_BPS },
    rules: { ...reference.rules, markoutSeconds },
    clients: { ...reference.clients, tiers, quantityLogSd },
    dealers: [referenceDealer('US', us), ...Array.from({ length: COMPETITORS_MAX }, competitor)],
  };
};

const ONE_TIER = [{ name: 'ALL', share: 1, reservation: PLANTED.reservation, informedProbability: 0 }];

/** What our dealer learns of quotes at random reduced spreads, -0.5 to 3.5, against 0 to 5 competitors by lot. */
export const exploredOutcomes = (seed, requests) => {
  const engine = {
    reference: 'ARRIVAL_MID',
    pricesSidesApart: false,
    markupBps: (_request, _side, rng) => HALF_SPREAD_BPS * (4 * rng.uniform() - 0.5),
  };
  const auctions = auctionsWith(seed, engine, { tiers: ONE_TIER, hedging: { share: 0, overSeconds: 0 } });
  const dataset = new DealerDataset(auctions.rules);
  const lot = new KeyedRng(seed);
  const policy = asksUsAnd((index) => lot.select(index, 77).below(COMPETITORS_MAX + 1));
  const market = { ...DEFAULT_DIFFUSIVE_MARKET, volatilityBpsPerSqrtSecond: 0 };
  valueOf(simulateAuctions({ auctions, market, requests, requestsPerSecond: REQUESTS_PER_SECOND }, policy, [dataset]));
  const outcomes = [];
  for (let i = 0; i < dataset.length; i += 1) {
    const row = dataset.row(i);
    if (row.dealer === 0) outcomes.push(outcomeOf(row));
  }
  return outcomes;
};

const outcomeOf = (row) => {
  const reduced = (price) => (row.side * (price - row.arrivalMid) * BPS) / row.arrivalMid / HALF_SPREAD_BPS;
  const known = { reducedSpread: reduced(row.side > 0 ? row.offer : row.bid), competitors: row.competitors };
  if (row.outcome === 'DONE_WITH_COVER') return { ...known, kind: row.outcome, cover: reduced(row.cover) };
  return { ...known, kind: row.outcome === 'DONE' ? 'DONE_ALONE' : row.outcome };
};

export const countedOutcomes = (outcomes) => {
  const counts = new OutcomeCounts();
  for (const outcome of outcomes) valueOf(counts.add(outcome));
  return counts;
};

/** The market in which engines are compared: three competitors, half of every block is hedged over a minute, the rest kept. */
export const COMPETITORS = 3;
export const MARKET = DEFAULT_DIFFUSIVE_MARKET;
export const HEDGED_SHARE = 0.5;
export const RISK_AVERSION = 0.002;
const HEDGING = { share: HEDGED_SHARE, overSeconds: 60 };
const MARKOUT_SECONDS = 300;

/**
 * Our dealer with an engine over one session: utility in bps x blocks per request, which is P&L at the last mid less
 * `gamma sig^2 / 2` times the integral of the squared inventory; also P&L, share won, mean markup by tier, and his trades with what
 * the mid did against him in the next five minutes beyond his own hedge.
 */
export const session = (seed, engine, requests, { tiers = ONE_TIER, quantityLogSd = 0 } = {}) => {
  const market = { tiers, hedging: HEDGING, markoutSeconds: [MARKOUT_SECONDS], quantityLogSd };
  const auctions = auctionsWith(seed, engine, market);
  const { standardQuantity } = auctions.instrument;
  const dataset = new DealerDataset(auctions.rules);
  let [inventory, sinceNs, squareSeconds] = [0, 0, 0];
  const inventoryListener = {
    event: (kind, timeNs, _auction, dealer, side, _price, quantity) => {
      const isTrade = kind === AuctionEventKind.TRADE;
      if (dealer !== 0 || (!isTrade && kind !== AuctionEventKind.HEDGE_FILL)) return;
      squareSeconds += (inventory ** 2 * (timeNs - sinceNs)) / 1e9;
      sinceNs = timeNs;
      inventory += ((isTrade ? -side : side) * quantity) / standardQuantity;
    },
    settled: () => {},
  };
  const policy = asksUsAnd(() => COMPETITORS);
  const simulation = { auctions, market: MARKET, requests, requestsPerSecond: REQUESTS_PER_SECOND };
  const run = valueOf(simulateAuctions(simulation, policy, [dataset, inventoryListener]));
  squareSeconds += (inventory ** 2 * (run.endNs - sinceNs)) / 1e9;
  const pnl = (run.books[0].value(run.lastMid) / standardQuantity / MARKET.initialMid) * BPS;
  const variance = MARKET.volatilityBpsPerSqrtSecond ** 2;
  const quotes = [];
  for (let i = 0; i < dataset.length; i += 1) {
    const row = dataset.row(i);
    if (row.dealer === 0) quotes.push(quoteOf(row));
  }
  return {
    pnl: pnl / requests,
    utility: (pnl - (RISK_AVERSION * variance * squareSeconds) / 2) / requests,
    won: quotes.filter(({ isDone }) => isDone).length / quotes.length,
    quotes,
  };
};

/** How far hedging so many blocks moves the mid for good; bps. */
export const hedgeShiftBps = (blocks) => MARKET.hedgeImpactBps * Math.sqrt(blocks);
const OWN_SHIFT_BPS = hedgeShiftBps(HEDGED_SHARE);

const quoteOf = ({ side, tier, offer, bid, midAtQuote, endMid, markoutMids, outcome }) => ({
  tier,
  markupBps: (side * ((side > 0 ? offer : bid) - midAtQuote) * BPS) / midAtQuote,
  isDone: outcome === 'DONE' || outcome === 'DONE_WITH_COVER',
  againstBps: (side * (markoutMids[0] - endMid) * BPS) / endMid - OWN_SHIFT_BPS,
});

/** Blocks per second that one side asks for. */
export const SIDE_BLOCKS_PER_SECOND = REQUESTS_PER_SECOND / 2;
