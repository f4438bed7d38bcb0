import { KeyedRng } from '#domain/core';
import {
  betweenClientsSdBps,
  drawPerturbation,
  expectedAdverseMove,
  NO_MARKOUTS,
  priceEffect,
  withMarkout,
} from '#domain/quoting';
import { HitModel } from '#domain/rfq';
import { estimated, figure } from '../figure.mjs';
import { HALF_SPREAD_BPS, PLANTED, session } from './auctions.mjs';
import { sellSideEngine } from './engines.mjs';
import { meanOf, pairedMean } from './estimates.mjs';

const LEARNING_SEED = 901;
const HELD_SEED = 1_001;
const REQUESTS = 400;
const SHARES = [0, 0.3, 0.6, 0.9];

export const informedClients = {
  title: 'Informed clients',
  needs: [],
  notes:
    'Two tiers of clients, of which one knows the next five minutes with a rising probability. The engine learns the expected move ' +
    'against it by tier from the markouts of earlier sessions (beyond its own hedge), pays for it on the half of a block that it keeps, ' +
    'and is compared with itself without, by seed. That only the kept share pays was corrected after a first look at these seeds. The ' +
    'gain by knowing is within its interval of nothing.',
  measure({ quick }) {
    const held = Array.from({ length: quick ? 6 : 80 }, (_, i) => HELD_SEED + i);
    const rows = SHARES.map((share) => {
      const tiers = [tier('QUIET', 0), tier('MAYBE', share)];
      const adverseBps = learned(tiers, quick ? 4 : 20);
      const aware = held.map((seed) => session(seed, sellSideEngine(PLANTED, { adverseBps }), REQUESTS, { tiers }));
      const unaware = held.map((seed) => session(seed, sellSideEngine(PLANTED), REQUESTS, { tiers }));
      return { share, adverseBps, aware, unaware };
    });
    const markup = ({ quotes }, of) =>
      meanOf(quotes.filter((quote) => quote.tier === of).map((quote) => quote.markupBps)).value;
    const pnl = (sessions) => sessions.map((one) => one.pnl);
    const [calm, toxic] = [rows[0], rows.at(-1)];
    const n = { n: held.length };
    return {
      figures: [
        ...rows.flatMap(({ share, adverseBps, aware, unaware }) => [
          figure(`adverse_move_learned_${share}`, 'bps', adverseBps[1]),
          estimated(`markup_to_informed_${share}`, 'bps', meanOf(aware.map((one) => markup(one, 1))), n),
          estimated(`pnl_${share}`, 'bps per request', meanOf(pnl(aware)), n),
          estimated(`pnl_gained_by_knowing_${share}`, 'bps per request', pairedMean(pnl(aware), pnl(unaware)), n),
        ]),
        estimated(
          'spread_widens',
          'bps',
          pairedMean(
            toxic.aware.map((one) => markup(one, 1)),
            calm.aware.map((one) => markup(one, 1)),
          ),
          { ...n, goal: 0, better: 'higher' },
        ),
        figure('pnl_kept', 'share', meanOf(pnl(toxic.aware)).value / meanOf(pnl(calm.aware)).value, {
          ...n,
          goal: 0.5,
          better: 'higher',
        }),
        ...causal(quick ? 40_000 : 400_000),
      ],
    };
  },
};

const tier = (name, informedProbability) => ({ name, share: 1, reservation: PLANTED.reservation, informedProbability });

/** By tier, from the trades of sessions that quote without knowing. */
const learned = (tiers, sessions) => {
  const sums = tiers.map(() => NO_MARKOUTS);
  for (let i = 0; i < sessions; i += 1) {
    for (const { isDone, tier: of, againstBps } of session(LEARNING_SEED + i, sellSideEngine(PLANTED), REQUESTS, {
      tiers,
    }).quotes) {
      if (isDone) sums[of] = withMarkout(sums[of], againstBps);
    }
  }
  const all = sums.reduce((a, b) => ({ n: a.n + b.n, sum: a.sum + b.sum, squares: a.squares + b.squares }));
  const between = betweenClientsSdBps(sums, all);
  return sums.map((own) => {
    const move = expectedAdverseMove(own, all, between);
    return move.kind === 'KNOWN' ? Math.max(0, move.value.value) : 0;
  });
};

/** Two kinds of clients, the loyal ones quoted wider: the price effect planted in the hit model, from perturbed quotes. */
const causal = (count) => {
  const kinds = [
    { model: new HitModel(PLANTED), d: 1 },
    { model: new HitModel({ ...PLANTED, reservation: { mean: 4, sd: 0.9 }, responseProbability: 0.2 }), d: 1.8 },
  ];
  const exploration = { stepBps: 1, probability: 0.2 };
  const step = exploration.stepBps / HALF_SPREAD_BPS;
  const planted =
    kinds.map(({ model, d }) => model.hit(d + step, 3) - model.hit(d - step, 3)).reduce((a, b) => a + b) / 2;
  const hitsAt = kinds.map(({ model, d }) => [-step, 0, step].map((shift) => model.hit(d + shift, 3)));
  const rng = new KeyedRng(3);
  const naive = [[], []];
  const quotes = Array.from({ length: count }, (_, i) => {
    rng.select(i, 4);
    const kind = rng.below(2);
    const perturbation = drawPerturbation(exploration, rng);
    const isDone = rng.uniform() < hitsAt[kind][Math.sign(perturbation.shiftBps) + 1];
    naive[kind].push(isDone ? 1 : 0);
    return { ...perturbation, movedBps: perturbation.shiftBps, isDone };
  });
  const { changeOfHits, overlap } = priceEffect(quotes).value;
  const isCovered = changeOfHits.low <= planted && planted <= changeOfHits.high;
  return [
    estimated('price_effect_of_2_bps', 'probability', changeOfHits, { n: overlap.raised + overlap.lowered }),
    figure('price_effect_planted', 'probability', planted),
    figure('price_effect_covered', '1: covered', isCovered ? 1 : 0, { goal: 1, better: 'higher' }),
    figure('dearer_less_cheaper_quotes_naive', 'probability', meanOf(naive[1]).value - meanOf(naive[0]).value),
    figure('least_propensity', 'probability', overlap.leastPropensity),
  ];
};
