import { figure } from '../figure.mjs';
import { leanDays } from '../recordings.mjs';
import { exportedTrainingSet, hasTrainer, trainerLines } from './trainer.mjs';

/** The champion of the slippage. */
const FAMILY = 'linearQuantile';

/** A part made by one of the trainer's studies, on the same fold: trained on two days, tested on the fourth. */
const study = (name, title, notes) => ({
  title,
  needs: [...leanDays('bac'), ...leanDays('aig')],
  isForTheWhole: true,
  notes,
  async measure({ recordings }) {
    if (!hasTrainer(recordings.progress)) return undefined;
    const set = exportedTrainingSet(recordings);
    const lines = await trainerLines('footprint_trainer.studies', name, '--training-set', set, '--family', FAMILY);
    return {
      figures: lines.map(({ name: what, unit, value, low, high, n }) =>
        figure(slug(`${name} ${what}`), unit, value, { low, high, n }),
      ),
    };
  },
});

export const slug = (text) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '_')
    .replaceAll(/^_|_$/g, '');

export const sizeLaw = study(
  'size-law',
  'Exponent and coefficient of size',
  'Of `cost = a halfSpread + Y sig (Q/V)^d` on all days: the exponent d by search between .05 and 1.2, and Y where d is one ' +
    'half. The exponent of metaorders mixes three ways of dealing prints to traders and is far below the square root; with 20 ' +
    'traders alone it is near one half ([market data](market-data.md)). That of windows is above it. So these orders do not show ' +
    'the square-root law by themselves, and the prefactor of synthetic metaorders is not usable as Y: they were picked in ' +
    'hindsight, together with the flow that moved the price. The forecast of an order that a desk decides on therefore takes its ' +
    'level from the published formulas.',
);

export const sideAsymmetry = study(
  'side-asymmetry',
  'Buys against sells',
  'A trend of the days would put cost into one side and take it from the other. The differences include zero: there is none to see.',
);

export const placebo = study(
  'placebo',
  'Placebo: sides by the flip of a coin',
  'Every side is drawn anew, in training and test alike, so that there is no impact: mean cost and size coefficient include ' +
    'zero, as they must. The skill over `sqrt_sym` does not go away: the model knows how widely outcomes scatter, the law with ' +
    'its constant quantiles does not. So a skill in pinball loss alone proves no impact; of the skill with real sides, that of ' +
    'the placebo is skill in risk.',
);

export const ablation = study(
  'ablation',
  'What each group of inputs adds to the slippage',
  'The champion of the slippage beside itself with a group of inputs held constant: 100 (1 - loss / loss without). Risk is what ' +
    'the forecast lives on, then the spread; toxicity adds a point on windows. What size and flow add includes zero. Groups at ' +
    'zero exactly are not read by this family, which takes inputs in bps.',
);
