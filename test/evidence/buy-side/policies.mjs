import { KeyedRng } from '#domain/core';
import { assumed, expectedMinimumBps, fairValue, quoteErrorOf, scoreQuoteTerms } from '#domain/scoring';
import { NOBODY, PASS, QuoteStatus, WAIT } from '#domain/simulation';
import { COUNTERPARTY_SD_BPS, FEES_BPS, PRIOR, trueReject, WORK_ORDER } from './world.mjs';

/** Of a trader who sees the ranking: exponential. */
const MEAN_REACTION_SECONDS = 2;
/** Left for the reaction when nobody is waited for any more. */
const LAST_CALL_SECONDS = 10;

/**
 * A client who chooses when all have answered or ten seconds before the end, and acts a reaction later. Where the quote has gone by then or
 * its dealer refuses, he chooses again at once if `othersStand`; else he gives up and asks anew, which is for the caller to price.
 * `choose(auction, timeNs)` names a dealer with a live quote.
 */
export const clientPolicy = (seed, panel, choose, othersStand = true) => {
  const rng = new KeyedRng(seed);
  const intents = new Map();
  const again = (auction, timeNs) => (othersStand ? act(auction, timeNs, choose) : PASS);
  return {
    panel,
    decide(auction, timeNs, cause) {
      const intent = intents.get(auction.index);
      if (cause === 'REJECTED' || intent?.hasActed === true) return again(auction, timeNs);
      if (cause === 'WINDOW_END') return act(auction, timeNs, choose);
      if (intent !== undefined) {
        if (timeNs < intent.atNs) return { kind: 'WAIT', untilNs: intent.atNs };
        intents.set(auction.index, { hasActed: true });
        const stands = isLive(auction, intent.dealer, timeNs);
        return stands ? { kind: 'ACCEPT', dealer: intent.dealer } : again(auction, timeNs);
      }
      const lastCallNs = auction.closesNs - LAST_CALL_SECONDS * 1e9;
      if (auction.answeredCount < auction.askedCount && timeNs < lastCallNs)
        return { kind: 'WAIT', untilNs: lastCallNs };
      const dealer = choose(auction, timeNs);
      if (dealer === NOBODY) return WAIT;
      const reactionNs = Math.ceil(rng.select(auction.index, REACTION).exponential(1 / MEAN_REACTION_SECONDS) * 1e9);
      intents.set(auction.index, { dealer, atNs: timeNs + reactionNs });
      return { kind: 'WAIT', untilNs: timeNs + reactionNs };
    },
  };
};

const REACTION = 2;

const act = (auction, timeNs, choose) => {
  const dealer = choose(auction, timeNs);
  return dealer === NOBODY ? PASS : { kind: 'ACCEPT', dealer };
};

const isLive = (auction, dealer, timeNs) =>
  auction.status[dealer] === QuoteStatus.LIVE && timeNs < auction.validUntilNs[dealer];

export const liveDealers = (auction, timeNs) =>
  Array.from({ length: auction.quotedCount }, (_, i) => auction.quoted[i]).filter((dealer) =>
    isLive(auction, dealer, timeNs),
  );

export const bestPrice = (auction, timeNs) => auction.bestLive(timeNs);

/** The quote that came last. */
export const lastSeen = (auction, timeNs) => liveDealers(auction, timeNs).at(-1) ?? NOBODY;

/** Any live quote, by lot. */
export const anyLive = (seed) => {
  const rng = new KeyedRng(seed);
  return (auction, timeNs) => {
    const live = liveDealers(auction, timeNs);
    return live.length === 0 ? NOBODY : live[rng.select(auction.index, 3).below(live.length)];
  };
};

/** The live quotes of an auction, scored with what is known of their dealers. */
export const scoresOf = (world, profiles, auction, timeNs) => {
  const context = contextOf(profiles, auction);
  return liveDealers(auction, timeNs).map((dealer) => ({
    dealer,
    score: scoreQuoteTerms(context, {
      quote: {
        dealer: world.names[dealer],
        price: auction.ticksOf(dealer) * auction.instrument.tickSize,
        quantity: auction.order.quantity,
        validForMs: (auction.validUntilNs[dealer] - timeNs) / 1e6,
        lastLookMs: (world.dealers[dealer].lastLook?.holdSeconds ?? 0) * 1e3,
      },
      profile: profiles[dealer],
      settlementBps: world.dealers[dealer].settlementBps,
      counterpartyBps: assumed({ value: 0, sd: COUNTERPARTY_SD_BPS }),
    }),
  }));
};

