import { BPS } from '#domain/core';
import { ASK, BID } from '#domain/market-data';
import {
  AuctionEventKind,
  AuctionHouse,
  BookEventKind,
  DEFAULT_ORDER_BOOK_MARKET,
  DEFAULT_STRATEGIC,
  DIRECT_ACCESS,
  FIRST_DESK,
  LIQUID_STOCK,
  NOBODY,
  OrderBookMarket,
  OrderType,
  PASS,
  referenceAuctions,
  referenceDealer,
  SimulatedMarket,
  SimulatedVenues,
  WAIT,
} from '#domain/simulation';

const SECOND = 1e9;
const START = 120;
/** The order waits in the pool and is worked in the books so long; then what is left is worked. */
export const HORIZON = 300;
const REMAINDER = 120;
const STEP = 10;
export const LOT = 100;
export const ORDER = 20_000;
const MARKET = { ...LIQUID_STOCK, sessionSeconds: 1_800, warmUpSeconds: 600 };

const HIGHEST_LIMIT = 2 ** 30 - 1;
const BOOK = 0;
const POOLS = [2, 3];
const RFQ = 4;
/** By account. */
export const NAMES = ['lit', 'mirror', 'pool', 'quiet_pool', 'rfq'];

const fees = (makerBps, takerBps) => ({ maker: { bps: makerBps, perUnit: 0 }, taker: { bps: takerBps, perUnit: 0 } });
export const BOOK_FEES = fees(-0.1, 0.3);
export const MIRROR_FEES = fees(0, 0.1);
export const POOL_FEES = fees(0.1, 0.1);
export const COUNTERPARTIES = {
  arrivalsPerSecond: 0.1,
  meanUnits: 400,
  leastUnits: 1,
  meanWaitSeconds: 0,
  informedShare: 0.3,
};
const QUIET = { ...COUNTERPARTIES, arrivalsPerSecond: 0.05, informedShare: 0.1 };
const VENUES = [
  { ...DIRECT_ACCESS, fees: BOOK_FEES },
  {
    ...DIRECT_ACCESS,
    kind: 'MIRROR',
    mirror: { quoteUnits: 500, widerTicks: 0, reactionSeconds: 0.5 },
    fees: MIRROR_FEES,
  },
  { ...DIRECT_ACCESS, kind: 'DARK', counterparties: COUNTERPARTIES, fees: POOL_FEES },
  { ...DIRECT_ACCESS, kind: 'DARK', counterparties: QUIET, fees: POOL_FEES },
];

/** Dealers keep most of a block and hedge the rest of it in the same book while the order is worked. */
export const DEALERS = 4;
export const LEAKAGE_BPS = 0.2;
export const RESPONSE = 0.8;
export const WINDOW = 10;
const auctionsOf = (seed, side, units) => ({
  ...referenceAuctions(seed),
  instrument: { tickSize: 0.001, lotSize: 1, halfSpreadBps: 3, standardQuantity: 10_000 },
  rules: { ...referenceAuctions(seed).rules, windowSeconds: WINDOW, markoutSeconds: [] },
  clients: {
    ...referenceAuctions(seed).clients,
    buyProbability: side > 0 ? 1 : 0,
    medianQuantity: units,
    quantityLogSd: 0,
  },
  dealers: Array.from({ length: DEALERS }, (_, i) =>
    referenceDealer(`D${i + 1}`, {
      responseProbability: RESPONSE,
      hedging: { share: 0.3, overSeconds: HORIZON },
      leakage: { driftBps: LEAKAGE_BPS, overSeconds: 60, preHedgedShare: 0 },
      quoting: { ...DEFAULT_STRATEGIC, hedgeCostBps: 2 },
    }),
  ),
});

/** Half of the seeds buy. */
const sideOf = (seed) => (seed % 2 === 0 ? 1 : -1);

/**
 * Works a split once, units by name of the account; those of `rfq` are asked for, and taken where no quote costs less than `rfqLimitBps`.
 * Taking is spread evenly over the horizon; what the pool and the dealers leave is taken over two minutes. By venue: units and cost in bps of the
 * arrival mid, fees included, with the remainder of a venue on its account.
 */
