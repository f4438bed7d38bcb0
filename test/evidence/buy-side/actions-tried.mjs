import { KeyedRng } from '#domain/core';
import { gaussian } from '#domain/impact';
import { adviseAction, anticipatedCost, assumed, rankScores } from '#domain/scoring';
import { DEFAULT_DIFFUSIVE_MARKET, NOBODY, PASS } from '#domain/simulation';
import { figure } from '../figure.mjs';
import { learn, playedBy } from './auctions.mjs';
import { average, meanOf, range } from './estimates.mjs';
import { contextOf, scoresOf } from './policies.mjs';
import { COUNTERPARTY_SD_BPS, drawWorld, FEES_BPS, panelsByLot, WORK_ORDER, worthOf } from './world.mjs';

const PANEL_SIZE = 4;
const TRAINING_REQUESTS = 600;
/** When the client decides at the earliest: about half of those who will answer have. */
const MOMENT_SECONDS = 2;
/** Whoever waits acts so long before the end. */
const LAST_CALL_SECONDS = 1;
/** Of a dealer of whom nothing is known: stated. */
const LEAKAGE_PRIOR_BPS = 0.4;

/** Of a quote whose counter is refused: what the advice assumes. */
const STANDS_PROBABILITY = 0.5;

const TRIED = ['WAIT', 'ASK_MORE', 'COUNTER'];

/** What it saves to do as advised instead of trading the top quote at once. */
export const actionsTried = {
  title: 'To wait, to ask more dealers or to counter, where that is advised',
  needs: [],
  notes:
    'Simulated. Each world draws ten dealers (quotes lie 0.7 bps apart in `tight`, 2 bps in `wide`), of whom four are asked; 600 other requests taught the ' +
    'client what he knows. Two seconds after the request, or with the first quote, he trades the top quote at once, or does what is advised: the same ' +
    'requests of held seeds, the same luck. `saved_by`: over the requests in which that action is advised against trading at once alone; ' +
    '`expected_of`: what the advice said it would save there; `advised_in`: how often. `saved_by_advice`: over all requests, with every action ' +
    'open, working the order for 14 bps among them. All in, as above. A dealer takes a counter that is no worse than his price without his ' +
    'true bias, where that is positive; one who does not lets his quote stand as often as not, as the advice assumes, and else the client ' +
    'takes the next. Who is asked more and does not win costs what he truly leaks. After a reject, or where nobody is left, the client asks anew. Intervals are over worlds.',
  measure({ quick }) {
    const seeds = range(9_000, quick ? 3 : 20);
    const requests = quick ? 50 : 150;
    return {
      figures: [
        ['tight', 0.35],
        ['wide', 1],
      ].flatMap(([name, dispersion]) =>
        figuresOf(
          name,
          seeds.map((seed) => triedIn(seed, dispersion, requests, quick ? 300 : TRAINING_REQUESTS)),
        ),
      ),
    };
  },
};

const figuresOf = (name, worlds) => [
  ...TRIED.flatMap((action) => {
    const of = worlds.map((world) => world[action]).filter(({ savedBps }) => savedBps.length > 0);
    const shares = meanOf(worlds.map((world) => world[action].savedBps.length / world.requests));
    const all = [estimate(`${name}_advised_in_${action}`, 'share', shares, { better: 'higher' })];
    if (of.length < 2) return all;
    const saved = meanOf(of.map(({ savedBps }) => average(savedBps)));
    const expected = meanOf(of.map(({ expectedBps }) => average(expectedBps)));
    return [
      ...all,
      estimate(`${name}_saved_by_${action}`, 'bps', saved, { better: 'higher' }),
      estimate(`${name}_expected_of_${action}`, 'bps', expected, { better: 'higher' }),
    ];
  }),
  estimate(`${name}_saved_by_advice`, 'bps', meanOf(worlds.map(({ adviceBps }) => average(adviceBps))), {
    better: 'higher',
  }),
];

const estimate = (name, unit, { value, low, high, n }, rest) => figure(name, unit, value, { low, high, n, ...rest });