/** What every quote of an auction is scored against. */
export const contextOf = (profiles, auction) => {
  const fair = fairOf(profiles, auction);
  return {
    side: auction.order.side > 0 ? 'BUY' : 'SELL',
    quantity: auction.order.quantity,
    feesAndSettlementBps: FEES_BPS,
    arrivalMid: auction.arrivalMid,
    fair,
    askAnewBps: fair.costBps + bestBeyondFairBps(profiles, auction),
    expiryCostMinBps: 0,
  };
};

/** Fair value from all quotes so far, each against the mid it was given at, carried to the last mid that is known. */
const fairOf = (profiles, auction) => {
  const quoted = Array.from({ length: auction.quotedCount }, (_, i) => auction.quoted[i]);
  const against = (mid) => (auction.order.side * (mid - auction.arrivalMid) * 1e4) / auction.arrivalMid;
  const movedBps = quoted.length === 0 ? 0 : against(auction.midAtQuote[quoted.at(-1)]);
  return fairValue(
    { meanBps: PRIOR.meanBps + movedBps, sdBps: PRIOR.sdBps },
    quoted.map((dealer) => ({
      dealer: `${dealer}`,
      costBps: auction.costBps(auction.ticksOf(dealer)) - against(auction.midAtQuote[dealer]) + movedBps,
      stalenessSdBps: 0,
      error: quoteErrorOf(profiles[dealer]),
    })),
  );
};

/** What the best quote of such a panel costs beyond fair, as far as its dealers are known; worked out once for a panel. */
const bestBeyondFairBps = (profiles, { asked, askedCount }) => {
  const panel = Array.from({ length: askedCount }, (_, i) => asked[i]).sort((a, b) => a - b);
  const known = knownPanels.get(profiles) ?? new Map();
  knownPanels.set(profiles, known);
  const name = panel.join();
  const bps = known.get(name) ?? panelBeyondFairBps(panel.map((dealer) => profiles[dealer]));
  known.set(name, bps);
  return bps;
};

const knownPanels = new WeakMap();

const panelBeyondFairBps = (dealers) =>
  expectedMinimumBps(
    dealers.map(({ biasBps, errorSdBps, response }) => ({
      meanBps: biasBps.value,
      sdBps: errorSdBps.value,
      probability: response.answersWithin(LAST_CALL_SECONDS),
    })),
    WORK_ORDER.meanBps - PRIOR.meanBps,
  );

/** The least sum of a score's terms, but for those left out. */
export const leastScore =
  (world, profiles, without = []) =>
  (auction, timeNs) => {
    const rated = scoresOf(world, profiles, auction, timeNs).map(({ dealer, score }) => ({
      dealer,
      bps: score.terms.reduce((sum, { name, bps }) => (without.includes(name) ? sum : sum + bps), 0),
    }));
    return least(rated);
  };

/** The same rule for one who knows every dealer's true reject probability, move, and worth as a counterparty. */
export const oracle = (world, profiles) => (auction, timeNs) =>
  least(
    scoresOf(world, profiles, auction, timeNs).map(({ dealer, score }) => ({
      dealer,
      bps: trueCostBps(world, dealer, score),
    })),
  );

/** All-in cost of a quote by its dealer's true parameters. */
export const trueCostBps = (world, dealer, { terms, allInCostBps }) => {
  const { probability, moveBps } = trueReject(world.dealers[dealer]);
  const learned = terms.find(({ name }) => name === 'rejectRisk').bps;
  return allInCostBps - learned + probability * moveBps + world.dealers[dealer].counterpartyBps;
};

const least = (rated) =>
  rated.reduce((best, one) => (one.bps < best.bps ? one : best), { dealer: NOBODY, bps: Infinity }).dealer;