export const work = (seed, split, rfqLimitBps = Infinity) => {
  const due = NAMES.map((name) => split[name] ?? 0);
  const rfq = due[RFQ];
  const opened = SimulatedMarket.open(MARKET, seed);
  if (!opened.ok) throw new Error(opened.error.message);
  const market = opened.value;
  market.advanceTo(START);
  const sign = sideOf(seed);
  const side = sign > 0 ? BID : ASK;
  const arrival = market.best.midTicks;
  const account = () => ({ units: 0, paidTicks: 0, fees: 0 });
  const accounts = NAMES.map(account);
  const owners = new Map();
  const resting = [];
  const venues = SimulatedVenues.open(market, VENUES, seed, (venue, report) => {
    if (report.owner !== FIRST_DESK || report.kind !== BookEventKind.EXECUTED) return;
    const to = accounts[owners.get(`${venue} ${report.orderId}`) ?? venue];
    to.units += report.quantity;
    to.paidTicks += report.quantity * report.price;
    to.fees += report.fee;
  }).value;
  const take = (venue, units, onAccount) => {
    if (units <= 0) return;
    const orderId = venues.submit(venue, FIRST_DESK, side, OrderType.MARKET, 0, units, 1);
    owners.set(`${venue} ${orderId}`, onAccount);
    venues.settleNow();
  };
  const quotes = [];
  let rfqTraded = false;
  let rfqOver = rfq === 0;
  const dealers = new OrderBookMarket(market, DEFAULT_ORDER_BOOK_MARKET, (timeNs, dealer, of, quantity, price) =>
    house.hedged(timeNs, dealer, of, quantity, price),
  );
  const hears = {
    event: (kind, _timeNs, _auction, dealer, _side, price, quantity) => {
      const costBps = (sign * (price / MARKET.tickSize - arrival) * BPS) / arrival;
      if (kind === AuctionEventKind.QUOTE) quotes.push({ dealer, costBps });
      if (kind === AuctionEventKind.TRADE) {
        rfqTraded = true;
        accounts[RFQ].units += quantity;
        accounts[RFQ].paidTicks += (quantity * price) / MARKET.tickSize;
      }
      if (kind === AuctionEventKind.TRADE || kind === AuctionEventKind.PASS) rfqOver = true;
    },
    settled: () => {},
  };
  const policy = {
    panel: (_auction, count) => Array.from({ length: count }, (_, i) => i),
    decide: decideWithin(rfqLimitBps),
  };
  const house = new AuctionHouse(auctionsOf(seed, sign, Math.max(1, rfq)), dealers, policy, [hears]);
  const advanceTo = (seconds) => {
    for (;;) {
      const nextNs = Math.min(house.nextTimeNs, dealers.nextTimeNs);
      if (!(nextNs <= seconds * SECOND)) break;
      venues.advanceTo(nextNs);
      if (dealers.nextTimeNs === nextNs) dealers.step();
      else house.step();
    }
    venues.advanceTo(seconds * SECOND);
  };
  if (rfq > 0) house.open(0, START * SECOND);
  for (const pool of POOLS) {
    if (due[pool] === 0) continue;
    const any = sign > 0 ? HIGHEST_LIMIT : 1;
    resting.push({ pool, orderId: venues.submit(pool, FIRST_DESK, side, OrderType.LIMIT, any, due[pool], 1) });
    venues.settleNow();
  }
  const steps = HORIZON / STEP;
  let movesBps = 0;
  for (let k = 0; k < steps; k += 1) {
    const rfqLeft = rfqOver && !rfqTraded ? rfq : 0;
    for (const venue of [0, 1]) {
      take(venue, Math.round((due[venue] * (k + 1)) / steps) - accounts[venue].units, venue);
    }
    if (rfqLeft > 0) take(BOOK, Math.round((rfqLeft * (k + 1)) / steps) - accounts[RFQ].units, RFQ);
    advanceTo(START + (k + 1) * STEP);
    movesBps += (sign * (market.best.midTicks - arrival) * BPS) / arrival;
  }
  for (const { pool, orderId } of resting) venues.cancel(pool, FIRST_DESK, orderId);
  venues.settle();
  const pools = POOLS.map((pool) => {
    const { units, paidTicks } = accounts[pool];
    return { units, costBps: (sign * (paidTicks / units - arrival) * BPS) / arrival };
  });
  const midAtEnd = market.best.midTicks;
  const left = due.map((units, v) => units - accounts[v].units);
  const later = REMAINDER / STEP;
  for (let k = 0; k < later; k += 1) {
    for (const [v, units] of left.entries()) {
      const target = due[v] - units + Math.round((units * (k + 1)) / later);
      take(BOOK, target - accounts[v].units, v);
    }
    advanceTo(START + HORIZON + (k + 1) * STEP);
  }
  const costs = accounts.map(({ units, paidTicks, fees: paid }) => ({
    units,
    costBps:
      units === 0
        ? 0
        : (sign * (paidTicks / units - arrival) * BPS) / arrival + (paid * BPS) / (units * arrival * MARKET.tickSize),
  }));
  const total = costs.reduce((sum, { units }) => sum + units, 0);
  return {
    venues: Object.fromEntries(NAMES.map((name, v) => [name, costs[v]])),
    totalBps: costs.reduce((sum, { units, costBps }) => sum + (units * costBps) / total, 0),
    total,
    /** What the pools filled while the order waited, without fees. */
    pools: Object.fromEntries(POOLS.map((pool, i) => [NAMES[pool], pools[i]])),
    quotes,
    /** Of the mid, over the horizon on average and in its end, in the order's direction. */
    meanMoveBps: movesBps / steps,
    moveBps: (sign * (midAtEnd - arrival) * BPS) / arrival,
  };
};

/** As `decideByPrice`, with a limit of the desk's own in the place of a client's reservation. */
const decideWithin = (limitBps) => (auction, timeNs, cause) => {
  const isOver = cause === 'WINDOW_END' || cause === 'REJECTED';
  if (!isOver && auction.answeredCount < auction.askedCount) return WAIT;
  const dealer = auction.bestLive(timeNs);
  if (dealer === NOBODY) return isOver ? PASS : WAIT;
  return auction.costBps(auction.ticksOf(dealer)) < limitBps ? { kind: 'ACCEPT', dealer } : PASS;
};
