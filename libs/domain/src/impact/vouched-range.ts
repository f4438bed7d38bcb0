import { type ImpactForecast } from './forecast.js';

/** The orders that the published formulas were fitted on were no larger than about that: see the card of `parametric`. */
export const PUBLISHED_SIZE_DAYS_MAX = 0.1;

/**
 * Why nobody vouches for the expected cost of an order of `sizeDays` days of average volume, in words; undefined where somebody does. A
 * mean from published formulas is good for sizes like those they were fitted on, whatever else the model saw; a model's own mean for
 * orders and markets like those of its training.
 */
export const beyondVouchedRange = ({ trained }: ImpactForecast, sizeDays: number): string | undefined => {
  if (trained?.level.source === 'MODEL') {
    const beyond = trained.flags.find(({ code }) => code === 'BEYOND_REACH' || code === 'OUT_OF_RANGE');
    return beyond && `the model was not trained on the like: ${beyond.names.join(', ')}`;
  }
  return sizeDays > PUBLISHED_SIZE_DAYS_MAX
    ? `the block is ${sizeDays.toPrecision(2)} days of average volume; the published formulas were fitted on at most ${PUBLISHED_SIZE_DAYS_MAX}`
    : undefined;
};
