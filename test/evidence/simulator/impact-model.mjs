import { TOLD_PROBABILITIES } from '#application/forecast-orders';
import { meanPinballLossBps } from '#domain/impact';
import { LIQUID_STOCK } from '#domain/simulation';
import { fileURLToPath } from 'node:url';
import { estimated, figure } from '../figure.mjs';
import { byBlocks } from '../impact/by-blocks.mjs';
import { branchedCosts, copiesGoOnAlike } from './model/branches.mjs';
import { broken, parentOrders, plan, sessionsOf } from './model/parent-orders.mjs';
import { regimeBreak } from './model/regime-break.mjs';
import { forecastsOf } from './model/served-model.mjs';

const MODELS = fileURLToPath(new URL('../../../models', import.meta.url));

/** The model was fitted on seed 101; nothing was chosen on this one. */
const SEED = 103;
const STATED = 0.9;
const ORDERS_OF_CELL_MIN = 200;
const LABELS = ['slippage', 'peak', 'perm1', 'perm5', 'perm15'];

/** The book behind the makers is filled at a fifth of the rate. */
const BROKEN = {
  ...LIQUID_STOCK,
  liquidity: { ...LIQUID_STOCK.liquidity, limit: LIQUID_STOCK.liquidity.limit.map((rate) => rate / 5) },
};

const WHOLE = { days: 50, branches: 40, everyParent: 12, daysBeforeBreak: 15, breakDays: 14 };
const QUICK = { days: 1, branches: 40, everyParent: 8 };

export const impactModel = {
  title: 'The impact model of simulated parents beside the market that it was fitted on',
  needs: [],
  notes:
    'The latest version of the model `simulated`, which was fitted on seed 101, on days of seed 103. Orders are parents of ours, of ' +
    'three minutes to half an hour, drawn independently of the market. Intervals by bootstrap over days. Oracles go on from a copy of ' +
    "the market at an order's arrival, many times, by luck of their own. The knowing one sees everything, the metaorders behind the flow " +
    'too, which nobody can: `state_share` is the part of the variance of what the model leaves that was settled at the arrival. The ' +
    'observing one knows the rules, the whole displayed book, and every trade since the open; the metaorders are drawn from what the ' +
    "signs of the trades tell of them (a particle filter). It still sees whose quotes are the makers' and what they hold. The goal is held " +
    'to it. `in_sample`: quantiles of the costs that they are judged on, too good; `out_of_sample`: of others, too bad by as much; ' +
    '`above` is over the mean of the two. Cells are size x regime. The break fills the book behind the makers ' +
    'at a fifth of the rate, overnight and unannounced; coverage by orders since then is a mean over 100 orders of the days; ' +
    '`fixed` are the committed offsets.',
  async measure({ quick, recordings }) {
    const { days, branches, everyParent, daysBeforeBreak, breakDays } = quick ? QUICK : WHOLE;
    const progress = recordings?.progress;
    const simulated = plan(SEED, days);
    const sessions = sessionsOf(simulated);
    const orders = await judged(simulated, sessions, progress);
    const figures = [
      ...coverages(orders, quick),
      figure('simulated_copies_go_on_alike', '1: yes', copiesGoOnAlike(simulated, 0, 3_600, 4_200) ? 1 : 0, {
        n: 1,
        goal: 1,
        better: 'higher',
      }),
      ...pinballs(simulated, orders, branches, everyParent, quick, progress),
    ];
    if (quick) return { figures };
    const [other, brokenSessions] = broken(simulated, sessions.slice(0, breakDays), BROKEN);
    const before = orders.filter(({ day }) => day < daysBeforeBreak);
    const after = await judged(other, brokenSessions, progress);
    return { figures: [...figures, ...regimeBreak(before, after)] };
  },
};

const judged = async (simulated, sessions, progress) => {
  const orders = await parentOrders(simulated, sessions, progress);
  const forecasts = await forecastsOf(MODELS, orders);
  return orders.map((order, i) => ({ ...order, block: order.day, forecast: forecasts[i] }));
};

const isInside = (costBps, quantilesBps) => costBps >= quantilesBps[0] && costBps <= quantilesBps.at(-1);

const coverage = (orders, label) =>
  byBlocks(
    orders,
    ({ outcomeBps, forecast }) =>
      Number.isFinite(outcomeBps[label])
        ? [1, isInside(outcomeBps[label], forecast.quantilesBps[label]) ? 1 : 0]
        : undefined,
    ([all, inside]) => [inside / all],
  );

