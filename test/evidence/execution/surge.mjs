import { figure } from '../figure.mjs';
import { Course, courseCharts } from './course.mjs';
import { average, bootstrapped, tailMean } from './estimates.mjs';
import { POLICIES, seedsFrom, worked } from './world.mjs';

/** Nothing was chosen on these. */
const FIRST_HELD_SEED = 5001;
const SHOWN = ['adaptive', 'twap_takes', 'twap_posts', 'almgren_chriss_takes'];
/** What explains the result needs fewer seeds. */
const BESIDE = ['adaptive_without_blocks', 'almgren_chriss_posts'];
const BESIDE_SEEDS = 100;
/** They post, too, and have no block venue, either. */
const POSTING = ['twap_posts', 'almgren_chriss_posts'];
const MUST_BEAT = ['twap_takes', 'vwap_takes'];

const estimate = (name, unit, found, rest = {}) => figure(name, unit, found.value, { ...found, ...rest });

export const surge = {
  title: 'The volatility surge, on held seeds',
  needs: [],
  notes:
    'Implementation shortfall of the 500,000 units in bps of the arrival mid, without fees; differences are by seed. Tail: mean of the ' +
    'worst twentieth. `takes` sends every child as a market order, `posts` joins the best price with all that is behind its schedule, and ' +
    'both take at the end what is left. Goals are that the adaptive one costs less than static TWAP and VWAP. Pictures are means over the first hundred seeds.',
  measure({ quick }) {
    const seeds = seedsFrom(FIRST_HELD_SEED, quick ? 6 : 500);
    const courses = Object.fromEntries(SHOWN.map((name) => [name, new Course()]));
    const runs = Object.fromEntries(
      Object.entries(POLICIES).map(([name, factory]) => [
        name,
        (BESIDE.includes(name) ? seeds.slice(0, BESIDE_SEEDS) : seeds).map((seed) =>
          worked(factory, seed, (observation) => {
            if (seed < FIRST_HELD_SEED + BESIDE_SEEDS) courses[name]?.see(observation);
          }),
        ),
      ]),
    );
    return summary(runs, courses);
  },
};

/** What adaptive control is worth without the block venue, against a schedule that posts: on the seeds that both have. */
const ablation = (costs, name) => {
  const n = Math.min(costs('adaptive_without_blocks').length, costs(name).length);
  return bootstrapped(average, costs('adaptive_without_blocks').slice(0, n), costs(name).slice(0, n));
};

/** Figures and pictures of runs by policy, in the order of their seeds. */
const summary = (runs, courses) => {
  const of = (name, field) => runs[name].map((run) => run[field]);
  const costs = (name) => of(name, 'shortfallBps');
  const figures = Object.keys(runs).flatMap((name) => {
    const against = (statistic) => bootstrapped(statistic, costs('adaptive').slice(0, costs(name).length), costs(name));
    const goal = MUST_BEAT.includes(name) ? { goal: 0, better: 'lower' } : {};
    return [
      estimate(`${name}_shortfall`, 'bps', bootstrapped(average, costs(name))),
      estimate(`${name}_tail`, 'bps', bootstrapped(tailMean, costs(name))),
      estimate(`${name}_done_before_event`, 'share', bootstrapped(average, of(name, 'doneBefore'))),
      figure(`${name}_taken_at_the_end`, 'share', average(of(name, 'atEnd')), { n: costs(name).length }),
      ...(name === 'adaptive'
        ? []
        : [
            estimate(`adaptive_less_${name}`, 'bps', against(average), goal),
            estimate(`adaptive_less_${name}_tail`, 'bps', against(tailMean), goal),
          ]),
    ];
  });
  return {
    figures: [
      ...figures,
      ...POSTING.map((name) => estimate(`adaptive_without_blocks_less_${name}`, 'bps', ablation(costs, name))),
      figure('adaptive_at_block_venue', 'share', average(of('adaptive', 'elsewhere')), { n: costs('adaptive').length }),
      figure(
        'adaptive_rejects',
        'requests',
        of('adaptive', 'rejects').reduce((sum, n) => sum + n, 0),
        {
          goal: 0,
          better: 'lower',
        },
      ),
    ],
    charts: courseCharts(courses),
  };
};
