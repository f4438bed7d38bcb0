import { lastLookStudy } from '#domain/simulation';
import { compared, farthest } from './comparisons.mjs';

const LOOKS = [
  [0.1, 0],
  [0.5, 0.5],
  [2, 1],
  [2, 4],
].map(([holdSeconds, thresholdBps]) => ({ holdSeconds, thresholdBps }));

export const lastLooks = {
  title: 'A last look costs what the moves beyond its threshold add up to',
  needs: [],
  notes: 'sig sqrt(h) phi(b / (sig sqrt(h))) for a mid of 1.8 % a day, over all acceptances.',
  async measure({ quick }) {
    const costs = LOOKS.map((lastLook) => lastLookStudy(104, lastLook, quick ? 20_000 : 200_000));
    return {
      figures: [
        farthest(
          'last_look_deviation_max',
          costs.flatMap(({ cost, rejectProbability }) => [cost, rejectProbability]),
        ),
        ...costs.flatMap(({ lastLook: { holdSeconds, thresholdBps }, cost, rejectProbability }) => {
          const name = `last_look_${holdSeconds}s_${thresholdBps}bps`;
          return [...compared(`${name}_cost`, 'bps', cost), ...compared(`${name}_rejects`, 'share', rejectProbability)];
        }),
      ],
    };
  },
};
