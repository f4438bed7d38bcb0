import { almgrenChrissSchedule, povPolicy, schedulePolicy, twapSchedule } from '#domain/execution';
import { comparePolicies, LIQUID_STOCK } from '#domain/simulation';
import { figure } from '../figure.mjs';

/** 13 % of the volume of its hour. */
const TASK = { side: 'BUY', quantity: 60_000, startSeconds: 600, horizonSeconds: 3_600, decisions: 60 };
const FIRST_SEED = 201;

/** Its impact only shapes the trajectory: about a third of the order is done in the first quarter of the hour. */
const ALMGREN_CHRISS = {
  quantity: TASK.quantity,
  horizon: 1,
  intervals: TASK.decisions,
  volatility: 1,
  fixedCost: 0,
  permanentImpact: 0,
  temporaryImpact: 1,
};

export const schedules = {
  title: 'Schedules that work one order, on the same seeds',
  needs: [],
  notes:
    'Implementation shortfall of a buy of 60,000 units over an hour, about 13 % of the volume, and by seed against TWAP that takes. ' +
    'The book shows all of its liquidity, so that sweeping it costs no more than working the order: this says nothing of urgency.',
  measure({ quick }) {
    const seeds = Array.from({ length: quick ? 6 : 40 }, (_, i) => FIRST_SEED + i);
    const twap = valueOf(twapSchedule(TASK.quantity, TASK.decisions));
    const almgrenChriss = valueOf(almgrenChrissSchedule(ALMGREN_CHRISS, 2));
    const policies = [
      { name: 'twap_takes', factory: schedulePolicy(twap, 'TAKE') },
      { name: 'twap_posts', factory: schedulePolicy(twap, 'POST') },
      { name: 'pov_takes', factory: povPolicy(0.1, 'TAKE') },
      { name: 'almgren_chriss_takes', factory: schedulePolicy(almgrenChriss, 'TAKE') },
    ];
    const compared = valueOf(comparePolicies(LIQUID_STOCK, TASK, policies, seeds));
    return {
      figures: compared.flatMap(({ name, shortfallBps, againstFirstBps }, i) => [
        mean(`${name}_shortfall`, shortfallBps),
        ...(i === 0 ? [] : [mean(`${name}_against_twap`, againstFirstBps)]),
      ]),
    };
  },
};

const mean = (name, { value, low, high, n }) => figure(name, 'bps', value, { low, high, n });

const valueOf = (result) => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