const triedIn = (seed, dispersion, requests, training) => {
  const world = drawWorld(seed, dispersion);
  const profiles = learn(world, TRAINING + seed, training);
  const held = HELD + seed;
  const play = (menu) => playActions(world, profiles, held, requests, menu);
  const atOnce = play(['TRADE_TOP']);
  const beyondWorthBps = average(
    atOnce.filter(({ row }) => row.winner >= 0).map((one) => tradedBps(world, one) - one.worthBps),
  );
  const cost = (one) => allInBps(world, one, beyondWorthBps);
  const tried = TRIED.map((action) => {
    const chosen = play(['TRADE_TOP', action])
      .map((one, i) => ({ one, base: atOnce[i] }))
      .filter(({ one }) => one.plan?.action === action);
    return [
      action,
      {
        savedBps: chosen.map(({ one, base }) => cost(base) - cost(one)),
        expectedBps: chosen.map(({ one }) => one.plan.expectedBps),
      },
    ];
  });
  const advised = play(['TRADE_TOP', ...TRIED, 'WORK_ORDER']);
  return {
    requests,
    ...Object.fromEntries(tried),
    adviceBps: advised.map((one, i) => cost(atOnce[i]) - cost(one)),
  };
};

const allInBps = (world, one, beyondWorthBps) => {
  const { row, plan, worthBps } = one;
  const leakedBps = (plan?.furtherAsked ?? [])
    .filter((dealer) => dealer !== row.winner)
    .reduce((sum, dealer) => sum + world.dealers[dealer].leakageBps, 0);
  if (row.winner >= 0) return tradedBps(world, one) + leakedBps;
  if (plan?.action === 'WORK_ORDER') return WORK_ORDER.meanBps;
  const movedBps = (row.side * (row.endMid - row.arrivalMid) * 1e4) / row.arrivalMid;
  return movedBps + worthBps + beyondWorthBps + leakedBps;
};

const tradedBps = ({ dealers }, { row, plan }) => {
  const { settlementBps, counterpartyBps } = dealers[row.winner];
  const givenBps = plan?.countered === row.winner ? plan.givenBps : 0;
  return row.costBps - givenBps + FEES_BPS + settlementBps + counterpartyBps;
};

/** Every request of a seed by a client who does what is advised of a menu; with what he did, and what the block is worth. */
const playActions = (world, profiles, seed, requests, menu) => {
  const plans = new Map();
  const policy = {
    panel: panelsByLot(seed, PANEL_SIZE, PANEL_SIZE),
    decide: (auction, timeNs, cause) => {
      if (cause === 'REJECTED') return PASS;
      const plan = plans.get(auction.index) ?? planned(world, profiles, seed, menu, auction, timeNs);
      if (plan === undefined) return waitUntil(auction.openedNs + MOMENT_SECONDS * 1e9);
      plans.set(auction.index, plan);
      return act(world, profiles, auction, timeNs, plan);
    },
  };
  const { rows, truths } = playedBy(world, seed, requests, policy);
  return rows.map((row, i) => ({ row, plan: plans.get(row.auction), worthBps: worthOf(row, truths[i]) }));
};

const waitUntil = (untilNs) => ({ kind: 'WAIT', untilNs });

/** What the client will do, once there is a quote and the moment has come. */
const planned = (world, profiles, seed, menu, auction, timeNs) => {
  if (timeNs < auction.openedNs + MOMENT_SECONDS * 1e9) return undefined;
  const point = pointOf(world, profiles, auction, timeNs);
  if (point.ranked.length === 0) return undefined;
  const actions = adviseAction(point).actions.filter(({ action }) => menu.includes(action));
  const [best] = actions;
  const atOnceBps = actions.find(({ action }) => action === 'TRADE_TOP').meanBps;
  const plan = { action: best.action, expectedBps: atOnceBps - best.meanBps };
  const lastCallNs = auction.closesNs - LAST_CALL_SECONDS * 1e9;
  switch (best.action) {
    case 'WAIT':
      return { ...plan, actsNs: Math.min(lastCallNs, timeNs + Math.ceil(best.terms.seconds * 1e9)) };
    case 'ASK_MORE': {
      const further = best.dealers.map((dealer) => world.names.indexOf(dealer));
      return { ...plan, toAsk: [...further], furtherAsked: further, actsNs: lastCallNs };
    }
    case 'COUNTER':
      return { ...plan, ...counterOf(world, seed, auction, point.ranked[0], best.terms.priceBps) };
    default:
      return plan;
  }
};

