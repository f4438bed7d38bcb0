import { figure } from '../figure.mjs';
import { breakChart } from './charts.mjs';
import { slug } from './studies.mjs';
import { hasTrainer, trainerLines } from './trainer.mjs';

/** One market to train on, one to calibrate on and one to test on: more seeds take minutes each. */
const SEEDS = '1';

/** What is asked for on a market whose true quantiles are known, by the trainer's names. */
const GOALS = {
  "pinball above the oracle's, champion": { goal: 0.05, better: 'lower' },
  'coverage of 90 %, lowest cell of any seed': { goal: 0.87, better: 'higher' },
  'coverage of 90 %, highest cell of any seed': { goal: 0.93, better: 'lower' },
  'orders until coverage is back, adaptive': { goal: 200, better: 'lower' },
};
const OVERALL = 'coverage of 90 %';
const STATED = 0.9;
const AFTER_BREAK = /^coverage after the break, orders (\d+) to (\d+), (adaptive|fixed)$/;

export const plantedMarket = {
  title: 'A planted market, whose true quantiles are known',
  needs: [],
  isForTheWhole: true,
  notes:
    'Square-root impact and noise by risk in three regimes, drawn; the trainer fits, calibrates and is tested on 24,000 orders ' +
    'each. The break of the regime multiplies the noise by 1.8, which no input shows; in the picture the share of 100 paths ' +
    'that are covered, in windows of fifty orders. Back means within two points of 90 % in this and every later window. Offsets ' +
    'that are fitted once never come back; those that adapt do.',
  async measure({ recordings }) {
    if (!hasTrainer(recordings.progress)) return undefined;
    recordings.progress('planting a market');
    const lines = await trainerLines('footprint_trainer.studies', 'planted', '--seeds', SEEDS);
    const overall = lines.find(({ name }) => name === OVERALL);
    return {
      figures: [
        ...lines
          .filter(({ name }) => !AFTER_BREAK.test(name))
          .map(({ name, unit, value, n }) => figure(slug(`planted ${name}`), unit, value, { n, ...GOALS[name] })),
        figure('planted_coverage_of_90_off_stated', 'share', Math.abs(overall.value - STATED), {
          n: overall.n,
          goal: 0.01,
          better: 'lower',
        }),
      ],
      charts: {
        'impact-break': breakChart(
          ['adaptive', 'fixed'].map((rule) => ({ rule, windows: lines.flatMap((line) => windowOf(line, rule)) })),
        ),
      },
    };
  },
};

const windowOf = ({ name, value }, rule) => {
  const match = AFTER_BREAK.exec(name);
  return match?.[3] === rule ? [{ orders: (Number(match[1]) + Number(match[2]) + 1) / 2, coverage: value }] : [];
};
