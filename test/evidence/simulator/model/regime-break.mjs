import { KeyedRng } from '#domain/core';
import { figure } from '../../figure.mjs';
import { AdaptiveOffset } from './adaptive-offset.mjs';

const MISCOVERAGE = 0.1;
const PATHS = 100;
const [DAYS_REMEMBERED, DAYS_BEFORE] = [5, 5];
const WINDOW_ORDERS = 50;
/** Coverage is back where it is this near to the stated one, in every later window as well. */
const BACK_WITHIN = 0.02;
const ORDERS_GOAL = 200;

/**
 * Coverage by orders since the break, over paths that draw the order of the days: some that are remembered, some before the break,
 * and all of those after it. `before` and `after`: orders with forecasts.
 */
export const regimeBreak = (before, after) => {
  const rng = new KeyedRng(1);
  const [old, broken] = [scoresByDay(before), scoresByDay(after)];
  const ordersAfter = broken.flat().length;
  const covered = { adaptive: new Float64Array(ordersAfter), fixed: new Float64Array(ordersAfter) };
  for (let path = 0; path < PATHS; path += 1) {
    const days = shuffled(old, rng);
    const rule = new AdaptiveOffset(MISCOVERAGE, days.slice(0, DAYS_REMEMBERED).flat());
    for (const score of days.slice(DAYS_REMEMBERED, DAYS_REMEMBERED + DAYS_BEFORE).flat()) rule.observe(score);
    for (const [i, score] of shuffled(broken, rng).flat().entries()) {
      covered.adaptive[i] += (score <= rule.offset() ? 1 : 0) / PATHS;
      covered.fixed[i] += (score <= 0 ? 1 : 0) / PATHS;
      rule.observe(score);
    }
  }
  return Object.entries(covered).flatMap(([name, byOrder]) => {
    const windows = windowMeans(byOrder);
    const goal = name === 'adaptive' ? { goal: ORDERS_GOAL, better: 'lower' } : {};
    return [
      ...windows.slice(0, 6).map((share, i) => {
        const from = i * WINDOW_ORDERS;
        return figure(`simulated_break_coverage_${name}_${from}_to_${from + WINDOW_ORDERS - 1}`, 'share', share);
      }),
      figure(`simulated_break_orders_until_back_${name}`, 'orders', ordersUntilBack(windows), {
        n: ordersAfter,
        ...goal,
      }),
    ];
  });
};

/** Conformal scores of the 90 % interval in units of its width; above 0: outside. */
const scoresByDay = (orders) => {
  const days = [];
  for (const { day, outcomeBps, forecast } of orders) {
    const [low, high] = [forecast.quantilesBps.slippage[0], forecast.quantilesBps.slippage.at(-1)];
    (days[day] ??= []).push(Math.max(low - outcomeBps.slippage, outcomeBps.slippage - high) / (high - low));
  }
  return days;
};

const shuffled = (days, rng) => {
  const left = [...days];
  return days.map(() => left.splice(rng.below(left.length), 1)[0]);
};

const windowMeans = (byOrder) =>
  Array.from({ length: Math.floor(byOrder.length / WINDOW_ORDERS) }, (_, i) => {
    const own = byOrder.slice(i * WINDOW_ORDERS, (i + 1) * WINDOW_ORDERS);
    return own.reduce((sum, share) => sum + share, 0) / WINDOW_ORDERS;
  });

/** Orders before the first window from which on every one is near the stated coverage; NaN where none is. */
const ordersUntilBack = (windows) => {
  const away = windows.findLastIndex((share) => Math.abs(share - (1 - MISCOVERAGE)) > BACK_WITHIN);
  return away === windows.length - 1 ? NaN : (away + 1) * WINDOW_ORDERS;
};
