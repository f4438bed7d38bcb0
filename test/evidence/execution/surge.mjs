import { figure } from '../figure.mjs';
import { Course, courseCharts } from './course.mjs';
import { average, bootstrapped, tailMean } from './estimates.mjs';
import { POLICIES, seedsFrom, worked } from './world.mjs';

/** Nothing was chosen on these. */
const FIRST_HELD_SEED = 60_001;
const HELD_SEEDS = 500;
/** What is nearest to adaptive control is compared on all seeds; for the others, which are further away, fewer do. */
const CLOSE = ['adaptive', 'adaptive_without_blocks', 'almgren_chriss_posts', 'almgren_chriss_posts_with_blocks'];
const BESIDE_SEEDS = 100;
const SHOWN = ['adaptive', 'twap_takes', 'twap_posts', 'almgren_chriss_posts_with_blocks'];
/** The product says that these must be beaten; the schedule of the same pace is what shows that adapting helps. */
const MUST_BEAT = ['twap_takes', 'vwap_takes', 'almgren_chriss_posts_with_blocks'];

const estimate = (name, unit, found) => figure(name, unit, found.value, found);

export const surge = {
  title: 'The volatility surge, on held seeds',
  needs: [],
  notes:
    'Implementation shortfall of the 500,000 units in bps of the arrival mid, without fees; differences are by seed, of runs with the block ' +
    'venue to the adaptive control that has it, of runs without to the one that has not. Tail: mean of the worst twentieth. `takes` sends every child ' +
    'as a market order, `posts` joins the best price with what is behind its schedule, and both take at the end what is left. Whoever posts ' +
    'shows at most four normal sizes; whoever has the block venue offers it three tenths of what is left. Goals are that the adaptive one costs ' +
    'less than static TWAP and VWAP, and less than an Almgren-Chriss schedule that posts and has the block venue, too. Pictures are means over the first 100 seeds. ' +
    'The seeds are from 60,001 on and were run once; the rules were as they had been on 40 others before.',
  measure({ quick }) {
    const seeds = seedsFrom(FIRST_HELD_SEED, quick ? 6 : HELD_SEEDS);
    const courses = Object.fromEntries(SHOWN.map((name) => [name, new Course()]));
    const runs = Object.fromEntries(
      Object.entries(POLICIES).map(([name, factory]) => [
        name,
        (CLOSE.includes(name) ? seeds : seeds.slice(0, BESIDE_SEEDS)).map((seed) =>
          worked(factory, seed, (observation) => {
            if (seed < FIRST_HELD_SEED + BESIDE_SEEDS) courses[name]?.see(observation);
          }),
        ),
      ]),
    );
    return { figures: figuresOf(runs), charts: courseCharts(courses) };
  },
};

const of = (runs, field) => runs.map((run) => run[field]);

/** The adaptive control that has the block venue where the other has it. */
const counterpart = (name) =>
  name === 'adaptive_without_blocks' || name.endsWith('_with_blocks') ? 'adaptive' : 'adaptive_without_blocks';

/** By policy, in the order of their seeds. */
const figuresOf = (runs) => [
  ...Object.keys(runs).flatMap((name) => [...own(runs, name), ...paired(runs, name)]),
  figure('adaptive_at_block_venue', 'share', average(of(runs.adaptive, 'elsewhere')), { n: runs.adaptive.length }),
  figure(
    'adaptive_rejects',
    'requests',
    of(runs.adaptive, 'rejects').reduce((sum, n) => sum + n, 0),
    { goal: 0, better: 'lower' },
  ),
];

const own = (runs, name) => {
  const costs = of(runs[name], 'shortfallBps');
  return [
    estimate(`${name}_shortfall`, 'bps', bootstrapped(average, costs)),
    estimate(`${name}_tail`, 'bps', bootstrapped(tailMean, costs)),
    estimate(`${name}_done_before_event`, 'share', bootstrapped(average, of(runs[name], 'doneBefore'))),
    figure(`${name}_taken_at_the_end`, 'share', average(of(runs[name], 'atEnd')), { n: costs.length }),
  ];
};

const paired = (runs, name) => {
  if (name === 'adaptive') return [];
  const costs = of(runs[name], 'shortfallBps');
  const less = (against, mustBeBelow) => {
    const adaptive = of(runs[against], 'shortfallBps').slice(0, costs.length);
    const mean = bootstrapped(average, adaptive, costs);
    const goal = { n: costs.length, goal: 0, better: 'lower' };
    return [
      estimate(`${against}_less_${name}`, 'bps', mean),
      ...(mustBeBelow ? [figure(`${against}_less_${name}_high`, 'bps', mean.high, goal)] : []),
      estimate(`${against}_less_${name}_tail`, 'bps', bootstrapped(tailMean, adaptive, costs)),
    ];
  };
  const against = counterpart(name);
  if (!MUST_BEAT.includes(name)) return less(against, false);
  return against === 'adaptive' ? less(against, true) : [...less('adaptive', true), ...less(against, false)];
};
