import { figure } from '../figure.mjs';
import { average, bootstrapped, tailMean } from './estimates.mjs';
import { adaptive, seedsFrom, worked } from './world.mjs';

const FIRST_TRAINING_SEED = 1001;
const SEEDS = 40;

/** One change of the rules at a time. */
const CANDIDATES = {
  as_shipped: {},
  shows_1_top: { shownTops: 1 },
  shows_2_tops: { shownTops: 2 },
  shows_8_tops: { shownTops: 8 },
  aversion_a_fifth: { riskAversion: 0.0004 },
  aversion_five_times: { riskAversion: 0.01 },
  tolerance_twice: { calmTolerance: 0.04, tenseTolerance: 0.1 },
  offset_none: { tenseOffsetSpreads: 0 },
  offset_more: { tenseOffsetSpreads: 0.5 },
};

export const candidates = {
  title: 'What the rules were chosen from, on training seeds',
  needs: [],
  isForTheWhole: true,
  notes: 'Shortfall and tail of the rules with one change at a time. No held seed was looked at for the choice.',
  measure() {
    const seeds = seedsFrom(FIRST_TRAINING_SEED, SEEDS);
    return {
      figures: Object.entries(CANDIDATES).flatMap(([name, change]) => {
        const runs = seeds.map((seed) => worked(adaptive(change), seed));
        const costs = runs.map(({ shortfallBps }) => shortfallBps);
        const before = runs.map(({ doneBefore }) => doneBefore);
        const [mean, tail] = [bootstrapped(average, costs), bootstrapped(tailMean, costs)];
        return [
          figure(`${name}_shortfall`, 'bps', mean.value, mean),
          figure(`${name}_tail`, 'bps', tail.value, tail),
          figure(`${name}_done_before_event`, 'share', average(before), { n: SEEDS }),
        ];
      }),
    };
  },
};