const coverages = (orders, quick) => {
  const byLabel = LABELS.map((label) => {
    const { n, estimates } = coverage(orders, label);
    return estimated(`simulated_coverage_90_${label}`, 'share', estimates[0], { n });
  });
  if (quick) return byLabel;
  const [{ value, n }] = byLabel;
  const cells = [...new Set(orders.map(({ forecast }) => forecast.cell))].sort().map((cell) => {
    const own = coverage(
      orders.filter(({ forecast }) => forecast.cell === cell),
      'slippage',
    );
    return estimated(`simulated_coverage_90_slippage_${cell.replace(' ', '_')}`, 'share', own.estimates[0], {
      n: own.n,
    });
  });
  return [
    ...byLabel,
    figure('simulated_coverage_90_slippage_off_stated', 'share', Math.abs(value - STATED), {
      n,
      goal: 0.01,
      better: 'lower',
    }),
    ...cells,
    ...extremes(cells.filter((one) => one.n >= ORDERS_OF_CELL_MIN).map((one) => one.value)),
  ];
};

/** Of the cells with enough orders; none where there is none. */
const extremes = (shares) =>
  shares.length === 0
    ? []
    : [
        figure('simulated_coverage_90_slippage_lowest_cell', 'share', Math.min(...shares), {
          goal: 0.87,
          better: 'higher',
        }),
        figure('simulated_coverage_90_slippage_highest_cell', 'share', Math.max(...shares), {
          goal: 0.93,
          better: 'lower',
        }),
      ];

const pinballs = (simulated, orders, branches, everyParent, quick, progress) => {
  const asked = [];
  for (let day = 0; day < simulated.days; day += 1) {
    const branched = branchedCosts(simulated, day, branches, (place) => place % everyParent === 0);
    for (const order of orders) {
      const own = order.day === day ? branched.get(order.place) : undefined;
      if (own !== undefined) asked.push({ ...order, terms: termsOf(own, order.forecast.quantilesBps.slippage) });
    }
    progress?.(`${day + 1} of ${simulated.days} days with branches`);
  }
  const { n, estimates } = byBlocks(
    asked,
    ({ terms }) => terms,
    ([all, model, ...terms]) => {
      const [knowingIn, knowingOut, observingIn, observingOut, inside, left, settled] = terms;
      const [knowing, observing] = [(knowingIn + knowingOut) / 2, (observingIn + observingOut) / 2];
      return [
        ...[model, knowingIn, knowingOut, observingIn, observingOut, inside].map((sum) => sum / all),
        model / knowing - 1,
        model / observing - 1,
        settled / left,
      ];
    },
  );
  const [model, knowingIn, knowingOut, observingIn, observingOut, inside, aboveKnowing, aboveObserving, settled] =
    estimates;
  const goal = quick ? {} : { goal: 0.05, better: 'lower' };
  return [
    estimated('simulated_pinball_model', 'bps', model, { n }),
    estimated('simulated_pinball_observing_oracle_in_sample', 'bps', observingIn, { n }),
    estimated('simulated_pinball_observing_oracle_out_of_sample', 'bps', observingOut, { n }),
    estimated('simulated_pinball_above_observing_oracle', 'share', aboveObserving, { n, ...goal }),
    estimated('simulated_pinball_knowing_oracle_in_sample', 'bps', knowingIn, { n }),
    estimated('simulated_pinball_knowing_oracle_out_of_sample', 'bps', knowingOut, { n }),
    estimated('simulated_pinball_above_knowing_oracle', 'share', aboveKnowing, { n }),
    estimated('simulated_branches_coverage_90', 'share', inside, { n: n * branches }),
    estimated('simulated_state_share', 'share', settled, { n }),
  ];
};

/**
 * Of an order: 1; mean pinball of the model, of the oracle that knows all in sample and cross-fitted, of the one that observes on
 * what it foresees itself and on the costs; share within the interval of 90 %; squared distance of the costs from the model's
 * median, and of their mean, less what the error of the mean adds.
 */
const termsOf = ({ costs, foreseen }, quantilesBps) => {
  const n = costs.length;
  const halves = [costs.slice(0, n / 2), costs.slice(n / 2)];
  const [first, second] = halves.map(quantilesOf);
  const mean = meanOf(costs, (cost) => cost);
  const median = quantilesBps[TOLD_PROBABILITIES.indexOf(0.5)];
  const variance = (n * meanOf(costs, (cost) => (cost - mean) ** 2)) / (n - 1);
  const observed = quantilesOf(foreseen);
  return [
    1,
    lossOf(costs, quantilesBps),
    (lossOf(halves[0], first) + lossOf(halves[1], second)) / 2,
    (lossOf(halves[0], second) + lossOf(halves[1], first)) / 2,
    lossOf(foreseen, observed),
    lossOf(costs, observed),
    meanOf(costs, (cost) => (isInside(cost, quantilesBps) ? 1 : 0)),
    meanOf(costs, (cost) => (cost - median) ** 2),
    (mean - median) ** 2 - variance / n,
  ];
};

const lossOf = (costs, quantilesBps) =>
  meanOf(costs, (cost) => meanPinballLossBps(cost, quantilesBps, TOLD_PROBABILITIES));

const meanOf = (costs, of) => costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length;

/** Between order statistics, linearly. */
const quantilesOf = (costs) => {
  const sorted = costs.toSorted();
  return TOLD_PROBABILITIES.map((probability) => {
    const at = (sorted.length - 1) * probability;
    const below = Math.floor(at);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  });
};
