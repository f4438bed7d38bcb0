import { livingMarket } from '#application/play-session';
import { TOLD_PROBABILITIES } from '#application/forecast-orders';
import { meanPinballLossBps } from '#domain/impact';
import { BASELINES, baselineQuantilesBps } from './baselines.mjs';
import { dayOrders } from './day-orders.mjs';
import { openFold } from './fold-models.mjs';

/** The day that no model of a fold was fitted, calibrated or chosen on. */
export const LAST_DAY = ['lean/bac_20131010_trade.zip', 'lean/aig_20131010_trade.zip'];

export const LABELS = ['slippage', 'peak', 'perm1', 'perm5', 'perm15'];
export const INSTRUMENTS = ['AIG', 'BAC'];

const FOLDS = { M: 'fold-metaorder', W: 'fold-window' };
export const DEFINITIONS = Object.keys(FOLDS);

let lastDay;
let synthetic;

/**
 * The orders of the last day, judged: `known` by definition with the models of both instruments, `unseen` by instrument and
 * definition with those that were fitted without it.
 */
export const judgedLastDay = (recordings) =>
  (lastDay ??= (async () => {
    recordings.progress('playing BAC and AIG of 2013-10-10, twice');
    const { orders, notAsked } = await dayOrders(await recordings.open(...LAST_DAY));
    const unseen = {};
    for (const instrument of INSTRUMENTS) {
      const own = orders.filter((order) => order.instrument === instrument);
      unseen[instrument] = await judgedBy(own, (fold) => `${fold}-without-${instrument.toLowerCase()}`);
    }
    return { known: await judgedBy(orders, (fold) => fold), unseen, notAsked };
  })());

/** Orders of the living market, judged with models that have not seen it: they show that everything runs, and no more. */
export const judgedSynthetic = () =>
  (synthetic ??= (async () => {
    const { orders, notAsked } = await dayOrders(livingMarket(1));
    return { known: await judgedBy(orders, (fold) => `${fold}-without-aig`), notAsked };
  })());

const judgedBy = async (orders, foldOf) => {
  const judged = {};
  for (const definition of DEFINITIONS) {
    const own = orders.filter((order) => order.definition === definition);
    judged[definition] = await judge(own, foldOf(FOLDS[definition]));
  }
  return judged;
};

/** The orders with what was forecast of each, and what forecast and baselines lost by label: mean pinball, in bps. */
const judge = async (orders, foldName) => {
  const fold = await openFold(foldName);
  try {
    const forecasts = await fold.forecast(orders);
    return {
      manifest: fold.manifest,
      baseRates: fold.baselines.slippageAbove.map(({ share }) => share),
      orders: orders.map((order, i) => ({
        ...order,
        forecast: forecasts[i],
        lossBps: losses(order, forecasts[i], fold.baselines),
      })),
    };
  } finally {
    await fold.close();
  }
};

const losses = (order, { quantilesBps }, fitted) =>
  Object.fromEntries(
    LABELS.filter((label) => Number.isFinite(order.outcomeBps[label])).map((label) => {
      const lost = (stated) => meanPinballLossBps(order.outcomeBps[label], stated, TOLD_PROBABILITIES);
      const byBaseline = BASELINES.map((name) => [name, lost(baselineQuantilesBps(fitted, name, label, order))]);
      return [label, { model: lost(quantilesBps[label]), ...Object.fromEntries(byBaseline) }];
    }),
  );
