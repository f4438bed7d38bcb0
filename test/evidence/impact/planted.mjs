import { figure } from '../figure.mjs';
import { breakChart } from './charts.mjs';
import { slug } from './studies.mjs';
import { hasTrainer, trainerLines } from './trainer.mjs';

/** What is asked for on a market whose true quantiles are known, by the trainer's names. */
const GOALS = {
  "pinball above the oracle's, champion": { goal: 0.05, better: 'lower' },
  'coverage of 90 %, lowest cell of any seed': { goal: 0.87, better: 'higher' },
  'coverage of 90 %, highest cell of any seed': { goal: 0.93, better: 'lower' },
  'orders until coverage is back, adaptive': { goal: 200, better: 'lower' },
};
const OVERALL = 'coverage of 90 %';
const AFTER_BREAK = /^coverage after the break, orders (\d+) to (\d+), (adaptive|fixed)$/;

export const plantedMarket = {
  title: 'A planted market, whose true quantiles are known',
  needs: [],
  isForTheWhole: true,
  notes:
    'Square-root impact and noise by risk in three regimes, drawn; the trainer fits, calibrates and is tested on 24,000 orders ' +
    'each. A value is the mean over five seeds, in brackets the lowest and the highest seed. The break of the regime multiplies ' +
    'the noise by 1.8, which no input shows: the share of 100 paths covered at an order, in windows of fifty orders. Back ' +
    'means within two points of 90 % in this and every later window. Offsets that are fitted once never come back; those that ' +
    'adapt do.',
  async measure({ recordings }) {
    if (!hasTrainer(recordings.progress)) return undefined;
    recordings.progress('planting markets');
    const lines = await trainerLines('footprint_trainer.studies', 'planted');
    const { low, high, n } = lines.find(({ name }) => name === OVERALL);
    return {
      figures: [
        ...lines
          .filter(({ name }) => !AFTER_BREAK.test(name))
          .map(({ name, unit, value, low, high, n }) =>
            figure(slug(`planted ${name}`), unit, value, { low, high, n, ...GOALS[name] }),
          ),
        figure('planted_coverage_of_90_lowest_seed', 'share', low, { n, goal: 0.89, better: 'higher' }),
        figure('planted_coverage_of_90_highest_seed', 'share', high, { n, goal: 0.91, better: 'lower' }),
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