const pointOf = (world, profiles, auction, timeNs) => {
  const context = contextOf(profiles, auction);
  const scores = scoresOf(world, profiles, auction, timeNs).map(({ score }) => score);
  const partner = (dealer) => ({
    profile: profiles[dealer],
    settlementBps: world.dealers[dealer].settlementBps,
    counterpartyBps: assumed({ value: 0, sd: COUNTERPARTY_SD_BPS }),
  });
  const secondsLeft = (auction.closesNs - timeNs) / 1e9 - LAST_CALL_SECONDS;
  const asked = Array.from({ length: auction.askedCount }, (_, i) => auction.asked[i]);
  const unanswered = asked.filter((dealer) => Number.isNaN(auction.quotedNs[dealer]));
  const others = world.names.map((_, dealer) => dealer).filter((dealer) => !asked.includes(dealer));
  return {
    ranked: rankScores(scores, context.fair, `actions ${auction.index}`),
    fair: context.fair,
    pending: unanswered.map((dealer) => ({
      dealer: world.names[dealer],
      response: profiles[dealer].response,
      waitedSeconds: (timeNs - auction.askedNs[dealer]) / 1e9,
      costBps: anticipatedCost(context, partner(dealer)),
    })),
    secondsLeft,
    further: others.map((dealer) => ({
      dealer: world.names[dealer],
      costBps: anticipatedCost(context, partner(dealer)),
      responseProbability: profiles[dealer].response.answersWithin(secondsLeft),
      leakageBps: profiles[dealer].leakageBps?.value ?? LEAKAGE_PRIOR_BPS,
    })),
    alternative: { strategy: 'WORK_ORDER', slippage: gaussian(WORK_ORDER.meanBps, WORK_ORDER.sdBps) },
    volatilityBpsPerSqrtSecond: DEFAULT_DIFFUSIVE_MARKET.volatilityBpsPerSqrtSecond,
    riskAversion: 0,
  };
};

/** What becomes of a counter: who takes it gives the difference; who does not lets his quote stand, or it is gone. */
const counterOf = (world, seed, auction, top, counterBps) => {
  const dealer = world.names.indexOf(top.quote.dealer);
  const quoteBps = auction.costBps(auction.ticksOf(dealer));
  const givenBps = quoteBps - counterBps;
  if (givenBps <= Math.max(0, world.dealers[dealer].biasBps)) return { countered: dealer, givenBps };
  const stands = new KeyedRng(seed).select(auction.index, COUNTER).uniform() < STANDS_PROBABILITY;
  return stands ? {} : { gone: dealer };
};

const act = (world, profiles, auction, timeNs, plan) => {
  if (plan.action === 'WORK_ORDER') return PASS;
  const next = plan.toAsk?.shift();
  if (next !== undefined) return { kind: 'ASK', dealer: next };
  const isPending = auction.answeredCount < auction.askedCount;
  if (plan.actsNs !== undefined && timeNs < plan.actsNs && isPending) return waitUntil(plan.actsNs);
  const scores = scoresOf(world, profiles, auction, timeNs).filter(({ dealer }) => dealer !== plan.gone);
  const { dealer } = scores.reduce(
    (best, one) => (one.score.allInCostBps < best.bps ? { dealer: one.dealer, bps: one.score.allInCostBps } : best),
    { dealer: NOBODY, bps: Infinity },
  );
  return dealer === NOBODY ? PASS : { kind: 'ACCEPT', dealer };
};

/** Seeds of learning and of judging never meet. */
const TRAINING = 100_000;
const HELD = 200_000;
const COUNTER = 4;
